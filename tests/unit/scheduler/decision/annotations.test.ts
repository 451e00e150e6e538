import { describe, expect, test } from 'vitest';
import { annotatedPods, importedDecisions } from '../../../../workers/hosts/decision-exchange';
import type { DecisionRecord } from '../../../../workers/protocol/decision';
import { createInlineCluster } from '../../../../workers/hosts/inline';
import { request } from '../../../support/cluster';

const PREFIX = 'kube-scheduler-simulator.sigs.k8s.io/';

/** Decisions about "small", which fits on two of three nodes, and about "big", which fits nowhere. */
function decisions(): DecisionRecord[] {
  const cluster = createInlineCluster({ seed: 1, nodes: 3 });
  cluster.advance({ untilMs: 20_000 });
  const cordoned = cluster.handle(request('get', 'nodes', { name: 'node-2' })).body as { spec: object };
  cluster.handle(
    request('update', 'nodes', { name: 'node-2', body: { ...cordoned, spec: { ...cordoned.spec, unschedulable: true } } as never }),
  );
  cluster.advance({ byMs: 1_000 });
  for (const [name, cpu] of Object.entries({ small: '100m', big: '1k' })) {
    const containers = [{ name: 'main', image: 'nginx', resources: { requests: { cpu } } }];
    const body = { apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: { containers } };
    expect(cluster.handle(request('create', 'pods', { namespace: 'default', body })).code).toBe(201);
  }
  cluster.advance({ byMs: 5_000 });
  return cluster.query('kube-scheduler', { type: 'decisions', namespace: 'default' }) as DecisionRecord[];
}

const annotationsOf = (records: readonly DecisionRecord[], name: string) => {
  const { items } = annotatedPods(records) as unknown as { items: { metadata: { name: string; annotations: Record<string, string> } }[] };
  return items.find(({ metadata }) => metadata.name === name)?.metadata.annotations ?? {};
};
const read = (annotations: Record<string, string>, name: string) => JSON.parse(annotations[PREFIX + name] ?? 'null');

describe('decisions as annotations', () => {
  test('tell of every plugin on every node up to the one that rejected it', () => {
    const annotations = annotationsOf(decisions(), 'small');
    const filter = read(annotations, 'filter-result');
    expect(Object.keys(filter).sort()).toEqual(['node-1', 'node-2', 'node-3']);
    expect(filter['node-2']).toEqual({ NodeUnschedulable: 'node(s) were unschedulable' });
    expect(filter['node-1']).toMatchObject({ NodeUnschedulable: 'passed', NodeResourcesFit: 'passed' });
    expect(read(annotations, 'prefilter-result-status')).toMatchObject({ NodeResourcesFit: 'success', InterPodAffinity: '' });
    expect(read(annotations, 'bind-result')).toEqual({ DefaultBinder: 'success' });
    expect(['node-1', 'node-3']).toContain(annotations[`${PREFIX}selected-node`]);
  });

  test('carry raw scores, and final ones with the weight in them', () => {
    const records = decisions();
    const annotations = annotationsOf(records, 'small');
    const record = records.find(({ pod }) => pod === 'small') as DecisionRecord;
    const final = read(annotations, 'finalscore-result') as Record<string, Record<string, string>>;
    for (const { node, total } of record.scores)
      expect(Object.values(final[node] ?? {}).reduce((sum, text) => sum + Number(text), 0)).toBe(total);
    expect(final['node-1']).toMatchObject({ TaintToleration: '300' });
    expect(read(annotations, 'score-result')['node-1']).toMatchObject({ TaintToleration: '0' });
  });

  test('read back they give the same nodes, rejections, scores and choice', () => {
    const records = decisions();
    const back = importedDecisions(annotatedPods(records));
    expect(back.map(({ pod, attempt }) => `${pod} ${attempt}`)).toEqual(records.map(({ pod, attempt }) => `${pod} ${attempt}`));
    for (const [at, record] of records.entries()) {
      const { outcome, node, scores, scorePlugins, nodes, statuses, preScore } = back[at] as DecisionRecord;
      const reasons = (of: Pick<DecisionRecord, 'nodes' | 'statuses'>) =>
        Object.fromEntries(
          of.nodes.map(({ node: name, failed }) => [name, failed === undefined ? '' : of.statuses[failed]?.reasons?.join(', ')]),
        );
      expect(reasons({ nodes, statuses })).toEqual(reasons(record));
      expect({ outcome, node, scores, scorePlugins, preScore: preScore.map(({ plugin }) => plugin) }).toEqual({
        outcome: record.outcome,
        node: record.node,
        scores: record.scores,
        scorePlugins: record.scorePlugins,
        preScore: record.preScore.map(({ plugin }) => plugin),
      });
    }
  });

  test.each([
    ['something that is no Pod', { kind: 'Node', metadata: {} }, 'expected a Pod or a list of Pods'],
    ['text that is no JSON', pod({ 'filter-result': '{' }), 'must be JSON'],
    ['a list where a map belongs', pod({ 'filter-result': '[]' }), 'must be a map'],
    ['a history that is no list', pod({ 'result-history': '{}' }), 'must be a list'],
  ])('refuse %s', (_, body, message) => {
    expect(() => importedDecisions(body)).toThrow(message);
  });

  test('a pod without them tells of no decision', () => {
    expect(importedDecisions(pod({}))).toEqual([]);
  });
});

function pod(results: Record<string, string>): object {
  const annotations = Object.fromEntries(Object.entries(results).map(([name, text]) => [PREFIX + name, text]));
  return { kind: 'Pod', metadata: { name: 'p', annotations } };
}
