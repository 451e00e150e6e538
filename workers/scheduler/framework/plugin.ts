import type { ApiRequest } from '../../api/request';
import type { AnyObject } from '../../api/meta';
import type { Pod } from '../../resources/core/pods/types';
import type { PreemptionRecord } from '../../protocol/decision';
import type { ClusterEventHint } from './cluster-event';
import type { CycleState } from './cycle-state';
import type { NodeInfo } from './node-info';
import type { NodeStatuses } from './node-statuses';
import type { PodInfo } from './pod-info';
import type { Labels } from './selector';
import type { Status } from './status';
import type { ChangeLog } from '../cache/change-log';
import type { Topology } from './topology';

/** The cluster as one attempt sees it; it does not change during the attempt. */
export interface Snapshot {
  /** Zones in turn, as the search walks them. */
  readonly nodes: readonly NodeInfo[];
  get(name: string): NodeInfo | undefined;
  /** Slots of {@link nodes}, in the same order. */
  readonly slotOrder: Int32Array;
  /** More than every node's slot. */
  readonly slots: number;
  at(slot: number): NodeInfo | undefined;
  /** Rises when topologies are made anew. */
  readonly shape: number;
  /** Slots of nodes that came, went, or changed, be it their pods. */
  readonly changes: ChangeLog;
  topology(key: string): Topology;
  image(name: string): ImageState | undefined;
  /** Changes when {@link image} answers otherwise than before, or the number of nodes changes while there are images at all. */
  readonly imagesVersion: number;
}

/** An image some node has: its size as the first such node told it, and how many nodes have it. */
export interface ImageState {
  readonly bytes: number;
  readonly nodes: number;
}

/** Other objects a plugin may read, by plural name of their resource. */
export interface ClusterObjects {
  get(resource: string, namespace: string, name: string): AnyObject | undefined;
  list(resource: string, namespace?: string): readonly AnyObject[];
  namespaceLabels(namespace: string): Labels;
  /** Another number whenever an object of the resource changes. */
  revision(resource: string): number;
}

/** Pending pods that were promised a node. */
export interface Nominations {
  /** Whether there are any at all. */
  readonly any: boolean;
  /** The same list while the same pods are nominated. */
  onNode(node: string): readonly PodInfo[];
}

/** What a plugin gets when it is made. */
export interface Handle {
  readonly snapshot: Snapshot;
  readonly objects: ClusterObjects;
  readonly nominations: Nominations;
  readonly schedulerName: string;
  /** Uniform integer in [0, below). */
  random(below: number): number;
  /** Filters of the profile for one node, as the last cycle would run them, nominated pods included. */
  runFilters(state: CycleState, pod: PodInfo, node: NodeInfo): Status | undefined;
  /** Whether all filters of the attempt are node-local, so that pods of the same facts and priority get the same answers. */
  isNodeLocal(state: CycleState): boolean;
  runAddPod(state: CycleState, pod: PodInfo, added: PodInfo, node: NodeInfo): void;
  runRemovePod(state: CycleState, pod: PodInfo, removed: PodInfo, node: NodeInfo): void;
  /** A preemption of this pod is being carried out. */
  isPreempting(uid: string): boolean;
}

export interface PreFilterOutcome {
  readonly status?: Status;
  /** Leaves only these nodes. */
  readonly nodes?: readonly string[];
}

export interface PostFilterOutcome {
  readonly status: Status;
  /** "" clears the pod's nominated node; absent leaves it. */
  readonly nominatedNode?: string;
  readonly victims?: readonly PodInfo[];
  readonly preemption?: PreemptionRecord;
}

/** Scores of one plugin, aligned with the nodes that are scored. */
export type Scores = Int32Array;

/**
 * One plugin (source: kube-scheduler framework/interface.go, 1.36). A plugin implements the extension points it has methods for.
 * `undefined` is success everywhere. A plugin answers and records nothing else: the runtime notes its verdicts.
 */
export interface Plugin {
  readonly name: string;
  /**
   * The answers of filter and score follow from the pod's facts and the node alone (of the pods on it, all but their labels and whether
   * they are being deleted), so they may be kept while both stay the same.
   */
  readonly nodeLocal?: boolean;
  /** For a node-local plugin whose scores follow from something else, too: they are kept only while this number stays the same. */
  keptWhile?(): number;
  readonly events?: readonly ClusterEventHint[];
  preEnqueue?(pod: Pod): Status | undefined;
  less?(a: QueueOrder, b: QueueOrder): boolean;
  preFilter?(state: CycleState, pod: PodInfo): PreFilterOutcome | undefined;
  addPod?(state: CycleState, pod: PodInfo, added: PodInfo, node: NodeInfo): void;
  removePod?(state: CycleState, pod: PodInfo, removed: PodInfo, node: NodeInfo): void;
  filter?(state: CycleState, pod: PodInfo, node: NodeInfo): Status | undefined;
  /** The same answers for the nodes of the snapshot by their slots. Asked for once per attempt, so it can look things up beforehand. */
  filterBySlot?(state: CycleState, pod: PodInfo): (slot: number) => Status | undefined;
  postFilter?(state: CycleState, pod: PodInfo, statuses: NodeStatuses): PostFilterOutcome;
  preScore?(state: CycleState, pod: PodInfo, nodes: readonly NodeInfo[]): Status | undefined;
  score?(state: CycleState, pod: PodInfo, node: NodeInfo): number;
  /** The same scores for many nodes of the snapshot: writes `scores[at]` for the node with `slots[at]`. */
  scoreBySlot?(state: CycleState, pod: PodInfo, slots: Int32Array, scores: Scores): void;
  /** Changes `scores` in place to 0..100. */
  normalizeScore?(state: CycleState, pod: PodInfo, scores: Scores, nodes: readonly NodeInfo[]): void;
  reserve?(state: CycleState, pod: PodInfo, node: string): Status | undefined;
  unreserve?(state: CycleState, pod: PodInfo, node: string): void;
  permit?(state: CycleState, pod: PodInfo, node: string): Status | undefined;
  /** Requests that must succeed before the pod is bound. */
  preBind?(state: CycleState, pod: PodInfo, node: string): readonly ApiRequest[];
  /** The request that binds; undefined leaves it to the next plugin. */
  bind?(state: CycleState, pod: PodInfo, node: string): ApiRequest | undefined;
  postBind?(state: CycleState, pod: PodInfo, node: string): void;
}

export interface QueueOrder {
  readonly priority: number;
  /** When it was last put into the queue. */
  readonly queuedAtMs: number;
}

export interface PluginFactory {
  readonly name: string;
  create(handle: Handle, args: Readonly<Record<string, unknown>>): Plugin;
}

export const SCORE_MAX = 100;
