import { describe, expect, it } from 'vitest';
import { KUBERNETES_1_0 } from '../../../workers/scheduler/config/historical';
import { loadConfiguration } from '../../../workers/scheduler/config/load';
import { decide } from '../../../workers/scheduler/decide';
import { node, pod } from './world';

const withPort = { containers: [{ name: 'c', image: 'i', ports: [{ containerPort: 80, hostPort: 80 }] }] };
const withDisk = { containers: [{ name: 'c', image: 'i' }], volumes: [{ name: 'v', gcePersistentDisk: { pdName: 'd' } }] };

const refusals = [
  { title: 'a host port in use', asked: { spec: withPort }, there: { spec: withPort }, reason: 'PodFitsPorts' },
  { title: 'no CPU left', asked: { cpu: '3' }, there: { cpu: '2' }, reason: 'PodFitsResources' },
  { title: 'a disk in use', asked: { spec: withDisk }, there: { spec: withDisk }, reason: 'NoDiskConflict' },
  { title: 'another node selector', asked: { spec: { nodeSelector: { disk: 'ssd' } } }, there: {}, reason: 'PodSelectorMatches' },
];

describe('Kubernetes 1.0 predicates and priorities', () => {
  it('is a configuration that the scheduler starts with', () => {
    expect(loadConfiguration(KUBERNETES_1_0).effective?.['default-scheduler']?.['scoreWeights']).toEqual({
      LeastRequestedPriority: 1,
      BalancedResourceAllocation: 1,
      CalculateNodeLabelPriority: 1,
    });
  });

  it.each(refusals)('turns a pod away: $title', ({ asked, there, reason }) => {
    const cluster = { nodes: [node('n1')], pods: [pod('there', { ...there, node: 'n1' })] };
    expect(decide({ config: KUBERNETES_1_0, cluster, pod: pod('new', asked) })['message']).toBe(`0/1 nodes are available: 1 ${reason}.`);
  });

  it('scores in tenths', () => {
    const cluster = { nodes: [node('n1'), node('n2')], pods: [pod('there', { cpu: '2', memory: '4Gi', node: 'n1' })] };
    expect(decide({ config: KUBERNETES_1_0, cluster, pod: pod('new', { cpu: '1', memory: '4Gi' }) })['scores']).toEqual({
      n1: { raw: [3, 7, 0], norm: [3, 7, 0], total: 10 },
      n2: { raw: [7, 10, 0], norm: [7, 10, 0], total: 17 },
    });
  });
});
