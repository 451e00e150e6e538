/**
 * metrics.k8s.io/v1beta1. Differs: nothing is measured; every running container uses a share of what it requests that changes with
 * the minute, the same in every run of a cluster.
 */
import type { AnyObject } from '../../api/meta';
import { cpuMilli, value } from '../../api/quantity';
import { rfc3339 } from '../../api/time';
import { fnv32 } from './fnv32';
import type { RequestScope } from '../backend';

/** A new value this often, as metrics-server scrapes. */
const WINDOW_MS = 15_000;
const WINDOW = '15s';
const MIB = 1024 * 1024;
/** What the machine itself needs, on top of its pods. */
const SYSTEM = { cpuMilli: 45, memoryBytes: 320 * MIB };

interface Container {
  readonly name: string;
  readonly resources?: { readonly requests?: Readonly<Record<string, string | number>> };
}

interface Pod extends AnyObject {
  readonly spec: { readonly nodeName?: string; readonly containers: readonly Container[]; readonly initContainers?: readonly Container[] };
  readonly status?: Readonly<
    Record<string, readonly { readonly name: string; readonly state?: { readonly running?: object } }[] | undefined>
  >;
}

interface Usage {
  readonly nanoCpu: number;
  readonly bytes: number;
}

export function podMetricsOf(scope: RequestScope): AnyObject[] {
  const pods = scope.backend.reader.list('', 'pods', scope.namespace) as readonly Pod[];
  return pods.flatMap((pod) => {
    const containers = usages(pod, scope.nowMs);
    return containers.length
      ? [measured('PodMetrics', pod, scope.nowMs, { containers: containers.map(([name, usage]) => ({ name, usage: shown(usage) })) })]
      : [];
  });
}

export function nodeMetricsOf(scope: RequestScope): AnyObject[] {
  const { reader } = scope.backend;
  const used = new Map<string, Usage>();
  for (const pod of reader.list('', 'pods') as readonly Pod[]) {
    const node = pod.spec.nodeName ?? '';
    for (const [, usage] of usages(pod, scope.nowMs)) used.set(node, sum(used.get(node), usage));
  }
  return reader.list('', 'nodes').flatMap((node) => {
    const name = node.metadata?.name ?? '';
    const conditions = (node.status as { conditions?: readonly { type: string; status: string }[] } | undefined)?.conditions;
    if (!conditions?.some(({ type, status }) => type === 'Ready' && status === 'True')) return [];
    const own = usageOf(`node/${name}`, SYSTEM.cpuMilli * 20, SYSTEM.memoryBytes * 2, scope.nowMs);
    return [measured('NodeMetrics', node, scope.nowMs, { usage: shown(sum(used.get(name), own)) })];
  });
}

function measured(kind: string, { metadata }: AnyObject, nowMs: number, rest: object): AnyObject {
  const at = Math.floor(nowMs / WINDOW_MS) * WINDOW_MS;
  const { name, namespace, labels } = metadata ?? {};
  return {
    kind,
    apiVersion: 'metrics.k8s.io/v1beta1',
    metadata: { name, ...(namespace ? { namespace } : {}), creationTimestamp: rfc3339(nowMs), ...(labels ? { labels } : {}) },
    timestamp: rfc3339(at),
    window: WINDOW,
    ...rest,
  } as unknown as AnyObject;
}

function usages({ metadata, spec, status = {} }: Pod, nowMs: number): [string, Usage][] {
  const statuses = [...(status['initContainerStatuses'] ?? []), ...(status['containerStatuses'] ?? [])];
  return [...(spec.initContainers ?? []), ...spec.containers].flatMap((container): [string, Usage][] => {
    if (!statuses.some(({ name, state }) => name === container.name && state?.running)) return [];
    const requests = container.resources?.requests ?? {};
    const memory = value(requests['memory']);
    return [[container.name, usageOf(`${metadata?.uid}/${container.name}`, cpuMilli(requests['cpu']) || 40, memory || 40 * MIB, nowMs)]];
  });
}

/** Of a CPU request two to eight percent, of a memory request about half. */
function usageOf(who: string, requestMilli: number, requestBytes: number, nowMs: number): Usage {
  const drawn = (what: string) => fnv32(`${who}/${what}`) / 2 ** 32;
  const now = drawn(`cpu/${Math.floor(nowMs / WINDOW_MS)}`);
  return {
    nanoCpu: Math.round(requestMilli * 1_000_000 * (0.02 + 0.04 * drawn('cpu') + 0.02 * now)),
    bytes: Math.round(requestBytes * (0.4 + 0.2 * drawn('memory'))),
  };
}

function sum(left: Usage | undefined, right: Usage): Usage {
  return left ? { nanoCpu: left.nanoCpu + right.nanoCpu, bytes: left.bytes + right.bytes } : right;
}

function shown({ nanoCpu, bytes }: Usage): object {
  return { cpu: `${nanoCpu}n`, memory: `${Math.ceil(bytes / 1024)}Ki` };
}
