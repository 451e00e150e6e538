import type { Pod } from '../../resources/core/pods/types';
import type { PreFilterVerdict, PluginVerdict } from '../../protocol/decision';
import { registers } from './cluster-event';
import type { ClusterEvent } from './cluster-event';
import type { CycleState } from './cycle-state';
import { KeptPerNode } from './kept-per-node';
import type { NodeInfo } from './node-info';
import type { NodeStatuses } from './node-statuses';
import { NodeVerdicts } from './node-verdicts';
import type { VerdictTable } from './node-verdicts';
import type { Handle, Plugin, PluginFactory, PostFilterOutcome, PreFilterOutcome, QueueOrder } from './plugin';
import type { PodInfo } from './pod-info';
import { RemoteFilters } from './remote-filters';
import { ScorerLists } from './scorer-lists';
import type { Scorers, WeightedPlugin } from './scorer-lists';
import { Scratch } from './scratch';
import { EXTENSION_POINTS, implementsPoint, pluginNames, pluginsAt, weightOf } from '../config/profile';
import type { PointName, Profile } from '../config/profile';
import { isRejection, reported, status } from './status';
import type { Status } from './status';
import { VerdictLists } from './verdict-lists';

const NO_PODS: readonly PodInfo[] = [];
const NO_NAMES: readonly string[] = [];
const NO_OUTCOME: PreFilterOutcome = {};

/** The handle without what the framework itself provides. */
export type FrameworkHandle = Omit<Handle, 'runFilters' | 'isNodeLocal' | 'runAddPod' | 'runRemovePod' | 'schedulerName'>;

/** How a node fares with the pods nominated to it. */
export interface JudgedWithNominated {
  readonly keys: readonly string[];
  readonly answer: Status | undefined;
}

export interface PreFilterRun {
  readonly verdicts: readonly PreFilterVerdict[];
  /** The first rejection or error; no filter runs then. */
  readonly failed: Status | undefined;
  /** Nodes all plugins leave; undefined = all. */
  readonly nodes: ReadonlySet<string> | undefined;
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
  readonly scratch = new Scratch();
  private readonly judged: KeptPerNode<JudgedWithNominated>;
  private readonly verdicts: NodeVerdicts;
  private readonly sort: Plugin | undefined;
  private readonly preFilterLists: VerdictLists<PreFilterVerdict>;
  private readonly preScoreLists: VerdictLists<PluginVerdict>;
  private readonly preFilterAnswers: (PreFilterVerdict | undefined)[] = [];
  private readonly preScoreAnswers: (PluginVerdict | undefined)[] = [];
  private readonly scorerLists: ScorerLists;
  /** Plugins whose state changes when a pod comes to a node or leaves it. */
  private readonly countingPlugins: readonly Plugin[];
  private readonly localFilters: readonly Plugin[];
  readonly remoteFilters: RemoteFilters;
  private readonly localScorers: readonly Plugin[];
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
        isNodeLocal: (state: CycleState) => this.remoteFilters.areSkipped(state),
        runAddPod: (state: CycleState, pod: PodInfo, added: PodInfo, node: NodeInfo) => this.runAddPod(state, pod, added, node),
        runRemovePod: (state: CycleState, pod: PodInfo, removed: PodInfo, node: NodeInfo) => this.runRemovePod(state, pod, removed, node),
      },
      Object.getOwnPropertyDescriptors(handle),
    ) as Handle;
    this.verdicts = new NodeVerdicts(handle.snapshot);
    this.judged = new KeptPerNode(handle.nominations);
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
    this.sort = this.at('queueSort')[0];
    this.filterPlugins = this.at('filter');
    this.scorePlugins = this.at('score').map((plugin) => ({ plugin, weight: weightOf(plugin.name, profile.plugins) }));
    this.countingPlugins = this.at('preFilter').filter(({ addPod }) => addPod);
    this.localFilters = this.filterPlugins.filter(({ nodeLocal }) => nodeLocal);
    this.localScorers = this.at('score').filter(({ nodeLocal }) => nodeLocal);
    this.remoteFilters = new RemoteFilters(this.filterPlugins, handle.snapshot);
    this.preFilterLists = new VerdictLists(this.at('preFilter'));
    this.preScoreLists = new VerdictLists(this.at('preScore'));
    this.scorerLists = new ScorerLists(this.scorePlugins, this.localScorers);
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

  /** Without those that PreScore skipped. */
  scorersFor({ skipScore }: CycleState): Scorers {
    return this.scorerLists.without(skipScore);
  }

  /** Plugins at an extension point, in order. */
  at(point: PointName): readonly Plugin[] {
    return this.points[point];
  }

  less(a: QueueOrder, b: QueueOrder): boolean {
    return this.sort?.less?.(a, b) ?? a.queuedAtMs < b.queuedAtMs;
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
    const plugins = this.at('preFilter');
    const answers = this.preFilterAnswers;
    let restrictedBy = NO_NAMES;
    let nodes: ReadonlySet<string> | undefined;
    let failed: Status | undefined;
    let asked = 0;
    while (asked < plugins.length && !failed) {
      const plugin = plugins[asked] as Plugin;
      const { status: answer, nodes: left } = plugin.preFilter?.(state, pod) ?? NO_OUTCOME;
      answers[asked++] = left && !answer ? { plugin: plugin.name, code: 'Success', nodes: left } : answer;
      if (answer && answer.code !== 'Skip') failed = reported(answer, `PreFilter plugin "${plugin.name}"`);
      else if (left && !answer) {
        restrictedBy = [...restrictedBy, plugin.name];
        nodes = both(nodes, left);
        if (nodes.size === 0) failed = nothingLeft(plugin, restrictedBy);
      }
    }
    const { verdicts, skipped } = this.preFilterLists.of(pod, answers, asked);
    state.skipFilter = skipped;
    return { verdicts, failed, nodes, restrictedBy };
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

  /** Of {@link runFiltersWithNominated} and with which pods, for a node that others are nominated to; undefined where none of them counts. */
  judgeWithNominated(state: CycleState, pod: PodInfo, node: NodeInfo, isNodeLocal: boolean): JudgedWithNominated | undefined {
    const known = isNodeLocal ? this.judged.get(pod, node) : undefined;
    if (known) return known;
    const others = this.nominatedOn(node, pod);
    if (others.length === 0) return undefined;
    const judged = { keys: others.map(({ key }) => key), answer: this.runFiltersWithNominated(state, pod, node) };
    if (isNodeLocal) this.judged.set(pod, node, judged);
    return judged;
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
    const plugins = this.at('preScore');
    const answers = this.preScoreAnswers;
    for (let at = 0; at < plugins.length; at++) {
      const answer = (plugins[at] as Plugin).preScore?.(state, pod, nodes);
      answers[at] = answer;
      if (answer && answer.code !== 'Skip') {
        const { verdicts } = this.preScoreLists.of(pod, answers, at + 1);
        return { verdicts, failed: reported(answer, `PreScore plugin "${answer.plugin}"`) };
      }
    }
    const { verdicts, skipped } = this.preScoreLists.of(pod, answers, plugins.length);
    state.skipScore = skipped;
    return { verdicts };
  }
}

function both(nodes: ReadonlySet<string> | undefined, left: readonly string[]): ReadonlySet<string> {
  return new Set(nodes ? left.filter((name) => nodes.has(name)) : left);
}

function nothingLeft({ name }: Plugin, restrictedBy: readonly string[]): Status {
  const reason = `node(s) didn't satisfy plugin(s) [${[...restrictedBy].sort().join(' ')}] simultaneously`;
  return status(name, 'UnschedulableAndUnresolvable', reason);
}
