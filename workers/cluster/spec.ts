import type { NodeSpec } from '../kubelet/node-spec';
import type { SchedulerConfiguration } from '../scheduler/config/profile';

/** What a cluster starts from: plain data, part of the journal. */
export interface ClusterSpec {
  readonly seed: number;
  /** How many default nodes, or the nodes themselves. */
  readonly nodes: number | readonly NodeSpec[];
  /** Default true. A configuration need not be complete; with one that is not valid the cluster does not start. */
  readonly scheduler?: boolean | { readonly config: SchedulerConfiguration };
  /** kube-controller-manager's --controllers list; [] runs none. Default ["*"]. */
  readonly controllers?: readonly string[];
  /** When the cluster starts, in milliseconds since the epoch of virtual time (2026-01-01). Default 0. */
  readonly startMs?: number;
  /** Families of Service addresses, the default one first. Default ["IPv4"]. */
  readonly serviceFamilies?: readonly ('IPv4' | 'IPv6')[];
}

/** Version of the rules that a journal was made under; a journal replays only on the same one. */
export const ENGINE_VERSION = 'kubarium/0.1.0';

const ZONES = ['zone-a', 'zone-b', 'zone-c'];

/** node-1 ... node-N: 4 CPU, 16 Gi, 110 pods, zones in turn. */
export function nodeSpecs(nodes: ClusterSpec['nodes']): readonly NodeSpec[] {
  if (typeof nodes !== 'number') return nodes;
  return Array.from({ length: nodes }, (_, at) => ({
    name: `node-${at + 1}`,
    cpu: '4',
    memory: '16Gi',
    pods: 110,
    zone: ZONES[at % ZONES.length] as string,
  }));
}
