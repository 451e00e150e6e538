/**
 * What a scheduler plugin of your own is given and answers. Import it as
 * `import type { SchedulerPlugin } from 'kubarium'`.
 *
 * Everything here is frozen: a plugin looks and answers. It has the JavaScript language and nothing else: no network, no timers,
 * no storage. Math.random is seeded and the clock stands still, so a race runs the same way twice.
 */

/** A Kubernetes object as the API server shows it. */
export interface KubernetesObject {
  readonly metadata: {
    readonly name?: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  // oxlint-disable-next-line typescript/no-explicit-any -- its shape is the kind’s
  readonly spec?: any;
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly status?: any;
}

export interface Amounts {
  /** Thousandths of a CPU. */
  readonly cpuMilli: number;
  /** Bytes. */
  readonly memory: number;
}

export interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
}

export interface PodView {
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly priority: number;
  /** What all containers request together. */
  readonly requests: Amounts;
  readonly object: KubernetesObject;
}

export interface NodeView {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Label topology.kubernetes.io/zone; "" without one. */
  readonly zone: string;
  readonly taints: readonly Taint[];
  /** What the node can give. */
  readonly allocatable: Amounts & { readonly pods: number };
  /** What its pods request. */
  readonly requested: Amounts;
  readonly pods: readonly PodView[];
  readonly object: KubernetesObject;
}

export interface ClusterView {
  readonly nodes: readonly NodeView[];
  /** Undefined: there is no such node. */
  node(name: string): NodeView | undefined;
}

/** Every method is optional, but one of filter and score must be there. All answer at once: no promises. */
export interface SchedulerPlugin<State = unknown> {
  /** Stands in messages. Default: "Own". */
  readonly name?: string;
  /**
   * Which of the default scheduler's plugins run beside this one. "filters" (the default): all that say where a pod can run, and
   * this plugin alone says where it is best. "all": the default scores count too, and this one is added with its weight.
   */
  readonly beside?: 'filters' | 'all';
  /** 1 to 100; of the scores, where others count too. Default: 1. */
  readonly weight?: number;
  /** Once for each pod, before any node is looked at; what it answers is `state` of filter. */
  preFilter?(pod: PodView, cluster: ClusterView): State;
  /** true: the pod may run there. A text: it may not, and why. */
  filter?(pod: PodView, node: NodeView, cluster: ClusterView, state: State): true | string;
  /** Once for each pod, with the nodes it can run on; what it answers is `state` of score. */
  preScore?(pod: PodView, nodes: readonly NodeView[], cluster: ClusterView): State;
  /** 0 to 100, the higher the better; decimals are cut off. The highest wins, a draw decides among equals. */
  score?(pod: PodView, node: NodeView, cluster: ClusterView, state: State): number;
}
