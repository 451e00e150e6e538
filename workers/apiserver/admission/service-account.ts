/**
 * Every pod runs as a service account and gets its token mounted
 * (source: k8s.io/kubernetes/plugin/pkg/admission/serviceaccount/admission.go, 1.36).
 * Differs: upstream looks for a missing default account again after 100 to 200 ms, by chance.
 */
import type { AnyObject } from '../../api/meta';
import { pathSegmentName } from '../../api/names';
import { forbidden } from '../../api/status';
import type { Status } from '../../api/status';
import { deepFreeze } from '../../lib/clone';
import { MIRROR } from '../../resources/core/pods/mirror';
import type { Draft } from '../../resources/definition';
import type { RequestScope } from '../backend';
import { generateName } from '../names';
import { referencesOf } from '../authz/node-objects';
import { unclassified } from '../replies';
import { unmountable } from './mountable-secrets';
import type { AdmissionPlugin } from './plugin';

const TOKEN_VOLUME = 'kube-api-access-';
const MOUNT_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';
/** An hour, and seven seconds by which the kubelet tells it from tokens users asked for. */
const TOKEN_SECONDS = 3607;

/** A controller makes it right after its namespace. */
const DEFAULT_ACCOUNT_COMES = { afterMs: 150, timesMax: 9 } as const;

/** Shared by all pods. */
const PROJECTED = deepFreeze({
  sources: [
    { serviceAccountToken: { expirationSeconds: TOKEN_SECONDS, path: 'token' } },
    { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
    { downwardAPI: { items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }] } },
  ],
  defaultMode: 420,
});

interface Container {
  volumeMounts?: { name: string; mountPath: string; readOnly?: boolean }[];
}

interface ServiceAccount extends AnyObject {
  readonly automountServiceAccountToken?: boolean;
  readonly imagePullSecrets?: readonly { readonly name?: string }[];
}

export const serviceAccount: AdmissionPlugin = {
  name: 'ServiceAccount',
  admit({ scope, object, operation, name }) {
    if (operation !== 'CREATE' || !object?.spec || scope.subresource || scope.definition.group || scope.definition.resource !== 'pods')
      return undefined;
    if (object.metadata.annotations?.[MIRROR] !== undefined) return checkMirror(object, name);
    return assign(scope, object, name);
  },
  validate: ({ scope, object, name, operation }) => {
    const { group, resource } = scope.definition;
    if (group || resource !== 'pods' || !object?.spec || object.metadata.annotations?.[MIRROR] !== undefined) return undefined;
    const account = scope.backend.reader.get('', 'serviceaccounts', scope.namespace, object.spec.serviceAccountName ?? '');
    if (operation === 'CREATE' && scope.subresource === '') {
      const why = unmountable(account, object.spec);
      return why === undefined ? undefined : forbidden('', 'pods', name, why);
    }
    const debugs = operation === 'UPDATE' && scope.subresource === 'ephemeralcontainers';
    const why = debugs ? unmountable(account, { ephemeralContainers: object.spec.ephemeralContainers }) : undefined;
    return why === undefined ? undefined : unclassified(why);
  },
};

function checkMirror({ spec }: Draft, name: string): Status | undefined {
  if (spec.serviceAccountName) return forbidden('', 'pods', name, 'a mirror pod may not reference service accounts');
  if (referencesOf(spec, 'secrets').length > 0) return forbidden('', 'pods', name, 'a mirror pod may not reference secrets');
  const volumes: readonly Readonly<Record<string, { sources?: readonly Readonly<Record<string, unknown>>[] }>>[] = spec.volumes ?? [];
  const tokens = volumes.some((volume) => volume.projected?.sources?.some((source) => source.serviceAccountToken !== undefined));
  return tokens ? forbidden('', 'pods', name, 'a mirror pod may not use ServiceAccountToken volume projections') : undefined;
}

function assign(scope: RequestScope, { spec }: Draft, name: string): Status | undefined {
  const accountName: string = (spec.serviceAccountName ||= 'default');
  spec.serviceAccount = accountName;
  const misnamed = pathSegmentName(accountName, false);
  const lookUp = (why: string): Status =>
    forbidden('', 'pods', name, `error looking up service account ${scope.namespace}/${accountName}: ${why}`);
  if (misnamed.length > 0) return lookUp(`invalid resource name ${JSON.stringify(accountName)}: [${misnamed.join(' ')}]`);
  const account = scope.backend.reader.get('', 'serviceaccounts', scope.namespace, accountName) as ServiceAccount | undefined;
  if (!account) {
    if (accountName === 'default') scope.patience.again = DEFAULT_ACCOUNT_COMES;
    return lookUp(`serviceaccount "${accountName}" not found`);
  }
  if (spec.automountServiceAccountToken ?? account.automountServiceAccountToken ?? true) mountToken(scope, spec);
  if (!spec.imagePullSecrets?.length && account.imagePullSecrets?.length) spec.imagePullSecrets = [...account.imagePullSecrets];
  return undefined;
}

function mountToken(
  scope: RequestScope,
  spec: { containers?: Container[]; initContainers?: Container[]; volumes?: { name: string }[] },
): void {
  const unmounted = [...(spec.initContainers ?? []), ...(spec.containers ?? [])].filter(
    ({ volumeMounts }) => !volumeMounts?.some(({ mountPath }) => mountPath === MOUNT_PATH),
  );
  if (unmounted.length === 0) return;
  const existing = spec.volumes?.find((volume) => volume.name.startsWith(TOKEN_VOLUME))?.name;
  const name = existing ?? generateName(scope.backend.names, TOKEN_VOLUME);
  for (const container of unmounted)
    container.volumeMounts = [...(container.volumeMounts ?? []), { name, readOnly: true, mountPath: MOUNT_PATH }];
  if (existing === undefined) spec.volumes = [...(spec.volumes ?? []), { name, projected: PROJECTED } as { name: string }];
}
