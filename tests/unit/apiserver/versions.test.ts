import { expect, test } from 'vitest';
import type { WatchEvent } from '../../../workers/api/meta';
import { ServerUnderTest } from './server-under-test';

const V1 = { group: 'autoscaling', version: 'v1' } as const;
const V2 = { group: 'autoscaling', version: 'v2' } as const;
const spec = { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'a' }, maxReplicas: 3 };

test('an autoscaler written in one version is read, watched and patched in the other', () => {
  const server = new ServerUnderTest();
  server.must('create', 'horizontalpodautoscalers', {
    ...V1,
    body: { metadata: { name: 'a' }, spec: { ...spec, targetCPUUtilizationPercentage: 50 } },
  });
  const metrics = [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } }];
  expect(server.must('get', 'horizontalpodautoscalers', { ...V2, name: 'a' })).toMatchObject({
    apiVersion: 'autoscaling/v2',
    spec: { metrics },
  });
  const seen: WatchEvent[] = [];
  const watch = { verb: 'watch', ...V1, resource: 'horizontalpodautoscalers', namespace: 'default' } as const;
  server.api.watch(watch, { events: (events) => void seen.push(...events), closed: () => undefined });
  const body = { spec: { targetCPUUtilizationPercentage: 70 } };
  server.must('patch', 'horizontalpodautoscalers', { ...V1, name: 'a', patchType: 'merge', body });
  expect(
    seen.map(({ type, object }) => [type, object.apiVersion, (object.spec as typeof body.spec).targetCPUUtilizationPercentage]),
  ).toEqual([
    ['ADDED', 'autoscaling/v1', 50],
    ['MODIFIED', 'autoscaling/v1', 70],
  ]);
});

test('other metrics of an autoscaler survive version 1 as an annotation', () => {
  const server = new ServerUnderTest();
  const metrics = [{ type: 'Pods', pods: { metric: { name: 'qps' }, target: { type: 'AverageValue', averageValue: '10' } } }];
  server.must('create', 'horizontalpodautoscalers', { ...V2, body: { metadata: { name: 'a' }, spec: { ...spec, metrics } } });
  const old = server.must('get', 'horizontalpodautoscalers', { ...V1, name: 'a' });
  expect(old.metadata?.annotations).toEqual({
    'autoscaling.alpha.kubernetes.io/metrics': '[{"type":"Pods","pods":{"metricName":"qps","targetAverageValue":"10"}}]',
  });
  server.must('update', 'horizontalpodautoscalers', { ...V1, name: 'a', body: { ...old, spec: { ...spec, maxReplicas: 4 } } });
  expect(server.must('get', 'horizontalpodautoscalers', { ...V2, name: 'a' })).toMatchObject({ spec: { maxReplicas: 4, metrics } });
});

test('events are found under the names of either version', () => {
  const server = new ServerUnderTest();
  const body = { metadata: { name: 'e' }, involvedObject: { kind: 'Pod', namespace: 'default', name: 'p' }, message: 'hello', count: 2 };
  server.must('create', 'events', { body });
  const options = { fieldSelector: 'regarding.name=p' };
  const list = server.must('list', 'events', { group: 'events.k8s.io', options }) as unknown as { items: object[] };
  expect(list.items).toMatchObject([{ apiVersion: 'events.k8s.io/v1', regarding: { name: 'p' }, note: 'hello', deprecatedCount: 2 }]);
});
