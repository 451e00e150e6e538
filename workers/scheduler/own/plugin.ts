/** A plugin of one's own as a plugin of the framework. It decides nothing about time-outs: the host guards every call. */
import type { ClusterView, SchedulerPlugin } from '../../protocol/own-plugin';
import type { OwnCall } from '../../protocol/race';
import type { SchedulerConfiguration } from '../config/profile';
import type { CycleState } from '../framework/cycle-state';
import type { NodeInfo } from '../framework/node-info';
import { SCORE_MAX } from '../framework/plugin';
import type { Plugin, PluginFactory } from '../framework/plugin';
import type { PodInfo } from '../framework/pod-info';
import { status } from '../framework/status';
import { PluginFault } from './fault';
import { OWN_NAME } from './shape';
import { Views } from './views';

/** Runs one call into the plugin; may throw instead of answering. */
export type Guard = <T>(at: OwnCall, call: () => T) => T;

const unguarded: Guard = (_, call) => call();

/** Kept for one attempt under the plugin's name. */
interface AttemptState {
  readonly cluster: ClusterView;
  filterState: unknown;
  scoreState: unknown;
}

/** Throws a {@link PluginFault} out of the attempt where the plugin throws or answers what it must not. */
export function ownPlugin(given: SchedulerPlugin, guard: Guard = unguarded): PluginFactory {
  const name = given.name ?? OWN_NAME;
  return { name, create: ({ snapshot }) => adapted(name, given, new Views(snapshot), guard) };
}

/** The default scheduler with the plugin in it. */
export function ownConfiguration({ name = OWN_NAME, weight = 1, beside = 'filters', score }: SchedulerPlugin): SchedulerConfiguration {
  const own = [{ name, weight }];
  const alone = { disabled: [{ name: '*' }], enabled: own };
  return {
    profiles: [{ plugins: { multiPoint: { enabled: own }, ...(beside === 'filters' && score ? { preScore: alone, score: alone } : {}) } }],
  };
}

function adapted(name: string, given: SchedulerPlugin, views: Views, guard: Guard): Plugin {
  const of = (state: CycleState): AttemptState => {
    const known = state.read<AttemptState>(name);
    if (known) return known;
    const fresh: AttemptState = { cluster: views.cluster(), filterState: undefined, scoreState: undefined };
    state.write(name, fresh);
    return fresh;
  };
  const ask = <T>(at: OwnCall, call: () => T): T => {
    const answer = guard(at, () => {
      try {
        return call();
      } catch (error) {
        if (error instanceof PluginFault) throw error;
        throw new PluginFault(messageOf(error), at);
      }
    });
    if (isPromise(answer)) throw new PluginFault('answered with a promise: a plugin must answer at once', at);
    return answer;
  };
  return {
    name,
    preFilter(state, pod) {
      const own = of(state);
      if (given.preFilter) {
        const { preFilter } = given;
        own.filterState = ask({ point: 'preFilter', pod: pod.key }, () => preFilter.call(given, views.pod(pod), own.cluster));
      }
      return undefined;
    },
    ...(given.filter ? { filter: filterOf(name, given, views, of, ask) } : {}),
    ...(given.score ? { preScore: preScoreOf(given, views, of, ask), score: scoreOf(given, views, of, ask) } : {}),
  };
}

type StateOf = (state: CycleState) => AttemptState;

function filterOf(name: string, given: SchedulerPlugin, views: Views, of: StateOf, ask: Guard): NonNullable<Plugin['filter']> {
  return (state, pod, node) => {
    const { cluster, filterState } = of(state);
    const at = callOf('filter', pod, node);
    const answer: unknown = ask(at, () => given.filter?.(views.pod(pod), views.node(node), cluster, filterState));
    if (answer === true) return undefined;
    if (typeof answer === 'string' && answer.trim() !== '') return status(name, 'Unschedulable', answer.slice(0, REASON_MAX));
    throw new PluginFault(`answered ${shown(answer)}: must be true, or the reason why not`, at);
  };
}

function preScoreOf(given: SchedulerPlugin, views: Views, of: StateOf, ask: Guard): NonNullable<Plugin['preScore']> {
  return (state, pod, nodes) => {
    const own = of(state);
    const { preScore } = given;
    if (preScore) {
      const call = () =>
        preScore.call(
          given,
          views.pod(pod),
          nodes.map((node) => views.node(node)),
          own.cluster,
        );
      own.scoreState = ask({ point: 'preScore', pod: pod.key }, call);
    }
    return undefined;
  };
}

function scoreOf(given: SchedulerPlugin, views: Views, of: StateOf, ask: Guard): NonNullable<Plugin['score']> {
  return (state, pod, node) => {
    const { cluster, scoreState } = of(state);
    const at = callOf('score', pod, node);
    const answer: unknown = ask(at, () => given.score?.(views.pod(pod), views.node(node), cluster, scoreState));
    if (typeof answer !== 'number' || !(answer >= 0 && answer <= SCORE_MAX))
      throw new PluginFault(`answered ${shown(answer)}: must be a number from 0 to ${SCORE_MAX}`, at);
    return Math.floor(answer);
  };
}

/** Characters of a reason that are kept. */
const REASON_MAX = 200;

function callOf(point: OwnCall['point'], pod: PodInfo, node: NodeInfo): OwnCall {
  return { point, pod: pod.key, node: node.name };
}

function isPromise(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null && typeof (answer as { then?: unknown }).then === 'function';
}

function shown(answer: unknown): string {
  return typeof answer === 'string'
    ? JSON.stringify(answer.slice(0, 60))
    : typeof answer === 'object' && answer
      ? 'an object'
      : String(answer);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : `threw ${shown(error)}`;
}
