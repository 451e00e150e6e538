import type { ObjectMeta } from '../../../api/meta';

/** sim.kubarium.dev/v1alpha1 Fault: something broken on purpose. Cluster-scoped; deleting it ends it. */
export interface Fault {
  readonly apiVersion: 'sim.kubarium.dev/v1alpha1';
  readonly kind: 'Fault';
  readonly metadata: ObjectMeta;
  readonly spec: FaultSpec;
  readonly status?: FaultStatus;
}

export interface FaultSpec {
  /** Name of a registered fault: PowerOff, NetworkCut, KubeletStop, ContainerCrash, ComponentDown, ... */
  readonly type: string;
  readonly target: FaultTarget;
  /** Virtual seconds from creation to the start; default 0. */
  readonly startAfterSeconds?: number;
  /** Virtual seconds it lasts; absent: until deleted. */
  readonly durationSeconds?: number;
}

/** One object by name (and namespace for a Pod), or all that a label selector matches. */
export interface FaultTarget {
  /** Node, Pod or Component. */
  readonly kind: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly container?: string;
  readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> };
}

export interface FaultStatus {
  readonly phase?: 'Pending' | 'Active' | 'Ended' | 'Failed';
  readonly startedAt?: string;
  readonly endedAt?: string;
  readonly message?: string;
  /** Names that it hit. */
  readonly targets?: readonly string[];
}
