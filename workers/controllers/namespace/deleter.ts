/** Empties a namespace that is being deleted (source: pkg/controller/namespace/deletion/namespaced_resources_deleter.go, 1.36). */
import type { KubeList, KubeObject } from '../../api/meta';
import { isFailure, reasonOf } from '../../api/request';
import type { ApiReply, ApiRequest } from '../../api/request';
import { parseTime } from '../../api/time';
import { send, trouble } from '../../client/script';
import type { Script } from '../../client/script';
import type { Namespace } from '../../resources/core/namespaces/types';
import type { Pod } from '../../resources/core/pods/types';
import { isPodTerminal } from '../pod-status';
import { messageOf } from '../replicaset/manage-replicas';
import { NAMESPACES } from '../resources';
import type { ServedResource } from '../resources';
import { updatedConditions } from './conditions';
import type { NamespaceCondition, Remains } from './conditions';

const FINALIZER = 'kubernetes';
/** How long objects with finalizers are expected to take. */
const FINALIZER_ESTIMATE_SECONDS = 15;

export interface DeleterContext {
  /** What is served at the moment. */
  readonly resources: () => readonly ServedResource[];
  readonly nowMs: () => number;
  /** Asks for another pass when this many seconds' worth of content is left. */
  readonly contentRemains: (namespace: string, estimateSeconds: number) => void;
}

interface Leftover {
  readonly count: number;
  readonly estimateSeconds: number;
  readonly finalizers: readonly string[];
  readonly error?: string;
}

const NOTHING_LEFT: Leftover = { count: 0, estimateSeconds: 0, finalizers: [] };

export function* deleteNamespace(context: DeleterContext, name: string): Script {
  const reply = yield* send({ verb: 'get', ...NAMESPACES, name });
  if (isFailure(reply)) return reasonOf(reply) === 'NotFound' ? undefined : reply;
  let namespace = reply.body as Namespace;
  if (namespace.metadata.deletionTimestamp === undefined) return undefined;
  if (namespace.status?.phase !== 'Terminating') {
    const updated = yield* send(write(namespace, 'status', { ...namespace, status: { ...namespace.status, phase: 'Terminating' } }));
    if (isFailure(updated)) return reasonOf(updated) === 'NotFound' ? undefined : updated;
    namespace = updated.body as Namespace;
  }
  if ((namespace.spec?.finalizers ?? []).length === 0) return undefined;
  const content = yield* deleteContent(context, namespace);
  if (content.errors.length > 0) return trouble(content.errors.join(', '));
  if (content.estimateSeconds > 0) {
    context.contentRemains(name, content.estimateSeconds);
    return undefined;
  }
  return yield* finalize(namespace);
}

/** Pods go first; nothing else is touched before they are gone. */
function* deleteContent(context: DeleterContext, namespace: Namespace): Script<{ errors: readonly string[]; estimateSeconds: number }> {
  const namespaced = context.resources().filter((resource) => resource.namespaced);
  const pods = namespaced.filter(({ group, resource }) => group === '' && resource === 'pods');
  const others = namespaced.filter((resource) => !pods.includes(resource));
  const podsLeft = yield* deleteAll(context, namespace, pods);
  const ended = podsLeft.some(({ count }) => count > 0);
  const left = ended ? podsLeft : [...podsLeft, ...(yield* deleteAll(context, namespace, others))];
  const errors = left.flatMap(({ error }, index) =>
    error === undefined
      ? []
      : [index < pods.length ? `failed to delete pods for namespace: ${namespace.metadata.name}, err: ${error}` : error],
  );
  const remains = ended
    ? { resources: new Map(), finalizers: new Map(), errors: left.flatMap(({ error }) => error ?? []) }
    : remainsOf([...pods, ...others], left);
  const before = (namespace.status?.conditions ?? []) as readonly NamespaceCondition[];
  const conditions = updatedConditions(before, remains, context.nowMs());
  if (conditions !== before) yield* send(write(namespace, 'status', { ...namespace, status: { ...namespace.status, conditions } }));
  return { errors, estimateSeconds: Math.max(0, ...left.map(({ estimateSeconds }) => estimateSeconds)) };
}

function remainsOf(resources: readonly ServedResource[], left: readonly Leftover[]): Remains {
  const counts = new Map<string, number>();
  const finalizers = new Map<string, number>();
  left.forEach(({ count, finalizers: names }, index) => {
    const { resource, group } = resources[index] as ServedResource;
    if (count > 0) counts.set(`${resource}.${group}`, count);
    for (const name of names) finalizers.set(name, (finalizers.get(name) ?? 0) + 1);
  });
  return { resources: counts, finalizers, errors: left.flatMap(({ error }) => error ?? []) };
}

/** Deletes all objects of these resources and counts what is left of each. */
function* deleteAll(context: DeleterContext, namespace: Namespace, resources: readonly ServedResource[]): Script<readonly Leftover[]> {
  if (resources.length === 0) return [];
  const name = namespace.metadata.name ?? '';
  const estimates = yield* estimateGraceSeconds(context, namespace, resources);
  const deletions = yield resources.map(({ group, version, resource }): ApiRequest => {
    const body = { kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy: 'Background' };
    return { verb: 'deletecollection', group, version, resource, namespace: name, body };
  });
  for (const [index, reply] of deletions.entries()) {
    if (isUnsupported(reply)) yield* deleteEach(resources[index] as ServedResource, name);
  }
  const lists = yield resources.map((resource) => list(resource, name));
  return resources.map((resource, index) => {
    const estimateSeconds = estimates[index] ?? 0;
    const [deletion, listed] = [deletions[index] as ApiReply, lists[index] as ApiReply];
    if (isFailure(deletion) && !isUnsupported(deletion)) return { ...NOTHING_LEFT, estimateSeconds, error: messageOf(deletion) };
    if (isFailure(listed))
      return isUnsupported(listed) ? { ...NOTHING_LEFT, estimateSeconds } : { ...NOTHING_LEFT, estimateSeconds, error: messageOf(listed) };
    return leftover(resource, name, (listed.body as KubeList).items, estimateSeconds);
  });
}

function leftover(
  { group, version, resource }: ServedResource,
  namespace: string,
  items: readonly KubeObject[],
  estimateSeconds: number,
): Leftover {
  if (items.length === 0) return NOTHING_LEFT;
  const finalizers = items.flatMap(({ metadata }) => metadata?.finalizers ?? []);
  const count = items.length;
  if (estimateSeconds > 0) return { count, estimateSeconds, finalizers };
  if (finalizers.length > 0) return { count, estimateSeconds: FINALIZER_ESTIMATE_SECONDS, finalizers };
  const error = `unexpected items still remain in namespace: ${namespace} for gvr: ${group}/${version}, Resource=${resource}`;
  return { count, estimateSeconds, finalizers: [], error };
}

/** Pods may take their grace period, counted from the namespace's deletion; everything else is expected to go at once. */
function* estimateGraceSeconds(
  { nowMs }: DeleterContext,
  { metadata }: Namespace,
  resources: readonly ServedResource[],
): Script<readonly number[]> {
  const pods = resources.find(({ group, resource }) => group === '' && resource === 'pods');
  if (!pods) return [];
  const reply = yield* send(list(pods, metadata.name ?? ''));
  if (isFailure(reply)) return [];
  const alive = (reply.body as { items: readonly Pod[] }).items.filter((pod) => !isPodTerminal(pod));
  const longest = Math.max(0, ...alive.map(({ spec }) => spec?.terminationGracePeriodSeconds ?? 0));
  const sinceMs = nowMs() - parseTime(metadata.deletionTimestamp);
  return resources.map((resource) => (resource === pods && sinceMs < longest * 1000 ? longest : 0));
}

function* deleteEach(resource: ServedResource, namespace: string): Script<void> {
  const reply = yield* send(list(resource, namespace));
  if (isFailure(reply)) return;
  const { group, version, resource: plural } = resource;
  const body = { kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy: 'Background' };
  const { items } = reply.body as KubeList;
  if (items.length > 0)
    yield items.map(({ metadata }): ApiRequest => ({
      verb: 'delete',
      group,
      version,
      resource: plural,
      namespace,
      name: metadata?.name ?? '',
      body,
    }));
}

function* finalize(namespace: Namespace): Script {
  const finalizers = (namespace.spec?.finalizers ?? []).filter((finalizer) => finalizer !== FINALIZER);
  const reply = yield* send(write(namespace, 'finalize', { ...namespace, spec: { ...namespace.spec, finalizers } }));
  if (reasonOf(reply) !== 'Conflict') return isFailure(reply) && reasonOf(reply) !== 'NotFound' ? reply : undefined;
  const fresh = yield* send({ verb: 'get', ...NAMESPACES, name: namespace.metadata.name ?? '' });
  if (isFailure(fresh)) return reasonOf(fresh) === 'NotFound' ? undefined : fresh;
  return yield* finalize(fresh.body as Namespace);
}

function write(namespace: Namespace, subresource: string, body: unknown): ApiRequest {
  return { verb: 'update', ...NAMESPACES, subresource, name: namespace.metadata.name ?? '', body };
}

function list({ group, version, resource }: ServedResource, namespace: string): ApiRequest {
  return { verb: 'list', group, version, resource, namespace };
}

function isUnsupported(reply: ApiReply): boolean {
  return ['MethodNotAllowed', 'NotFound'].includes(reasonOf(reply));
}
