import type { AnyObject } from '../../../api/meta';
import { define } from '../../define';
import type { Draft } from '../../definition';
import { AGE_COLUMN, NAME_COLUMN, age } from '../../table';

export const serviceAccounts = define({
  group: '',
  resource: 'serviceaccounts',
  kind: 'ServiceAccount',
  shortNames: ['sa'],
  subresources: [{ name: 'token', kind: 'TokenRequest', group: 'authentication.k8s.io', version: 'v1', verbs: ['create'] }],
  strategy: {
    prepareForCreate: keepSecretNames,
    prepareForUpdate: keepSecretNames,
    warnings,
    allowUnconditionalUpdate: true,
    deleteReturnsObject: true,
  },
  table: { columns: [NAME_COLUMN, AGE_COLUMN], row: ({ metadata }, nowMs) => [metadata?.name, age(metadata?.creationTimestamp, nowMs)] },
});

const MOUNTABLE = 'kubernetes.io/enforce-mountable-secrets';

/** Of references to secrets nothing but the name counts (source: pkg/registry/core/serviceaccount/strategy.go, 1.36). */
function keepSecretNames(draft: Draft): void {
  if (draft.secrets) draft.secrets = draft.secrets.map(({ name }: { readonly name?: string }) => (name ? { name } : {}));
}

function warnings(object: AnyObject, before: AnyObject | undefined): string[] {
  const given = object.metadata?.annotations?.[MOUNTABLE];
  if (given === undefined || before?.metadata?.annotations?.[MOUNTABLE] !== undefined) return [];
  return [`metadata.annotations[${MOUNTABLE}]: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets`];
}
