import type { Pod } from '../../resources/core/pods/types';
import type { PreFilterVerdict, PluginVerdict } from '../../protocol/decision';
import { registers } from './cluster-event';
import type { ClusterEvent } from './cluster-event';
import type { CycleState } from './cycle-state';
import type { NodeInfo } from './node-info';
import type { NodeStatuses } from './node-statuses';
import { NodeVerdicts } from './node-verdicts';
import type { VerdictTable } from './node-verdicts';
import type { Handle, Plugin, PluginFactory, PostFilterOutcome, QueueOrder } from './plugin';
import type { PodInfo } from './pod-info';
import { EXTENSION_POINTS, implementsPoint, pluginNames, pluginsAt, weightOf } from '../config/profile';
import type { PointName, Profile } from '../config/profile';
import { isRejection, status } from './status';
import type { Status } from './status';

const NO_PODS: readonly PodInfo[] = [];

/** The handle without what the framework itself provides. */
export type FrameworkHandle = Omit<Handle, 'runFilters' | 'runAddPod' | 'runRemovePod' | 'schedulerName'>;

export interface WeightedPlugin {
  readonly plugin: Plugin;
  readonly weight: number;
}

export interface PreFilterRun {
  readonly verdicts: readonly PreFilterVerdict[];
  /** The first rejection or error; no filter runs then. */
  readonly failed?: Status;
  /** Nodes all plugins leave; undefined = all. */
  readonly nodes?: ReadonlySet<string>;
  /** Plugins that left out nodes. */
  readonly restrictedBy: readonly string[];
}

/**
 * One profile's plugins at their extension points (source: kube-scheduler framework/runtime/framework.go, 1.36).
 * Every run hands back the verdicts of all plugins it asked, for the decision record.
 */
export class Framework {
  readonly schedulerName: string;
  readonly handle: Handle;
  readonly preEnqueuePlugins: readonly Plugin[];
  readonly filterPlugins: readonly Plugin[];
  readonly scorePlugins: readonly WeightedPlugin[];
  private readonly verdicts: NodeVerdicts;
  /** Plugins whose state changes when a pod comes to a node or leaves it. */
  private readonly countingPlugins: readonly Plugin[];
  private readonly localFilters: readonly Plugin[];
  private readonly localScorers: readonly Plugin[];
  private readonly filterIndex: ReadonlyMap<string, number>;
  private readonly registered = new Map<string, ReadonlySet<string>>();
  readonly plugins: ReadonlyMap<string, Plugin>;
  private readonly points: Readonly<Record<PointName, readonly Plugin[]>>;

  constructor(
    readonly profile: Profile,
    registry: readonly PluginFactory[],
    handle: FrameworkHandle,
  ) {
    this.schedulerName = profile.schedulerName;
    this.handle = Object.defineProperties(
      {
        schedulerName: this.schedulerName,
        runFilters: (state: CycleState, pod: PodInfo, node: NodeInfo) => this.runFiltersWithNominated(state, pod, node),
        runAddPod: (state: CycleState, pod: PodInfo, added: PodInfo, node: NodeInfo) => this.runAddPod(state, pod, added, node),
        runRemovePod: (state: CycleState, pod: PodInfo, removed: PodInfo, node: NodeInfo) => this.runRemovePod(state, pod, removed, node),
      },
      Object.getOwnPropertyDescriptors(handle),
    ) as Handle;
    this.verdicts = new NodeVerdicts(handle.snapshot);
    const plugins = new Map<string, Plugin>();
    for (const name of pluginNames(profile.plugins)) {
      const factory = registry.find((one) => one.name === name);
      if (!factory) throw new Error(`profile ${profile.schedulerName}: no plugin "${name}"`);
      plugins.set(name, factory.create(this.handle, profile.args[name] ?? {}));
    }
    this.plugins = plugins;
    this.points = Object.fromEntries(
      EXTENSION_POINTS.map((point) => [
        point,
        pluginsAt(point, profile.plugins, (name) => implementsPoint(plugins.get(name), point)).map((name) => plugins.get(name) as Plugin),
      ]),
    ) as Record<PointName, Plugin[]>;
    this.preEnqueuePlugins = this.at('preEnqueue');
    this.filterPlugins = this.at('filter');
    this.scorePlugins = this.at('score').map((plugin) => ({ plugin, weight: weightOf(plugin.name, profile.plugins) }));
    this.countingPlugins = this.at('preFilter').filter(({ addPod }) => addPod);
    this.localFilters = this.filterPlugins.filter(({ nodeLocal }) => nodeLocal);
    this.localScorers = this.at('score').filter(({ nodeLocal }) => nodeLocal);
    this.filterIndex = new Map(this.filterPlugins.map(({ name }, at) => [name, at]));
  }

  /** Names of the plugins that registered for events of this kind. */
  pluginsFor(event: ClusterEvent): ReadonlySet<string> {
    const kind = `${event.resource}/${event.action}`;
    let names = this.registered.get(kind);
    if (!names) {
      const interested = [...this.plugins.values()].filter(({ events = [] }) =>
        events.some((registration) => registers(registration, event)),
      );
      this.registered.set(kind, (names = new Set(interested.map(({ name }) => name))));
    }
    return names;
  }

  /** Answers kept for pods of the same template. */
  tableOf(pod: PodInfo): VerdictTable {
    return this.verdicts.tableOf(pod.facts, this.localFilters, this.localScorers);
  }

  /** Position in the table of a plugin whose scores are kept; -1 where they are not. */
  localScorerIndex(plugin: Plugin): number {
    return this.localScorers.indexOf(plugin);
  }

  /** To be called when nodes came, went, or hold other images: what was kept may depend on that. */
  forgetVerdicts(): void {
    this.verdicts.clear();
  }

  /** {@link runFilters} with what is kept: the same answers in the same order of precedence. */
  checkerOf(state: CycleState, pod: PodInfo): (node: NodeInfo, slot: number) => Status | undefined {
    const table = this.tableOf(pod);
    const remote = this.filterPlugins.filter(({ name, nodeLocal }) => !nodeLocal && !state.skipFilter.has(name));
    if (remote.length === 0) return (node, slot) => table.filter(state, pod, node, slot);
    const ranked = remote.map((plugin) => ({ plugin, rank: this.filterIndex.get(plugin.name) as number }));
    return (node, slot) => {
      const local = table.filter(state, pod, node, slot);
      const localRank = local ? (this.filterIndex.get(local.plugin) as number) : this.filterPlugins.length;
      for (const { plugin, rank } of ranked) {
        if (rank > localRank) break;
        const answer = plugin.filter?.(state, pod, node);
        if (answer) return answer;
      }
      return local;
    };
  }

  /** Plugins at an extension point, in order. */
  at(point: PointName): readonly Plugin[] {
    return this.points[point];
  }

  less(a: QueueOrder, b: QueueOrder): boolean {
    return this.at('queueSort')[0]?.less?.(a, b) ?? a.queuedAtMs < b.queuedAtMs;
  }

  runPreEnqueue(pod: Pod): Status | undefined {
    for (const plugin of this.preEnqueuePlugins) {
      const answer = plugin.preEnqueue?.(pod);
      if (answer) return answer;
    }
    return undefined;
  }

  /** Stops at the first rejection; sets the state's skipped filters. */
  runPreFilter(state: CycleState, pod: PodInfo): PreFilterRun {
    const verdicts: PreFilterVerdict[] = [];
    const skipped = new Set<string>();
    const restrictedBy: string[] = [];
    let nodes: ReadonlySet<string> | undefined;
    for (const plugin of this.at('preFilter')) {
      const answer = plugin.preFilter?.(state, pod);
      if (answer?.status?.code === 'Skip') {
        skipped.add(plugin.name);
        verdicts.push(answer.status);
        continue;
      }
      verdicts.push(answer?.status ?? { plugin: plugin.name, code: 'Success', ...(answer?.nodes ? { nodes: answer.nodes } : {}) });
      if (answer?.status) {
        state.skipFilter = skipped;
        return { verdicts, failed: answer.status, restrictedBy };
      }
      if (answer?.nodes) {
        restrictedBy.push(plugin.name);
        const before = nodes;
        nodes = new Set(before ? answer.nodes.filter((name) => before.has(name)) : answer.nodes);
        if (nodes.size === 0) {
          const reason = `node(s) didn't satisfy plugin(s) [${[...restrictedBy].sort().join(' ')}] simultaneously`;
          return { verdicts, failed: status(plugin.name, 'UnschedulableAndUnresolvable', reason), nodes, restrictedBy };
        }
      }
    }
    state.skipFilter = skipped;
    return { verdicts, ...(nodes ? { nodes } : {}), restrictedBy };
  }

  /** The first plugin's answer that turns the node away. */
  runFilters(state: CycleState, pod: PodInfo, node: NodeInfo): Status | undefined {
    for (const plugin of this.filterPlugins) {
      if (state.skipFilter.has(plugin.name)) continue;
      const answer = plugin.filter?.(state, pod, node);
      if (answer) return answer;
    }
    return undefined;
  }

  /**
   * A node counts as fitting only if the pod fits both with the nominated pods of equal or higher priority on it, and
   * without them: they may get there or not.
   */
  runFiltersWithNominated(state: CycleState, pod: PodInfo, node: NodeInfo): Status | undefined {
    const nominated = this.nominatedOn(node, pod);
    if (nominated.length > 0) {
      const trialState = state.clone();
      const trialNode = node.clone();
      for (const other of nominated) {
        trialNode.addPod(other);
        this.runAddPod(trialState, pod, other, trialNode);
      }
      const answer = this.runFilters(trialState, pod, trialNode);
      if (answer) return answer;
    }
    return this.runFilters(state, pod, node);
  }

  nominatedOn(node: NodeInfo, pod: PodInfo): readonly PodInfo[] {
    const all = this.handle.nominations.onNode(node.name);
    return all.length === 0 ? NO_PODS : all.filter((other) => other.priority >= pod.priority && other.uid !== pod.uid);
  }

  runAddPod(state: CycleState, pod: PodInfo, added: PodInfo, node: NodeInfo): void {
    for (const plugin of this.countingPlugins) if (!state.skipFilter.has(plugin.name)) plugin.addPod?.(state, pod, added, node);
  }

  runRemovePod(state: CycleState, pod: PodInfo, removed: PodInfo, node: NodeInfo): void {
    for (const plugin of this.countingPlugins) if (!state.skipFilter.has(plugin.name)) plugin.removePod?.(state, pod, removed, node);
  }

  /** Asks until one plugin finds a remedy; reasons of the others are joined. Undefined where the profile has none. */
  runPostFilter(state: CycleState, pod: PodInfo, statuses: NodeStatuses): PostFilterOutcome | undefined {
    const reasons: string[] = [];
    let last: PostFilterOutcome | undefined;
    for (const plugin of this.at('postFilter')) {
      const outcome = plugin.postFilter?.(state, pod, statuses);
      if (!outcome) continue;
      if (outcome.status.code === 'Success' || !isRejection(outcome.status)) return outcome;
      reasons.push(...(outcome.status.reasons ?? []));
      last = { ...last, ...outcome };
    }
    return last && { ...last, status: { ...last.status, reasons } };
  }

  /** Sets the state's skipped score plugins. An answer other than Skip ends the attempt with an error. */
  runPreScore(state: CycleState, pod: PodInfo, nodes: readonly NodeInfo[]): { verdicts: readonly PluginVerdict[]; failed?: Status } {
    const verdicts: PluginVerdict[] = [];
    const skipped = new Set<string>();
    for (const plugin of this.at('preScore')) {
      const answer = plugin.preScore?.(state, pod, nodes);
      verdicts.push(answer ?? { plugin: plugin.name, code: 'Success' });
      if (answer?.code === 'Skip') skipped.add(plugin.name);
      else if (answer) return { verdicts, failed: answer };
    }
    state.skipScore = skipped;
    return { verdicts };
  }
}
