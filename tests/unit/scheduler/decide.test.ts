import { describe, expect, test } from 'vitest';
import { decide } from '../../../workers/scheduler/decide';
import type { ClusterLists } from '../../../workers/scheduler/decide';
import type { Node } from '../../../workers/resources/core/nodes/types';
import type { Pod } from '../../../workers/resources/core/pods/types';
import { node, pod } from './world';

const cluster = (nodes: readonly Node[], pods: readonly Pod[] = []): ClusterLists =>
  ({ nodes, pods, namespaces: [{ metadata: { name: 'default' } }] }) as unknown as ClusterLists;
const taint = { key: 'a', value: '1', effect: 'NoSchedule' };
const hostPort = { containers: [{ name: 'c', image: 'img', ports: [{ containerPort: 80, hostPort: 80 }] }] };

interface Row {
  readonly name: string;
  readonly nodes: readonly Node[];
  readonly pods?: readonly Pod[];
  readonly pod: Pod;
  readonly message: string;
  readonly plugins: readonly string[];
}

const NO_HELP = 'no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.';
const NO_VICTIMS = 'no new claims to deallocate, preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.';

const REJECTED: readonly Row[] = [
  {
    name: 'a node that does not declare a feature of its kubelet that the pod needs',
    nodes: [{ ...node('a'), status: { ...node('a').status, declaredFeatures: ['Other'] } } as unknown as Node],
    pod: pod('p', {
      spec: { containers: [{ name: 'c', image: 'img', restartPolicyRules: [{ action: 'RestartAllContainers' }] }] },
    }),
    message: `0/1 nodes are available: 1 node(s) didn't match Pod's required features. ${NO_HELP}`,
    plugins: ['NodeDeclaredFeatures'],
  },
  {
    name: 'a cordoned node',
    nodes: [node('a', { spec: { unschedulable: true } })],
    pod: pod('p'),
    message: `0/1 nodes are available: 1 node(s) were unschedulable. ${NO_HELP}`,
    plugins: ['NodeUnschedulable'],
  },
  {
    name: 'a taint that is not tolerated',
    nodes: [node('a', { spec: { taints: [taint] } })],
    pod: pod('p'),
    message: `0/1 nodes are available: 1 node(s) had untolerated taint(s). ${NO_HELP}`,
    plugins: ['TaintToleration'],
  },
  {
    name: 'a node selector that no label matches',
    nodes: [node('a')],
    pod: pod('p', { spec: { nodeSelector: { disk: 'ssd' } } }),
    message: `0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector. ${NO_HELP}`,
    plugins: ['NodeAffinity'],
  },
  {
    name: 'a host port in use',
    nodes: [node('a')],
    pods: [pod('e', { node: 'a', spec: hostPort })],
    pod: pod('p', { spec: hostPort }),
    message: `0/1 nodes are available: 1 node(s) didn't have free ports for the requested pod ports. ${NO_VICTIMS}`,
    plugins: ['NodePorts'],
  },
  {
    name: 'more CPU than is free',
    nodes: [node('a')],
    pods: [pod('e', { node: 'a', cpu: '3' })],
    pod: pod('p', { cpu: '2' }),
    message: `0/1 nodes are available: 1 Insufficient cpu. ${NO_VICTIMS}`,
    plugins: ['NodeResourcesFit'],
  },
  {
    name: 'more CPU than the node has, which no preemption can help',
    nodes: [node('a')],
    pod: pod('p', { cpu: '5' }),
    message: `0/1 nodes are available: 1 Insufficient cpu. ${NO_HELP}`,
    plugins: ['NodeResourcesFit'],
  },
];

describe('decide: rejections in the words of 1.36', () => {
  test.each(REJECTED)('$name', ({ nodes, pods, pod: wanted, message, plugins }) => {
    const answer = decide({ cluster: cluster(nodes, pods), pod: wanted });
    expect({ message: answer['message'], plugins: answer['unschedulablePlugins'], feasible: answer['feasible'] }).toEqual({
      message,
      plugins,
      feasible: [],
    });
  });

  test('counts of reasons are sorted as texts, not as numbers', () => {
    const nodes = [
      ...Array.from({ length: 12 }, (_, at) => node(`c${at}`, { spec: { unschedulable: true } })),
      node('a', { spec: { taints: [taint] } }),
      node('b', { spec: { taints: [taint] } }),
    ];
    const answer = decide({ cluster: cluster(nodes), pod: pod('p') });
    expect(answer['fitError']).toBe('0/14 nodes are available: 12 node(s) were unschedulable, 2 node(s) had untolerated taint(s).');
  });

  test('without any node there is nothing to say but that', () => {
    expect(decide({ cluster: cluster([]), pod: pod('p') })['error']).toBe('no nodes available to schedule pods');
  });
});

describe('decide: scores', () => {
  test('an empty node scores higher than a fuller one, and unchanged balance is 75', () => {
    const answer = decide({
      cluster: cluster([node('a'), node('b')], [pod('e', { node: 'a', cpu: '2', memory: '8Gi' })]),
      pod: pod('p', { cpu: '1', memory: '4Gi' }),
    });
    expect(answer['scorePlugins']).toEqual([
      'TaintToleration',
      'NodeResourcesFit',
      'DynamicResources',
      'NodeResourcesBalancedAllocation',
      'ImageLocality',
    ]);
    expect(answer['scores']).toEqual({
      a: { raw: [0, 25, 0, 75, 0], norm: [100, 25, 0, 75, 0], total: 400 },
      b: { raw: [0, 75, 0, 75, 0], norm: [100, 75, 0, 75, 0], total: 450 },
    });
    expect(answer['best']).toEqual(['b']);
  });

  test('a profile with MostAllocated packs instead', () => {
    const config = { profiles: [{ pluginConfig: [{ name: 'NodeResourcesFit', args: { scoringStrategy: { type: 'MostAllocated' } } }] }] };
    const answer = decide({
      config,
      cluster: cluster([node('a'), node('b')], [pod('e', { node: 'a', cpu: '2', memory: '8Gi' })]),
      pod: pod('p', { cpu: '1', memory: '4Gi' }),
    });
    expect(answer['best']).toEqual(['a']);
  });

  test('image locality prefers the node that has most of the image bytes', () => {
    const withImage = { ...node('a'), status: { ...node('a').status, images: [{ names: ['img:latest'], sizeBytes: 500 * 1024 * 1024 }] } };
    expect(decide({ cluster: cluster([withImage, node('b')]), pod: pod('p') })['best']).toEqual(['a']);
  });
});

describe('decide: preemption', () => {
  test('takes the node whose victims matter least', () => {
    const low = (name: string, where: string, priority: number) => pod(name, { node: where, cpu: '4', spec: { priority } });
    const answer = decide({
      cluster: cluster([node('a'), node('b')], [low('x', 'a', 10), low('y', 'b', 5)]),
      pod: pod('p', { cpu: '1', spec: { priority: 100 } }),
    });
    expect(answer['postFilter']).toEqual({
      code: 'Success',
      nominatedNode: 'b',
      victims: ['default/y'],
      candidates: [
        { node: 'a', pdbViolations: 0, victims: ['default/x'] },
        { node: 'b', pdbViolations: 0, victims: ['default/y'] },
      ],
    });
    expect(answer['message']).toBe('0/2 nodes are available: 2 Insufficient cpu.');
  });

  test('a pod that must not preempt says so', () => {
    const answer = decide({
      cluster: cluster([node('a')], [pod('x', { node: 'a', cpu: '4' })]),
      pod: pod('p', { cpu: '1', spec: { priority: 100, preemptionPolicy: 'Never' } }),
    });
    expect(answer['message']).toBe(
      '0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: not eligible due to preemptionPolicy=Never.',
    );
  });
});

describe('decide: plugins that a profile has to enable', () => {
  const nodes = [node('a', { labels: { rack: '1' } }), node('b', { labels: { rack: '2' } }), node('c')];

  test('NodeLabel turns away from nodes without the label', () => {
    const config = {
      profiles: [
        {
          plugins: { multiPoint: { enabled: [{ name: 'NodeLabel' }] } },
          pluginConfig: [{ name: 'NodeLabel', args: { presentLabels: ['rack'] } }],
        },
      ],
    };
    const answer = decide({ config, cluster: cluster(nodes), pod: pod('p') });
    expect([answer['feasible'], answer['statuses']]).toEqual([
      ['a', 'b'],
      [{ plugin: 'NodeLabel', code: 'UnschedulableAndUnresolvable', reasons: ["node(s) didn't have the requested labels"] }],
    ]);
  });

  test('ServiceAffinity keeps a service where its first pod went', () => {
    const config = {
      profiles: [
        {
          plugins: { multiPoint: { enabled: [{ name: 'ServiceAffinity' }] } },
          pluginConfig: [{ name: 'ServiceAffinity', args: { affinityLabels: ['rack'] } }],
        },
      ],
    };
    const services = [{ metadata: { name: 'web', namespace: 'default' }, spec: { selector: { app: 'web' } } }];
    const labels = { app: 'web' };
    const answer = decide({
      config,
      cluster: { ...cluster(nodes, [pod('e', { node: 'b', labels })]), services },
      pod: pod('p', { labels }),
    });
    expect(answer['feasible']).toEqual(['b']);
  });
});

test('a promised node that other rules leave out is told with its own reason', () => {
  const only = {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['a'] }] }],
    },
  };
  const wanting = pod('p', { cpu: '8', spec: { affinity: { nodeAffinity: only } }, status: { nominatedNodeName: 'b' } });
  expect(decide({ cluster: cluster([node('a'), node('b'), node('c')]), pod: wanting })['fitError']).toBe(
    "0/3 nodes are available: 1 Insufficient cpu, 1 node(s) didn't match Pod's node affinity/selector, 1 node(s) didn't satisfy plugin(s) [NodeAffinity].",
  );
});

test('a rejection before any filter names only the plugin that rejects', () => {
  const spec = {
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['a'] }] }],
        },
      },
    },
    volumes: [{ name: 'v', ephemeral: {} }],
  };
  expect(decide({ cluster: cluster([node('a')]), pod: pod('p', { spec }) })['unschedulablePlugins']).toEqual(['VolumeBinding']);
});
