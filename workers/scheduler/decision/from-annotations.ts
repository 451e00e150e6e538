import { DEFAULT_PLUGINS } from '../config/profile';
import type { AnyObject } from '../../api/meta';
import { isMap } from '../../lib/member';
import type { DecisionRecord, NodeScore, NodeVerdict, PluginVerdict } from '../../protocol/decision';
import { HISTORY, PASSED, PREFIX, SUCCESS, VICTIM } from './annotations';

type Results = Readonly<Record<string, string>>;
type PerPlugin = Readonly<Record<string, string>>;
type PerNode = Readonly<Record<string, PerPlugin>>;

/**
 * The attempts that kube-scheduler-simulator's annotations tell of, oldest first; none without them. Malformed annotations are
 * a RangeError that names the annotation.
 * Differs: the annotations tell neither queue nor sampling nor the codes of rejections ('Unschedulable' here); weights are those
 * of the default profile where they divide the final score, otherwise 1.
 */
export function decisionsFromAnnotations(pod: AnyObject): DecisionRecord[] {
  const annotations = pod.metadata?.annotations ?? {};
  const history = annotations[HISTORY];
  if (history !== undefined) {
    const attempts = parse(HISTORY, history);
    if (!Array.isArray(attempts) || !attempts.every(isTexts)) throw malformed(HISTORY, history, 'a list of maps of strings');
    return attempts.map((results, at) => recordOf(pod, results, at));
  }
  return Object.keys(annotations).some((name) => name.startsWith(PREFIX)) ? [recordOf(pod, annotations, 0)] : [];
}

function recordOf(pod: AnyObject, results: Results, at: number): DecisionRecord {
  const filter = perNode(results, 'filter-result');
  const names = Object.keys(filter);
  const statuses: PluginVerdict[] = [];
  const nodes = names.map((node) => nodeVerdict(node, filter[node] ?? {}, statuses));
  const feasible = nodes.filter(({ failed }) => failed === undefined).length;
  const node = results[`${PREFIX}selected-node`];
  const metadata = pod.metadata ?? {};
  return {
    id: at + 1,
    namespace: metadata.namespace ?? 'default',
    pod: metadata.name ?? '',
    uid: metadata.uid ?? '',
    schedulerName: String((pod as { spec?: { schedulerName?: string } }).spec?.schedulerName ?? 'default-scheduler'),
    atMs: 0,
    attempt: at + 1,
    priority: Number((pod as { spec?: { priority?: number } }).spec?.priority ?? 0),
    popped: { from: 'activeQ', event: '', queuedAtMs: 0 },
    outcome: node ? 'scheduled' : 'unschedulable',
    ...(node ? { node } : {}),
    message: '',
    preEnqueue: [],
    preFilter: preFilterOf(results),
    statuses,
    filterPlugins: [...new Set(names.flatMap((name) => Object.keys(filter[name] ?? {})))],
    nodes,
    sampling: {
      total: names.length,
      examined: names.length,
      feasible,
      wanted: names.length,
      startIndex: 0,
      nextStartIndex: 0,
      percentage: 0,
    },
    preScore: verdicts(results, 'prescore-result'),
    ...scoresOf(results),
    reserve: verdicts(results, 'reserve-result'),
    permit: verdicts(results, 'permit-result'),
    preBind: verdicts(results, 'prebind-result'),
    bind: verdicts(results, 'bind-result'),
    unschedulablePlugins: node ? [] : [...new Set(statuses.map(({ plugin }) => plugin))],
    pendingPlugins: [],
    ...preemptionOf(results),
  };
}

function nodeVerdict(node: string, plugins: PerPlugin, statuses: PluginVerdict[]): NodeVerdict {
  const rejected = Object.entries(plugins).find(([, answer]) => answer !== PASSED);
  if (!rejected) return { node };
  const [plugin, message] = rejected;
  const known = statuses.findIndex((status) => status.plugin === plugin && status.reasons?.[0] === message);
  return { node, failed: known >= 0 ? known : statuses.push({ plugin, code: 'Unschedulable', reasons: [message] }) - 1 };
}

function preFilterOf(results: Results): DecisionRecord['preFilter'] {
  const left = object(results, 'prefilter-result', isLists) as Readonly<Record<string, readonly string[]>>;
  return verdicts(results, 'prefilter-result-status').map((verdict) => {
    const nodes = left[verdict.plugin];
    return nodes ? { ...verdict, nodes } : verdict;
  });
}

function verdicts(results: Results, name: string): PluginVerdict[] {
  const answers = object(results, name, isTexts) as PerPlugin;
  return Object.entries(answers).map(([plugin, answer]) => {
    if (answer === SUCCESS) return { plugin, code: 'Success' };
    return answer === '' ? { plugin, code: 'Skip' } : { plugin, code: 'Unschedulable', reasons: [answer] };
  });
}

function scoresOf(results: Results): Pick<DecisionRecord, 'scorePlugins' | 'scores'> {
  const raw = perNode(results, 'score-result');
  const final = perNode(results, 'finalscore-result');
  const names = [...new Set(Object.values(final).flatMap((plugins) => Object.keys(plugins)))];
  const finals = (name: string) => Object.values(final).map((plugins) => Number(plugins[name] ?? 0));
  const scorePlugins = names.map((name) => ({ name, weight: weightOf(name, finals(name)) }));
  const scores = Object.entries(final).map(([node, plugins]): NodeScore => {
    const weighted = names.map((name) => Number(plugins[name] ?? 0));
    return {
      node,
      raw: names.map((name) => Number(raw[node]?.[name] ?? 0)),
      norm: weighted.map((value, at) => value / (scorePlugins[at]?.weight ?? 1)),
      total: weighted.reduce((sum, value) => sum + value, 0),
    };
  });
  return { scorePlugins, scores };
}

function weightOf(name: string, finals: readonly number[]): number {
  const weight = DEFAULT_PLUGINS.find((plugin) => plugin.name === name)?.weight ?? 1;
  return finals.every((value) => value % weight === 0 && value / weight <= 100) ? weight : 1;
}

function preemptionOf(results: Results): Pick<DecisionRecord, 'preemption'> {
  const tried = Object.entries(perNode(results, 'postfilter-result'));
  if (tried.length === 0) return {};
  const nominated = tried.find(([, plugins]) => Object.values(plugins).includes(VICTIM));
  const plugin = Object.keys(nominated?.[1] ?? {})[0] ?? 'DefaultPreemption';
  return {
    preemption: {
      verdict: { plugin, code: nominated ? 'Success' : 'Unschedulable' },
      ...(nominated ? { nominatedNode: nominated[0] } : {}),
      victims: [],
      candidates: [],
      nonCandidates: [],
    },
  };
}

function perNode(results: Results, name: string): PerNode {
  return object(results, name, (value) => isMap(value) && Object.values(value).every(isTexts)) as PerNode;
}

/** An absent annotation is an empty map. */
function object(results: Results, name: string, isRight: (value: unknown) => boolean): object {
  const key = PREFIX + name;
  const text = results[key];
  if (text === undefined) return {};
  const value = parse(key, text);
  if (!isRight(value)) throw malformed(key, text, 'a map as the simulator writes it');
  return value as object;
}

function parse(key: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed(key, text, 'JSON');
  }
}

function malformed(key: string, text: string, what: string): RangeError {
  return new RangeError(`metadata.annotations[${key}]: Invalid value: ${JSON.stringify(text.slice(0, 100))}: must be ${what}`);
}

function isTexts(value: unknown): value is Results {
  return isMap(value) && Object.values(value).every((item) => typeof item === 'string');
}

function isLists(value: unknown): boolean {
  return isMap(value) && Object.values(value).every(Array.isArray);
}
