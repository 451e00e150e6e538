import { describe, expect, test } from 'vitest';
import { decide } from '../../../workers/scheduler/decide';
import type { ClusterLists } from '../../../workers/scheduler/decide';
import { node, pod } from './world';

const DRIVER = 'drv.example.com';
const cel = (expression: string) => ({ cel: { expression } });
const device = (name: string, attributes: object = {}, more: object = {}) => ({ name, attributes, ...more });
const slice = (name: string, spec: object, devices: readonly object[] = []) => ({
  metadata: { name },
  spec: { driver: DRIVER, pool: { name: 'pool', generation: 1, resourceSliceCount: 1 }, nodeName: 'a', devices, ...spec },
});
const claim = (name: string, request: object, more: object = {}, status?: object) => ({
  metadata: { name, namespace: 'default' },
  spec: {
    devices: {
      requests: [{ name: 'r', exactly: { deviceClassName: 'gpu', allocationMode: 'ExactCount', count: 1, ...request } }],
      ...more,
    },
  },
  ...(status ? { status } : {}),
});
const model = (name: string) => ({ model: { string: name } });
const held = { allocation: { devices: { results: [{ request: 'r', driver: DRIVER, pool: 'pool', device: 'd0' }] } } };
const two = [device('d0', model('x')), device('d1', model('y'))];
const NONE = 'cannot allocate all claims';

interface Row {
  readonly name: string;
  readonly slices: readonly object[];
  readonly claims: readonly object[];
  readonly classes?: readonly object[];
  /** Names of the pod's claims; "cl" where absent. */
  readonly uses?: readonly string[];
  /** Reasons of the only node; none where the pod fits. */
  readonly reasons: readonly string[];
  /** Says what is wrong with the pod or the cluster, whatever the node. */
  readonly error?: string;
}

const ROWS: readonly Row[] = [
  { name: 'a device of the class', slices: [slice('s', {}, two)], claims: [claim('cl', {})], reasons: [] },
  { name: 'more devices than there are', slices: [slice('s', {}, two)], claims: [claim('cl', { count: 3 })], reasons: [NONE] },
  {
    name: 'a selector over attributes and capacity',
    slices: [slice('s', {}, [device('d0', model('x'), { capacity: { memory: { value: '10Gi' } } })])],
    claims: [
      claim('cl', {
        selectors: [
          cel(`device.attributes["${DRIVER}"].model == "x"`),
          cel(`device.capacity["${DRIVER}"].memory.compareTo(quantity("8Gi")) > 0`),
        ],
      }),
    ],
    reasons: [],
  },
  {
    name: 'a domain without attributes is an empty map',
    slices: [slice('s', {}, two)],
    claims: [claim('cl', { selectors: [cel('!("model" in device.attributes["other.example.com"])')] })],
    reasons: [],
  },
  {
    name: 'versions are compared as versions',
    slices: [slice('s', {}, [device('d0', { v: { version: '1.10.0' } })])],
    claims: [claim('cl', { selectors: [cel(`device.attributes["${DRIVER}"].v.isGreaterThan(semver("1.9.0"))`)] })],
    reasons: [],
  },
  {
    name: 'an attribute that is not there ends the attempt',
    slices: [slice('s', {}, [device('d0')])],
    claims: [claim('cl', { selectors: [cel(`device.attributes["${DRIVER}"].model == "x"`)] })],
    reasons: ['claim default/cl: selector #0: CEL runtime error: no such key: model'],
    error: 'running "DynamicResources" filter plugin: claim default/cl: selector #0: CEL runtime error: no such key: model',
  },
  {
    name: 'a device that another claim holds is taken',
    slices: [slice('s', {}, [two[0] as object])],
    claims: [claim('cl', {}), claim('other', {}, {}, held)],
    reasons: [NONE],
  },
  {
    name: 'except for administrators',
    slices: [slice('s', {}, [two[0] as object])],
    claims: [claim('cl', { adminAccess: true }), claim('other', {}, {}, held)],
    reasons: [],
  },
  {
    name: 'two claims find their devices by trying',
    slices: [slice('s', {}, two)],
    claims: [claim('cl', {}), claim('cx', { selectors: [cel(`device.attributes["${DRIVER}"].model == "x"`)] })],
    uses: ['cl', 'cx'],
    reasons: [],
  },
  {
    name: 'devices must share an attribute',
    slices: [slice('s', {}, two)],
    claims: [claim('cl', { count: 2 }, { constraints: [{ matchAttribute: `${DRIVER}/model` }] })],
    reasons: [NONE],
  },
  {
    name: 'or must differ in one',
    slices: [slice('s', {}, two)],
    claims: [claim('cl', { count: 2 }, { constraints: [{ distinctAttribute: `${DRIVER}/model` }] })],
    reasons: [],
  },
  {
    name: 'a tainted device is for those who tolerate it',
    slices: [slice('s', {}, [device('d0', {}, { taints: [{ key: 'bad', effect: 'NoSchedule' }] })])],
    claims: [claim('cl', {})],
    reasons: [NONE],
  },
  {
    name: 'all devices of a pool that is being updated cannot be told',
    slices: [slice('s', { pool: { name: 'pool', generation: 1, resourceSliceCount: 2 } }, two)],
    claims: [claim('cl', { allocationMode: 'All' })],
    reasons: ['claim default/cl, request r: asks for all devices, but resource pool drv.example.com/pool is currently being updated'],
    error:
      'running "DynamicResources" filter plugin: claim default/cl, request r: asks for all devices, but resource pool drv.example.com/pool is currently being updated',
  },
  {
    name: 'partitions share counters',
    slices: [
      slice('s', { pool: { name: 'pool', generation: 1, resourceSliceCount: 2 } }, [
        device('d0', {}, { consumesCounters: [{ counterSet: 'c', counters: { memory: { value: '6Gi' } } }] }),
        device('d1', {}, { consumesCounters: [{ counterSet: 'c', counters: { memory: { value: '6Gi' } } }] }),
      ]),
      slice('t', {
        nodeName: 'a',
        pool: { name: 'pool', generation: 1, resourceSliceCount: 2 },
        sharedCounters: [{ name: 'c', counters: { memory: { value: '10Gi' } } }],
      }),
    ],
    claims: [claim('cl', { count: 2 })],
    reasons: [NONE],
  },
];

describe('dynamic resources', () => {
  test.each(ROWS)('$name', ({ slices, claims, uses = ['cl'], reasons, error }) => {
    const cluster = {
      nodes: [node('a')],
      namespaces: [{ metadata: { name: 'default' } }],
      deviceClasses: [{ metadata: { name: 'gpu' }, spec: { selectors: [cel(`device.driver == "${DRIVER}"`)] } }],
      resourceSlices: slices,
      resourceClaims: claims,
    } as unknown as ClusterLists;
    const resourceClaims = uses.map((name) => ({ name, resourceClaimName: name }));
    const answer = decide({ cluster, pod: pod('p', { spec: { resourceClaims } }) });
    const filter = (answer['filter'] as Record<string, number[]>)['a'] ?? [];
    const statuses = (answer['statuses'] ?? []) as readonly { readonly reasons?: readonly string[] }[];
    expect(filter.flatMap((at) => statuses[at]?.reasons ?? [])).toEqual(reasons);
    expect(answer['error']).toBe(error);
  });

  const alternatives = [
    { name: 'first', deviceClassName: 'gpu', count: 2 },
    { name: 'second', deviceClassName: 'gpu', count: 1 },
  ];
  const choice = {
    metadata: { name: 'cl', namespace: 'default' },
    spec: { devices: { requests: [{ name: 'r', firstAvailable: alternatives }] } },
  };
  const using = pod('p', { spec: { resourceClaims: [{ name: 'cl', resourceClaimName: 'cl' }] } });
  const world = (slices: readonly object[], ...claims: readonly object[]) =>
    ({
      nodes: [node('a'), node('b')],
      namespaces: [{ metadata: { name: 'default' } }],
      deviceClasses: [{ metadata: { name: 'gpu' }, spec: {} }],
      resourceSlices: slices,
      resourceClaims: claims,
    }) as unknown as ClusterLists;

  test('a node that has the better alternative scores higher', () => {
    const slices = [slice('s', { pool: { name: 'a' } }, [two[0] as object]), slice('t', { nodeName: 'b', pool: { name: 'b' } }, two)];
    const complete = slices.map((one) => ({
      ...one,
      spec: { ...one.spec, pool: { ...one.spec.pool, generation: 1, resourceSliceCount: 1 } },
    }));
    const { scores, scorePlugins } = decide({ cluster: world(complete, choice), pod: using });
    const at = (scorePlugins as readonly string[]).indexOf('DynamicResources');
    const of = (name: string) => (scores as Record<string, { raw: number[]; norm: number[] }>)[name];
    expect([of('a')?.raw[at], of('a')?.norm[at], of('b')?.raw[at], of('b')?.norm[at]]).toEqual([7, 87, 8, 100]);
  });

  test('a class that is not there turns the pod away before any node is asked', () => {
    const { message } = decide({ cluster: world([], claim('cl', { deviceClassName: 'nope' })), pod: using });
    expect(message).toBe(
      '0/2 nodes are available: request r: device class nope does not exist. no new claims to deallocate, preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.',
    );
  });

  test('a claim that nobody else uses would be deallocated where it is out of reach', () => {
    const elsewhere = {
      ...claim('cl', {}),
      status: {
        allocation: { nodeSelector: { nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['c'] }] }] } },
      },
    };
    const { message } = decide({ cluster: world([], elsewhere), pod: using });
    expect(message).toBe(
      '0/2 nodes are available: 2 resourceclaim not available on the node. deallocation of ResourceClaim completed, preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.',
    );
  });
});
