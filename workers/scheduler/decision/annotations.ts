/**
 * Decisions as pod annotations, in the form that kube-scheduler-simulator's debuggable scheduler writes
 * (source: kubernetes-sigs/kube-scheduler-simulator, docs/debuggable-scheduler.md).
 */
import type { DecisionRecord, PluginVerdict } from '../../protocol/decision';

export const PREFIX = 'kube-scheduler-simulator.sigs.k8s.io/';
export const HISTORY = `${PREFIX}result-history`;
export const PASSED = 'passed';
export const SUCCESS = 'success';
export const VICTIM = 'preemption victim';

/** Of one pod's attempts, oldest first: the newest as it is, all of them in the history. */
export function decisionAnnotations(records: readonly DecisionRecord[]): Record<string, string> {
  const results = records.map(resultsOf);
  return { ...results.at(-1), [HISTORY]: JSON.stringify(results) };
}

function resultsOf(record: DecisionRecord): Record<string, string> {
  const { preFilter, scores, scorePlugins, node } = record;
  const results: Record<string, unknown> = {
    'prefilter-result': Object.fromEntries(preFilter.flatMap(({ plugin, nodes }) => (nodes ? [[plugin, nodes]] : []))),
    'prefilter-result-status': verdicts(preFilter),
    'filter-result': filterResults(record),
    'postfilter-result': postFilterResults(record),
    'prescore-result': verdicts(record.preScore),
    'score-result': perNode(scores, ({ raw }) => perPlugin(scorePlugins, raw)),
    'finalscore-result': perNode(scores, ({ norm }) =>
      perPlugin(
        scorePlugins,
        norm.map((value, at) => value * (scorePlugins[at]?.weight ?? 1)),
      ),
    ),
    'reserve-result': verdicts(record.reserve),
    'permit-result': verdicts(record.permit),
    'permit-result-timeout': {},
    'prebind-result': verdicts(record.preBind),
    'bind-result': verdicts(record.bind),
  };
  return {
    ...Object.fromEntries(Object.entries(results).map(([name, value]) => [PREFIX + name, JSON.stringify(value)])),
    ...(node ? { [`${PREFIX}selected-node`]: node } : {}),
  };
}

/** A skipped plugin has no message. */
function verdicts(list: readonly PluginVerdict[]): Record<string, string> {
  return Object.fromEntries(list.map((verdict) => [verdict.plugin, verdict.code === 'Success' ? SUCCESS : messageOf(verdict)]));
}

function messageOf({ reasons = [] }: PluginVerdict): string {
  return reasons.join(', ');
}

/** Plugins up to the one that rejected the node; those behind it never ran. */
function filterResults({ nodes, filterPlugins, statuses }: DecisionRecord): Record<string, Record<string, string>> {
  return perNode(nodes, ({ failed }) => {
    const rejection = failed === undefined ? undefined : statuses[failed];
    const asked = rejection ? filterPlugins.slice(0, filterPlugins.indexOf(rejection.plugin) + 1) : filterPlugins;
    return Object.fromEntries(asked.map((plugin) => [plugin, plugin === rejection?.plugin ? messageOf(rejection) : PASSED]));
  });
}

/** Every node that was tried is named; only the nominated one says something. */
function postFilterResults({ preemption, nodes }: DecisionRecord): Record<string, Record<string, string>> {
  if (!preemption) return {};
  const { verdict, nominatedNode } = preemption;
  const rejected = nodes.filter(({ failed }) => failed !== undefined);
  return perNode(rejected, ({ node }) => (node === nominatedNode ? { [verdict.plugin]: VICTIM } : {}));
}

function perNode<T extends { readonly node: string }, V>(list: readonly T[], value: (of: T) => V): Record<string, V> {
  return Object.fromEntries(list.map((item) => [item.node, value(item)]));
}

function perPlugin(plugins: DecisionRecord['scorePlugins'], values: readonly number[]): Record<string, string> {
  return Object.fromEntries(plugins.map(({ name }, at) => [name, String(values[at] ?? 0)]));
}
