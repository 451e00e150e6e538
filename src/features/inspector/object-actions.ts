/** What can be done to an object from the inspector, as requests to the API server. */
import type { PageReply } from '../../../workers/protocol/page';
import { rfc3339 } from '../../../workers/api/time';
import { transport } from '../../state/connection';
import type { ObjectRef } from '../../state/selection';
import { timeStore } from '../../state/time';
import { pathOf } from './use-selected-object';

/** Like `kubectl delete`; `force` is `--grace-period=0 --force`. */
export function deleteRef(ref: ObjectRef, force = false): Promise<PageReply> {
  const body = { apiVersion: 'v1', kind: 'DeleteOptions', propagationPolicy: 'Background', ...(force ? { gracePeriodSeconds: 0 } : {}) };
  return transport().request({ method: 'DELETE', path: pathOf(ref)!, body });
}

/** Like `kubectl rollout restart`: the pod template changes, so the rollout begins. */
export function restart(ref: ObjectRef): Promise<PageReply> {
  const annotations = { 'kubectl.kubernetes.io/restartedAt': rfc3339(timeStore.getState().clock.nowMs) };
  return patch(ref, { spec: { template: { metadata: { annotations } } } });
}

export function setReplicas(ref: ObjectRef, replicas: number): Promise<PageReply> {
  return patch(ref, { spec: { replicas } }, '/scale');
}

/** Like `kubectl cordon` and `uncordon`. */
export function setUnschedulable(ref: ObjectRef, unschedulable: boolean): Promise<PageReply> {
  return patch(ref, { spec: { unschedulable: unschedulable || null } });
}

/** Like `kubectl drain --ignore-daemonsets`, without waiting: cordons, then asks for the eviction of every pod. */
export async function drain(ref: ObjectRef, pods: readonly ObjectRef[]): Promise<PageReply> {
  const cordoned = await setUnschedulable(ref, true);
  if (cordoned.code !== 200) return cordoned;
  const replies = await Promise.all(pods.map((pod) => evict(pod)));
  return replies.find((reply) => reply.code >= 400 || reply.code === 0) ?? cordoned;
}

function evict(pod: ObjectRef): Promise<PageReply> {
  const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: pod.name, namespace: pod.namespace } };
  return transport().request({ method: 'POST', path: `${pathOf(pod)}/eviction`, body });
}

function patch(ref: ObjectRef, body: unknown, subresource = ''): Promise<PageReply> {
  return transport().request({ method: 'PATCH', path: `${pathOf(ref)}${subresource}`, contentType: 'application/merge-patch+json', body });
}
