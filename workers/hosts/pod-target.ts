/** The pod that a stream, a forwarded port or a proxied request is for, and the machine it runs on. */
import type { AnyObject } from '../api/meta';
import { isFailure } from '../api/request';
import { badRequest } from '../api/status';
import type { Status } from '../api/status';
import type { HttpBackend } from './http-listener';

/** A stream that a pod's machine answers. */
export interface PodTarget {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** Address of the pod. */
  readonly ip: string;
  /** "node/<name>" */
  readonly machine: string;
  readonly containers: readonly string[];
}

export async function targetOf(backend: HttpBackend, namespace: string, name: string): Promise<PodTarget | Status> {
  const reply = await backend.request({ verb: 'get', group: '', version: 'v1', resource: 'pods', namespace, name });
  if (isFailure(reply)) return reply.body;
  const pod = reply.body as AnyObject;
  const spec = pod.spec as { nodeName?: string; containers: { name: string }[]; initContainers?: { name: string }[] };
  if (!spec.nodeName) return badRequest(`pod ${name} does not have a host assigned`);
  return {
    namespace,
    name,
    uid: pod.metadata?.uid ?? '',
    ip: (pod.status as { podIP?: string } | undefined)?.podIP ?? '',
    machine: `node/${spec.nodeName}`,
    containers: [...spec.containers, ...(spec.initContainers ?? [])].map((container) => container.name),
  };
}
