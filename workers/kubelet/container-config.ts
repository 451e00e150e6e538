/**
 * Turns a container of a pod spec into what the runtime needs: command, environment, mounts, user.
 * Source: pkg/kubelet/kubelet_pods.go (makeEnvironmentVariables) and kuberuntime_container.go (1.36).
 */
import { value as quantityValue } from '../api/quantity';
import { isFailure } from '../api/request';
import type { ApiReply } from '../api/request';
import type { Pod } from '../resources/core/pods/types';
import type { ImageDefinition } from './images/program';
import type { KubeletContext } from './kubelet-context';
import { containerHash, formatPod, isSidecar, podRestartPolicy, roleOf, specOf, uidOf } from './pod';
import type { ContainerSpec } from './pod';
import { podFiles, podNames } from './pod-files';
import type { Routine } from './routine';
import { serviceEnvironment } from './service-env';
import { VolumeFiles } from './runtime/files';
import type { Mount } from './runtime/files';
import type { ContainerConfig } from './runtime/types';

export type ConfigOutcome =
  | { readonly config: ContainerConfig }
  | { readonly error: string; readonly reason: 'CreateContainerConfigError' | 'CreateContainerError' };

/** How often to look whether the services are known. */
const SERVICES_WAIT_MS = 10;
const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

export function* containerConfig(context: KubeletContext, pod: Pod, spec: ContainerSpec, restartCount: number): Routine<ConfigOutcome> {
  const definition = context.runtime.registry.find(spec.image ?? '') ?? { name: spec.image ?? '', sizeBytes: 0 };
  const user = userOf(pod, spec, definition);
  if (typeof user === 'string') return { error: user, reason: 'CreateContainerConfigError' };
  const env: Map<string, string> | string = yield* environment(context, pod, spec, definition);
  if (typeof env === 'string') return { error: env, reason: 'CreateContainerConfigError' };
  const expand = (text: string): string => expandReferences(text, env);
  const command = (spec.command ?? []).map(expand);
  const args = (spec.args ?? []).map(expand);
  const argv = command.length
    ? [...command, ...args]
    : [...(definition.entrypoint ?? []), ...(args.length ? args : (definition.cmd ?? []))];
  if (argv.length === 0)
    return {
      error: `failed to generate container "${context.runtime.newId()}" spec: failed to generate spec: no command specified`,
      reason: 'CreateContainerError',
    };
  const names = podNames(pod, context.spec.name);
  const limit = spec.resources?.limits?.memory;
  return {
    config: {
      name: spec.name,
      image: spec.image ?? '',
      argv,
      env,
      ports: portsOf(spec),
      runsToEnd: podRestartPolicy(pod) !== 'Always' ? !isSidecar(spec) : roleOf(pod, spec.name) === 'initContainers' && !isSidecar(spec),
      mounts: mountsOf(context, pod, spec),
      ...((spec.workingDir ?? definition.workingDir) ? { workingDir: expand((spec.workingDir ?? definition.workingDir) as string) } : {}),
      restartCount,
      hash: containerHash(spec),
      terminationMessagePath: spec.terminationMessagePath ?? '/dev/termination-log',
      messageFromLogs: spec.terminationMessagePolicy === 'FallbackToLogsOnError',
      ...(limit === undefined ? {} : { memoryLimitBytes: quantityValue(String(limit)) }),
      stopSignal: definition.stopSignal ?? 'SIGTERM',
      user,
      baseFiles: () => podFiles(pod, context.runtime.pod(uidOf(pod))?.sandboxes.at(-1)?.ip ?? '', names),
      hostname: names.hostname,
    },
  };
}

/** Declared ports, and those that the container's own probes ask for. */
function portsOf(spec: ContainerSpec): readonly number[] {
  const probed = [spec.startupProbe, spec.readinessProbe, spec.livenessProbe].map(
    (probe) => probe?.httpGet?.port ?? probe?.tcpSocket?.port ?? probe?.grpc?.port,
  );
  return [...new Set([...(spec.ports ?? []).map((port) => port.containerPort), ...probed.filter((port) => typeof port === 'number')])];
}

function userOf(pod: Pod, spec: ContainerSpec, definition: ImageDefinition): ContainerConfig['user'] | string {
  const own = spec.securityContext ?? {};
  const shared = specOf(pod).securityContext ?? {};
  const runAsUser = own.runAsUser ?? shared.runAsUser;
  const nonRoot = own.runAsNonRoot ?? shared.runAsNonRoot;
  const imageUser = definition.user;
  const numeric = imageUser !== undefined && /^\d+$/.test(imageUser);
  if (nonRoot) {
    if (runAsUser === 0) return `container's runAsUser breaks non-root policy (pod: "${formatPod(pod)}", container: ${spec.name})`;
    if (runAsUser === undefined && imageUser !== undefined && !numeric)
      return `container has runAsNonRoot and image has non-numeric user (${imageUser}), cannot verify user is non-root (pod: "${formatPod(pod)}", container: ${spec.name})`;
    if (runAsUser === undefined && (imageUser === undefined || Number(imageUser) === 0))
      return `container has runAsNonRoot and image will run as root (pod: "${formatPod(pod)}", container: ${spec.name})`;
  }
  const uid = runAsUser ?? (numeric ? Number(imageUser) : imageUser === undefined ? 0 : 1000);
  const gid = own.runAsGroup ?? shared.runAsGroup ?? 0;
  const groups = new Set([gid, ...(shared.fsGroup === undefined ? [] : [shared.fsGroup]), ...(shared.supplementalGroups ?? [])]);
  return { uid, gid, supplementalGroups: [...groups].sort((a, b) => a - b) };
}

function* environment(
  context: KubeletContext,
  pod: Pod,
  spec: ContainerSpec,
  definition: ImageDefinition,
): Routine<Map<string, string> | string> {
  while (!context.services.hasSynced) yield SERVICES_WAIT_MS;
  const home: readonly (readonly [string, string])[] = [['HOME', '/root']];
  const env = new Map<string, string>([
    ['PATH', DEFAULT_PATH],
    ...home,
    ['HOSTNAME', podNames(pod, context.spec.name).hostname],
    ...Object.entries(definition.env ?? {}),
  ]);
  const services = serviceEnvironment(context.services, pod.metadata.namespace ?? '', specOf(pod).enableServiceLinks !== false);
  const declared = new Map<string, string>();
  for (const { prefix = '', configMapRef, secretRef } of spec.envFrom ?? []) {
    const reference = configMapRef ?? secretRef;
    if (!reference?.name) continue;
    const data: Data | string = yield* fetchData(
      context,
      pod,
      configMapRef ? 'configmaps' : 'secrets',
      reference.name,
      reference.optional === true,
    );
    if (typeof data === 'string') return data;
    for (const [key, value] of data) declared.set(prefix + key, value);
  }
  for (const { name, value, valueFrom } of spec.env ?? []) {
    if (value !== undefined || !valueFrom) {
      declared.set(name, expandReferences(value ?? '', new Map([...services, ...declared])));
      continue;
    }
    const { configMapKeyRef, secretKeyRef, fieldRef, resourceFieldRef } = valueFrom;
    const reference = configMapKeyRef ?? secretKeyRef;
    if (reference) {
      const resource = configMapKeyRef ? 'configmaps' : 'secrets';
      const data: Data | string = yield* fetchData(context, pod, resource, reference.name ?? '', reference.optional === true);
      if (typeof data === 'string') return data;
      const found = data.get(reference.key);
      if (found !== undefined) declared.set(name, found);
      else if (!reference.optional)
        return `couldn't find key ${reference.key} in ${configMapKeyRef ? 'ConfigMap' : 'Secret'} ${pod.metadata.namespace}/${reference.name}`;
    } else if (fieldRef) declared.set(name, fieldValue(context, pod, fieldRef.fieldPath));
    else if (resourceFieldRef) declared.set(name, resourceValue(spec, resourceFieldRef.resource));
  }
  for (const [name, value] of services) if (!declared.has(name)) env.set(name, value);
  for (const [name, value] of declared) env.set(name, value);
  return env;
}

type Data = ReadonlyMap<string, string>;

/** The object's data decoded, empty if it may be missing, or the error. */
export function* fetchData(
  context: KubeletContext,
  pod: Pod,
  resource: 'configmaps' | 'secrets',
  name: string,
  optional: boolean,
): Routine<Data | string> {
  const reply: ApiReply = yield (resume) =>
    context.process.send({ verb: 'get', group: '', version: 'v1', resource, namespace: pod.metadata.namespace as string, name }, resume);
  if (isFailure(reply)) return optional ? new Map() : `${resource === 'configmaps' ? 'configmap' : 'secret'} "${name}" not found`;
  const { data = {} } = reply.body as { data?: Readonly<Record<string, string>> };
  return new Map(Object.entries(data).map(([key, value]) => [key, resource === 'secrets' ? decodeBase64(value) : value]));
}

/** A field of the pod as text. */
export function fieldValue(context: KubeletContext, pod: Pod, path: string): string {
  const match = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(path);
  if (match) return (match[1] === 'labels' ? pod.metadata.labels : pod.metadata.annotations)?.[match[2] as string] ?? '';
  const ip = context.runtime.pod(uidOf(pod))?.sandboxes.at(-1)?.ip ?? '';
  const values: Readonly<Record<string, string | undefined>> = {
    'metadata.name': pod.metadata.name,
    'metadata.namespace': pod.metadata.namespace,
    'metadata.uid': pod.metadata.uid,
    'spec.nodeName': context.spec.name,
    'spec.serviceAccountName': specOf(pod).serviceAccountName,
    'status.hostIP': context.nodeIP,
    'status.hostIPs': context.nodeIP,
    'status.podIP': ip,
    'status.podIPs': ip,
  };
  return values[path] ?? '';
}

function resourceValue(spec: ContainerSpec, path: string): string {
  const [list, name = ''] = path.split('.');
  const value = (list === 'limits' ? spec.resources?.limits : spec.resources?.requests)?.[name];
  return value === undefined ? '0' : String(Math.ceil(quantityValue(String(value))));
}

/** $(NAME) of known names; $$ escapes. */
function expandReferences(text: string, env: ReadonlyMap<string, string>): string {
  return text.replace(/\$\$|\$\(([^()]+)\)/g, (whole, name: string | undefined) => (name === undefined ? '$' : (env.get(name) ?? whole)));
}

function mountsOf(context: KubeletContext, pod: Pod, spec: ContainerSpec): Mount[] {
  const volumes = context.runtime.pod(uidOf(pod))?.volumes;
  return (spec.volumeMounts ?? []).map(({ name, mountPath, subPath, readOnly }) => {
    const files: VolumeFiles = volumes?.get(name) ?? new VolumeFiles();
    volumes?.set(name, files);
    return { mountPath, files, ...(subPath ? { subPath } : {}), ...(readOnly ? { readOnly } : {}) };
  });
}

function decodeBase64(text: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  let bits = 0;
  let held = 0;
  let out = '';
  for (const char of text) {
    const value = alphabet.indexOf(char);
    if (value < 0) continue;
    held = (held << 6) | value;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    out += String.fromCharCode((held >> bits) & 0xff);
    held &= (1 << bits) - 1;
  }
  return out;
}
