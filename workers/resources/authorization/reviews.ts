/** Questions about rights: answered, never stored (source: pkg/registry/authorization, 1.36). */
import { define } from '../define';
import type { ResourceDefinition } from '../definition';

export const authorizationReviews: readonly ResourceDefinition[] = [
  'LocalSubjectAccessReview',
  'SelfSubjectAccessReview',
  'SelfSubjectRulesReview',
  'SubjectAccessReview',
].map((kind) =>
  define({
    group: 'authorization.k8s.io',
    resource: `${kind.toLowerCase()}s`,
    kind,
    namespaced: kind === 'LocalSubjectAccessReview',
    verbs: ['create'],
    strategy: {},
  }),
);
