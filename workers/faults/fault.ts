/** What a fault is: what it does to its target when it starts, and how that is undone. */
import type { Process } from '../client/process';
import type { Pod } from '../resources/core/pods/types';
import type { FaultSpec } from '../resources/sim/faults/types';

/** One thing that a fault hits. */
export interface FaultHit {
  /** As status.targets lists it: "node-2", "default/web-1", "kube-scheduler". */
  readonly name: string;
  readonly pod?: Pod;
}

export interface FaultKind {
  /** spec.type */
  readonly type: string;
  /** spec.target.kind */
  readonly target: 'Node' | 'Pod' | 'Component';
  start(process: Process, hit: FaultHit, spec: FaultSpec): void;
  /** Absent: it happens once and is over. */
  readonly end?: (process: Process, hit: FaultHit) => void;
}
