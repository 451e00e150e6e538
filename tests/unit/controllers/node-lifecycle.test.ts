import { describe, expect, test } from 'vitest';
import { rfc3339 } from '../../../workers/api/time';
import { checkHealth } from '../../../workers/controllers/node-lifecycle/health';
import type { NodeHealth } from '../../../workers/controllers/node-lifecycle/health';
import { noScheduleChanges } from '../../../workers/controllers/node-lifecycle/taints';
import { EvictionLimiter, evictionRate, zoneState } from '../../../workers/controllers/node-lifecycle/zones';
import type { Lease } from '../../../workers/resources/coordination/leases/types';
import type { Node } from '../../../workers/resources/core/nodes/types';

const GRACE = { monitorMs: 50_000, startupMs: 60_000 };

function node(conditions: readonly object[], spec: object = {}): Node {
  return { metadata: { name: 'n', creationTimestamp: rfc3339(0) }, spec, status: { conditions } } as unknown as Node;
}

function ready(status: string): object {
  return { type: 'Ready', status, reason: 'KubeletReady', message: 'ok', lastHeartbeatTime: rfc3339(0), lastTransitionTime: rfc3339(0) };
}

function lease(renewedMs: number): Lease {
  return { metadata: { name: 'n' }, spec: { renewTime: rfc3339(renewedMs) } } as Lease;
}

const known = (probedMs: number, renewedMs: number): NodeHealth => ({ probedMs, heartbeat: rfc3339(0), renewTime: rfc3339(renewedMs) });

describe('the check of a node', () => {
  const cases = [
    {
      name: 'a node seen for the first time counts as alive',
      lease: undefined,
      before: undefined,
      nowMs: 90_000,
      status: 'True',
      want: { probedMs: 90_000, current: 'True', writes: false },
    },
    {
      name: 'a renewed lease is a sign of life',
      lease: lease(20_000),
      before: known(15_000, 10_000),
      nowMs: 64_000,
      status: 'True',
      want: { probedMs: 64_000, current: 'True', writes: false },
    },
    {
      name: 'silence within the grace period changes nothing',
      lease: lease(10_000),
      before: known(15_000, 10_000),
      nowMs: 60_000,
      status: 'True',
      want: { probedMs: 15_000, current: 'True', writes: false },
    },
    {
      name: 'silence of the grace period makes the conditions unknown',
      lease: lease(10_000),
      before: known(15_000, 10_000),
      nowMs: 65_000,
      status: 'True',
      want: { probedMs: 15_000, current: 'Unknown', writes: true },
    },
    {
      name: 'a node that is unknown already is not written again',
      lease: lease(10_000),
      before: known(15_000, 10_000),
      nowMs: 70_000,
      status: 'Unknown',
      want: { probedMs: 15_000, current: 'Unknown', writes: false },
    },
  ];
  test.each(cases)('$name', ({ lease: of, before, nowMs, status, want }) => {
    const check = checkHealth(node([ready(status)]), of, before, nowMs, GRACE);
    expect({ probedMs: check.health.probedMs, current: check.current, writes: check.conditions !== undefined }).toEqual(want);
  });

  test('says why in every monitored condition, and adds those that the kubelet never posted', () => {
    const check = checkHealth(
      node([ready('True'), { type: 'NetworkUnavailable', status: 'False' }]),
      undefined,
      known(0, 0),
      50_000,
      GRACE,
    );
    expect(check.conditions?.map(({ type, status, reason }) => `${type} ${status} ${reason}`)).toEqual([
      'Ready Unknown NodeStatusUnknown',
      'NetworkUnavailable False undefined',
      'MemoryPressure Unknown NodeStatusNeverUpdated',
      'DiskPressure Unknown NodeStatusNeverUpdated',
      'PIDPressure Unknown NodeStatusNeverUpdated',
    ]);
  });
});

describe('zones', () => {
  const rates = { rate: 0.1, secondaryRate: 0.01, unhealthyThreshold: 0.55, largeZone: 50 };
  const zone = (up: number, down: number): boolean[] => Array.from({ length: up + down }, (_, at) => at < up);
  test.each([
    { name: 'one of three down is normal', readiness: zone(2, 1), want: 'Normal', rate: 0.1 },
    { name: 'two of three down is normal: too few nodes to tell', readiness: zone(1, 2), want: 'Normal', rate: 0.1 },
    { name: 'four of five down halts evictions in a small zone', readiness: zone(1, 4), want: 'PartialDisruption', rate: 0 },
    { name: 'a large zone goes on slowly', readiness: zone(20, 40), want: 'PartialDisruption', rate: 0.01 },
    { name: 'all down', readiness: zone(0, 2), want: 'FullDisruption', rate: 0.1 },
  ])('$name', ({ readiness, want, rate }) => {
    const state = zoneState(readiness, rates);
    expect([state, evictionRate(state, readiness.length, rates)]).toEqual([want, rate]);
  });

  test('the limiter gives one token at once and then one in ten seconds', () => {
    const limiter = new EvictionLimiter(0.1, 0);
    expect([0, 100, 9_900, 10_000, 10_100, 20_000].map((nowMs) => limiter.take(nowMs))).toEqual([true, false, false, true, false, true]);
  });

  test('a rate of zero never gives one', () => {
    expect(new EvictionLimiter(0, 0).take(1_000_000)).toBe(false);
  });
});

describe('NoSchedule taints by condition', () => {
  const key = (name: string): object => ({ key: `node.kubernetes.io/${name}`, effect: 'NoSchedule' });
  test.each([
    { name: 'a ready node has none', node: node([ready('True')]), want: { add: [], remove: [] } },
    {
      name: 'a silent one is unreachable',
      node: node([ready('Unknown')], { taints: [key('not-ready')] }),
      want: { add: [key('unreachable')], remove: [key('not-ready')] },
    },
    {
      name: 'pressure and cordoning have their own',
      node: node([ready('True'), { type: 'DiskPressure', status: 'True' }], { unschedulable: true }),
      want: { add: [key('disk-pressure'), key('unschedulable')], remove: [] },
    },
    {
      name: "others' taints are left alone",
      node: node([ready('True')], {
        taints: [
          { key: 'dedicated', effect: 'NoSchedule' },
          { key: 'node.kubernetes.io/not-ready', effect: 'NoExecute' },
        ],
      }),
      want: { add: [], remove: [] },
    },
  ])('$name', ({ node: of, want }) => {
    expect(noScheduleChanges(of)).toEqual(want);
  });
});
