/** Questions about identities: answered, never stored (source: pkg/registry/authentication, 1.36). */
import { define } from '../define';
import type { ResourceDefinition } from '../definition';

export const authenticationReviews: readonly ResourceDefinition[] = ['SelfSubjectReview', 'TokenReview'].map((kind) =>
  define({
    group: 'authentication.k8s.io',
    resource: `${kind.toLowerCase()}s`,
    kind,
    namespaced: false,
    verbs: ['create'],
    strategy: {},
  }),
);
