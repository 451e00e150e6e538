import { describe, expect, it } from 'vitest';
import type { AnyObject, KubeList } from '../../../workers/api/meta';
import type { ConfigurationAnswer } from '../../../workers/protocol/decision';
import { createInlineCluster } from '../../../workers/hosts/inline';
import type { InlineCluster } from '../../../workers/hosts/inline';
import { createRequest } from '../../support/manifests';

const HEADER = 'apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\n';
const SECOND_PROFILE = `${HEADER}profiles:\n- schedulerName: default-scheduler\n- schedulerName: second\n`;

describe('the ConfigMap kube-system/kube-scheduler-config', () => {
  it('brings a second profile to life, and pods that waited for it are placed', () => {
    const cluster = start();
    create(cluster, pod('a', 'second'));
    cluster.advance({ untilIdle: true, limitMs: 5_000 });
    expect(nodeOf(cluster, 'a')).toBeUndefined();
    create(cluster, configMap(SECOND_PROFILE));
    cluster.advance({ untilIdle: true, limitMs: 5_000 });
    expect([nodeOf(cluster, 'a'), eventsOf(cluster)]).toEqual([
      'node-1',
      ['ConfigurationApplied: Applied the configuration in config.yaml'],
    ]);
  });

  it('is refused with an event where it is not valid, and what ran before goes on', () => {
    const cluster = start();
    create(cluster, configMap(`${HEADER}parallelism: 0\n`));
    create(cluster, pod('a', 'default-scheduler'));
    cluster.advance({ untilIdle: true, limitMs: 5_000 });
    expect([nodeOf(cluster, 'a'), eventsOf(cluster)]).toEqual([
      'node-1',
      ['InvalidConfiguration: parallelism: Invalid value: 0: should be an integer value greater than zero'],
    ]);
  });
});

describe('asked about its configuration, the scheduler', () => {
  const ask = (cluster: InlineCluster, text?: string) =>
    cluster.query('kube-scheduler', { type: 'configuration', ...(text === undefined ? {} : { text }) }) as ConfigurationAnswer;

  it('tells what runs, complete', () => {
    const cluster = start();
    create(cluster, configMap(SECOND_PROFILE));
    cluster.advance({ untilIdle: true, limitMs: 5_000 });
    const { complete, profiles, error } = ask(cluster);
    expect(error).toBeUndefined();
    expect(complete).toMatchObject({ parallelism: 16, podMaxBackoffSeconds: 10 });
    expect(Object.keys(profiles ?? {})).toEqual(['default-scheduler', 'second']);
    expect(profiles?.['second']).toMatchObject({ scoreWeights: { TaintToleration: 3 } });
  });

  it.each([
    ['percentageOfNodesToScore: 101', 'percentageOfNodesToScore: Invalid value: 101: not in valid range [0-100]'],
    ['profiles: [{plugins: {score: {enabled: [{name: Nope}]}}}]', 'Nope'],
    ['profiles: {', 'yaml: line 3: did not find expected node content'],
    ['a: b: c', 'yaml: line 3: mapping values are not allowed in this context'],
    ['parallelism: 1\nparallelism: 2', 'line 4: key "parallelism" already set in map'],
    ['bogus: true', 'bogus'],
  ])('says what is wrong with %s, and changes nothing', (line, error) => {
    const cluster = start();
    expect(ask(cluster, `${HEADER}${line}\n`).error).toContain(error);
    expect(ask(cluster).error).toBeUndefined();
  });
});

it('a cluster does not start with a configuration that is not valid', () => {
  expect(() =>
    createInlineCluster({ seed: 1, nodes: 0, scheduler: { config: { percentageOfNodesToScore: 101 } } }).advance({ rounds: 1 }),
  ).toThrow('kube-scheduler: percentageOfNodesToScore: Invalid value: 101: not in valid range [0-100]');
});

function start(): InlineCluster {
  const cluster = createInlineCluster({ seed: 1, nodes: 1, controllers: ['serviceaccount-controller'] });
  cluster.advance({ untilIdle: true, limitMs: 20_000 });
  return cluster;
}

function create(cluster: InlineCluster, object: AnyObject): void {
  expect(cluster.handle(createRequest(object)).code).toBe(201);
}

function configMap(text: string): AnyObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'kube-scheduler-config', namespace: 'kube-system' },
    data: { 'config.yaml': text },
  };
}

function pod(name: string, schedulerName: string): AnyObject {
  const spec = { schedulerName, tolerations: [{ operator: 'Exists' }], containers: [{ name: 'c', image: 'pause' }] };
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default' }, spec };
}

function nodeOf(cluster: InlineCluster, name: string): string | undefined {
  const { body } = cluster.handle({ verb: 'get', group: '', version: 'v1', resource: 'pods', namespace: 'default', name });
  return (body as AnyObject & { spec: { nodeName?: string } }).spec.nodeName;
}

function eventsOf(cluster: InlineCluster): string[] {
  const { body } = cluster.handle({ verb: 'list', group: '', version: 'v1', resource: 'events', namespace: 'kube-system' });
  return (body as KubeList<AnyObject & { reason: string; message: string }>).items.map(({ reason, message }) => `${reason}: ${message}`);
}
