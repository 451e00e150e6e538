/**
 * Accounts that say so let their pods use only the secrets they name
 * (source: k8s.io/kubernetes/plugin/pkg/admission/serviceaccount/admission.go limitSecretReferences, 1.36).
 */
import type { AnyObject } from '../../api/meta';

const ANNOTATION = 'kubernetes.io/enforce-mountable-secrets';

interface Named {
  readonly name?: string;
}

interface Container {
  readonly name: string;
  readonly env?: readonly { readonly name: string; readonly valueFrom?: { readonly secretKeyRef?: Named } }[];
  readonly envFrom?: readonly { readonly secretRef?: Named }[];
}

interface PodSpec {
  readonly volumes?: readonly { readonly secret?: { readonly secretName?: string } }[];
  readonly initContainers?: readonly Container[];
  readonly containers?: readonly Container[];
  readonly ephemeralContainers?: readonly Container[];
  readonly imagePullSecrets?: readonly Named[];
}

/** The first thing that the account does not allow; undefined: nothing, or it does not mind. */
export function unmountable(account: AnyObject | undefined, spec: PodSpec): string | undefined {
  if (!account || !isTrue(account.metadata?.annotations?.[ANNOTATION])) return undefined;
  const named = (list: unknown) => new Set(((list ?? []) as readonly Named[]).map(({ name }) => name));
  const secrets = named(account.secrets);
  const because = `is not allowed because service account ${account.metadata?.name} does not reference that`;
  const bad = (what: string, name: string | undefined) =>
    name === undefined || secrets.has(name) ? [] : [`${what}=${JSON.stringify(name)} ${because} secret`];
  const inContainers = (role: string, containers: readonly Container[] = []) =>
    containers.flatMap(({ name, env = [], envFrom = [] }) => [
      ...env.flatMap((one) =>
        bad(`${role} ${name} with envVar ${one.name} referencing secret.secretName`, one.valueFrom?.secretKeyRef?.name),
      ),
      ...envFrom.flatMap((one) => bad(`${role} ${name} with envFrom referencing secret.secretName`, one.secretRef?.name)),
    ]);
  const pulls = named(account.imagePullSecrets);
  return [
    ...(spec.volumes ?? []).flatMap(({ secret }) => bad('volume with secret.secretName', secret?.secretName)),
    ...inContainers('init container', spec.initContainers),
    ...inContainers('container', spec.containers),
    ...inContainers('ephemeral container', spec.ephemeralContainers),
    ...(spec.imagePullSecrets ?? []).flatMap(({ name = '' }, index) =>
      pulls.has(name) ? [] : [`imagePullSecrets[${index}].name=${JSON.stringify(name)} ${because} imagePullSecret`],
    ),
  ][0];
}

/** What strconv.ParseBool takes for true. */
function isTrue(text = ''): boolean {
  return ['1', 't', 'T', 'TRUE', 'true', 'True'].includes(text);
}
