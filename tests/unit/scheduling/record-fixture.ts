import type { DecisionRecord } from '../../../workers/protocol/decision';

const passed: DecisionRecord['preFilter'] = [];

/** A pod placed on "b": "a" and "b" fit, "c" lacks cpu. */
export const scheduled: DecisionRecord = {
  id: 7,
  namespace: 'default',
  pod: 'web-1',
  uid: 'u1',
  schedulerName: 'default-scheduler',
  atMs: 5000,
  attempt: 1,
  priority: 0,
  popped: { from: 'activeQ', event: 'PodAdd', queuedAtMs: 5000 },
  outcome: 'scheduled',
  node: 'b',
  message: 'Successfully assigned default/web-1 to b',
  preEnqueue: [],
  preFilter: passed,
  statuses: [{ plugin: 'NodeResourcesFit', code: 'Unschedulable', reasons: ['Insufficient cpu'] }],
  filterPlugins: ['NodeUnschedulable', 'TaintToleration', 'NodeResourcesFit', 'InterPodAffinity'],
  nodes: [{ node: 'c', failed: 0 }, { node: 'a' }, { node: 'b' }],
  sampling: { total: 3, examined: 3, feasible: 2, wanted: 3, startIndex: 0, nextStartIndex: 0, percentage: 0 },
  preScore: [],
  scorePlugins: [
    { name: 'TaintToleration', weight: 3 },
    { name: 'NodeResourcesFit', weight: 1 },
  ],
  scores: [
    { node: 'a', raw: [0, 40], norm: [100, 40], total: 340 },
    { node: 'b', raw: [0, 75], norm: [100, 75], total: 375 },
  ],
  reserve: [],
  permit: [],
  preBind: [],
  bind: [],
  unschedulablePlugins: [],
  pendingPlugins: [],
};

/** Nothing fits: three lack cpu (one of them memory too), one is tainted. */
export const pending: DecisionRecord = {
  ...scheduled,
  id: 8,
  outcome: 'unschedulable',
  node: undefined,
  message:
    '0/4 nodes are available: 1 Insufficient memory, 1 node(s) had untolerated taint(s), 3 Insufficient cpu. preemption: 0/4 nodes are available: 4 Preemption is not helpful for scheduling.',
  statuses: [
    { plugin: 'NodeResourcesFit', code: 'Unschedulable', reasons: ['Insufficient cpu'] },
    { plugin: 'NodeResourcesFit', code: 'Unschedulable', reasons: ['Insufficient cpu', 'Insufficient memory'] },
    { plugin: 'TaintToleration', code: 'UnschedulableAndUnresolvable', reasons: ['node(s) had untolerated taint(s)'] },
  ],
  nodes: [
    { node: 'n1', failed: 0 },
    { node: 'n2', failed: 1 },
    { node: 'n3', failed: 2 },
    { node: 'n10', failed: 0 },
  ],
  sampling: { total: 4, examined: 4, feasible: 0, wanted: 4, startIndex: 0, nextStartIndex: 0, percentage: 0 },
  scores: [],
  unschedulablePlugins: ['NodeResourcesFit', 'TaintToleration'],
  preemption: {
    verdict: { plugin: 'DefaultPreemption', code: 'Unschedulable', reasons: ['no victims'] },
    victims: [],
    candidates: [],
    nonCandidates: [],
  },
};
