/**
 * serviceaccount-token-controller: fills secrets of type kubernetes.io/service-account-token, and deletes them with their
 * account (source: pkg/controller/serviceaccount/tokens_controller.go, 1.36).
 * Differs: the token is no signed JWT; it names its account and says that it is simulated.
 */
import { objectKey } from '../../api/meta';
import { runController } from '../../client/controller';
import { act } from '../../client/plan';
import type { Plan } from '../../client/plan';
import { base64 } from '../../lib/base64';
import type { Secret } from '../../resources/core/secrets/types';
import type { ServiceAccount } from '../../resources/core/serviceaccounts/types';
import type { ControllerContext } from '../controller-context';
import { SECRETS, SERVICE_ACCOUNTS } from '../resources';
import { SIMULATED_CA } from '../simulated-ca';

const TOKEN_TYPE = 'kubernetes.io/service-account-token';
const NAME_ANNOTATION = 'kubernetes.io/service-account.name';
const UID_ANNOTATION = 'kubernetes.io/service-account.uid';
const INDEX = 'service-account';

export function startServiceAccountToken({ process }: ControllerContext): void {
  const accounts = process.informer<ServiceAccount>(SERVICE_ACCOUNTS);
  const secrets = process.informer<Secret>(SECRETS, { fieldSelector: `type=${TOKEN_TYPE}` });
  secrets.addIndex(INDEX, (secret) => [accountKey(secret)]);
  const queue = runController(process, {
    name: 'serviceaccount-token',
    ready: () => accounts.hasSynced && secrets.hasSynced,
    reconcile(key) {
      const secret = secrets.get(key);
      return secret ? planToken(secret, accounts.get(accountKey(secret))) : [];
    },
  });
  secrets.addHandler({ onAdd: (secret) => queue.add(objectKey(secret)), onUpdate: (_, secret) => queue.add(objectKey(secret)) });
  const enqueue = (account: ServiceAccount): void => {
    for (const secret of secrets.byIndex(INDEX, objectKey(account))) queue.add(objectKey(secret));
  };
  accounts.addHandler({ onAdd: enqueue, onUpdate: (_, account) => enqueue(account), onDelete: enqueue });
}

/** Fills in what a token secret lacks; a secret whose account is gone, or is another one, is deleted. */
export function planToken(secret: Secret, account: ServiceAccount | undefined): Plan {
  const { namespace = '', name = '', uid, annotations = {} } = secret.metadata;
  if (annotations[NAME_ANNOTATION] === undefined) return [];
  const wantedUid = annotations[UID_ANNOTATION];
  if (!account || (wantedUid !== undefined && wantedUid !== account.metadata.uid)) {
    return [
      act(
        { ...SECRETS, verb: 'delete', namespace, name, body: { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid } } },
        'NotFound',
        'Conflict',
      ),
    ];
  }
  const data: Record<string, string> = {
    'ca.crt': base64(SIMULATED_CA),
    namespace: base64(namespace),
    token: secret.data?.token ?? base64(`simulated.token.of.${namespace}.${account.metadata.name}`),
  };
  const complete = Object.keys(data).every((key) => secret.data?.[key]) && wantedUid !== undefined;
  if (complete) return [];
  const body = { metadata: { annotations: { [UID_ANNOTATION]: account.metadata.uid } }, data: { ...data, ...secret.data } };
  return [act({ ...SECRETS, verb: 'patch', patchType: 'merge', namespace, name, body }, 'NotFound')];
}

function accountKey({ metadata: { namespace, annotations } }: Secret): string {
  return `${namespace}/${annotations?.[NAME_ANNOTATION] ?? ''}`;
}
