import { describe, expect, it } from 'vitest';
import { humanDuration } from '../../../workers/resources/table';
import { scheduleError } from '../../../workers/resources/batch/cronjobs/schedule';
import { createErrors, rowOf, stored, updateErrors } from './support';

const template = { metadata: { labels: { app: 'a' } }, spec: { containers: [{ name: 'c', image: 'web:1' }] } };
const workload = (spec: object = {}): { spec: object } => ({ spec: { selector: { matchLabels: { app: 'a' } }, template, ...spec } });

describe('defaults', () => {
  it('a deployment rolls a quarter at a time', () => {
    expect(stored('Deployment', workload()).spec).toMatchObject({
      replicas: 1,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' } },
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
    });
  });

  it('a service targets its own port', () => {
    expect(stored('Service', { spec: { ports: [{ port: 80 }] } }).spec).toEqual({
      type: 'ClusterIP',
      sessionAffinity: 'None',
      internalTrafficPolicy: 'Cluster',
      ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }],
    });
  });

  it('a secret keeps its texts encoded', () => {
    expect(stored('Secret', { stringData: { k: 'ü?' } })).toMatchObject({ type: 'Opaque', data: { k: 'w7w/' } });
  });

  it('a job selects its pods by its uid', () => {
    const job = stored('Job', { spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'x:1' }] } } } });
    expect(job.spec.selector).toEqual({ matchLabels: { 'batch.kubernetes.io/controller-uid': 'uid' } });
    expect(job.spec.template.metadata.labels).toEqual({
      'batch.kubernetes.io/controller-uid': 'uid',
      'batch.kubernetes.io/job-name': 'a',
      'controller-uid': 'uid',
      'job-name': 'a',
    });
  });

  it('a namespace is labelled with its name and protected', () => {
    expect(stored('Namespace', {})).toMatchObject({
      metadata: { labels: { 'kubernetes.io/metadata.name': 'a' } },
      spec: { finalizers: ['kubernetes'] },
      status: { phase: 'Active' },
    });
  });
});

describe('validation', () => {
  it.each([
    [
      'Deployment',
      'labels that are not selected',
      workload({ template: { ...template, metadata: { labels: { app: 'b' } } } }),
      ['spec.template.metadata.labels: Invalid value: {"app":"b"}: `selector` does not match template `labels`'],
    ],
    [
      'Deployment',
      'no room to roll',
      workload({ strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 0 } } }),
      ['spec.strategy.rollingUpdate.maxUnavailable: Invalid value: 0: may not be 0 when `maxSurge` is 0'],
    ],
    [
      'ReplicaSet',
      'an empty selector',
      workload({ selector: {} }),
      ['spec.selector: Invalid value: {}: empty selector is invalid for deployment'],
    ],
    [
      'Service',
      'two ports without names',
      { spec: { ports: [{ port: 80 }, { port: 81 }] } },
      ['spec.ports[0].name: Required value', 'spec.ports[1].name: Required value'],
    ],
    ['Service', 'no ports', { spec: {} }, ['spec.ports: Required value']],
    ['Service', 'no ports but headless', { spec: { clusterIP: 'None' } }, []],
    ['ConfigMap', 'a bad key', { data: { '..x': '' } }, ['data[..x]: Invalid value: "..x": must not start with \'..\'']],
    [
      'EndpointSlice',
      'an address of the other family',
      { addressType: 'IPv6', endpoints: [{ addresses: ['10.0.0.1'] }] },
      ['endpoints[0].addresses: Invalid value: "10.0.0.1": must be an IPv6 address'],
    ],
    ['Node', 'a taint without effect', { spec: { taints: [{ key: 'a' }] } }, ['metadata.taints[0].effect: Required value']],
    [
      'PodDisruptionBudget',
      'more than all',
      { spec: { minAvailable: '101%' } },
      ['spec.minAvailable: Invalid value: "101%": must not be greater than 100%'],
    ],
    [
      'NetworkPolicy',
      'a range with spare bits',
      { spec: { ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.1/8' } }] }] } },
      ['spec.ingress[0].from[0].ipBlock.cidr: Invalid value: "10.0.0.1/8": must not have bits set beyond the prefix length'],
    ],
    ['Fault', 'no target', { spec: { type: 'PowerOff' } }, ['spec.target: Required value']],
    [
      'Traffic',
      'a negative rate',
      { spec: { service: { name: 's', namespace: 'n' }, requestsPerSecond: -1 } },
      ['spec.requestsPerSecond: Invalid value: -1: must be between 0 and 10000'],
    ],
  ])('%s with %s', (kind, _, fields, errors) => {
    expect(createErrors(kind, fields)).toEqual(errors);
  });

  it.each([
    [
      'Deployment',
      workload(),
      workload({ selector: { matchLabels: { app: 'a', b: 'c' } }, template: { ...template, metadata: { labels: { app: 'a', b: 'c' } } } }),
      ['spec.selector: Invalid value: {"matchLabels":{"app":"a","b":"c"}}: field is immutable'],
    ],
    [
      'ConfigMap',
      { immutable: true, data: { a: '1' } },
      { immutable: true, data: { a: '2' } },
      ['data: Forbidden: field is immutable when `immutable` is set'],
    ],
    ['PriorityClass', { value: 1 }, { value: 2 }, ['value: Forbidden: may not be changed in an update.']],
  ])('%s keeps what is immutable', (kind, before, after, errors) => {
    expect(updateErrors(kind, before, after)).toEqual(errors);
  });

  it.each([
    ['*/5 * * * *', undefined],
    ['0 0 * * MON-FRI', undefined],
    ['@daily', undefined],
    ['* * *', 'expected exactly 5 fields, found 3: [* * *]'],
    ['61 * * * *', 'end of range (61) above maximum (59): 61'],
    ['x * * * *', 'failed to parse int from x: strconv.Atoi: parsing "x": invalid syntax'],
  ])('schedule %s', (schedule, error) => {
    expect(scheduleError(schedule)).toBe(error);
  });
});

describe('rows', () => {
  const metadata = { name: 'a', creationTimestamp: '2026-01-01T00:00:00Z' };

  it.each([
    [
      'Node',
      {
        metadata: { ...metadata, labels: { 'node-role.kubernetes.io/worker': '' } },
        spec: { unschedulable: true },
        status: { conditions: [{ type: 'Ready', status: 'True' }], nodeInfo: { kubeletVersion: 'v1.36.3' } },
      },
      ['a', 'Ready,SchedulingDisabled', 'worker', '0s', 'v1.36.3', '<none>', '<none>', '<unknown>', '<unknown>', '<unknown>'],
    ],
    [
      'Deployment',
      { metadata, ...workload({ replicas: 3 }), status: { readyReplicas: 1, updatedReplicas: 2, availableReplicas: 1 } },
      ['a', '1/3', 2, 1, '0s', 'c', 'web:1', 'app=a'],
    ],
    [
      'Service',
      {
        metadata,
        spec: {
          type: 'NodePort',
          clusterIP: '10.96.0.9',
          clusterIPs: ['10.96.0.9'],
          selector: { app: 'a' },
          ports: [{ port: 80, nodePort: 30001, protocol: 'TCP' }],
        },
      },
      ['a', 'NodePort', '10.96.0.9', '<none>', '80:30001/TCP', '0s', 'app=a'],
    ],
    [
      'Endpoints',
      { metadata, subsets: [{ addresses: [1, 2, 3, 4].map((n) => ({ ip: `10.0.0.${n}` })), ports: [{ port: 80 }] }] },
      ['a', '10.0.0.1:80,10.0.0.2:80,10.0.0.3:80 + 1 more...', '0s'],
    ],
    [
      'Event',
      {
        metadata,
        involvedObject: { kind: 'Pod', name: 'p' },
        reason: 'R',
        message: 'm\n',
        type: 'Normal',
        count: 2,
        source: { component: 'kubelet' },
        firstTimestamp: '2026-01-01T00:00:00Z',
        lastTimestamp: null,
      },
      ['0s', 'Normal', 'R', 'pod/p', '', 'kubelet', 'm', '0s', 2, 'a'],
    ],
  ])('%s', (kind, object, cells) => {
    expect(rowOf(kind, object)).toEqual(cells);
  });

  it.each([
    [0, '0s'],
    [119, '119s'],
    [120, '2m'],
    [125, '2m5s'],
    [600, '10m'],
    [3 * 3600, '3h'],
    [3 * 3600 + 60, '3h1m'],
    [8 * 3600 + 60, '8h'],
    [48 * 3600, '2d'],
    [49 * 3600, '2d1h'],
    [9 * 86400, '9d'],
    [800 * 86400, '2y70d'],
    [-5, '<invalid>'],
  ])('%d seconds are %s', (seconds, text) => {
    expect(humanDuration(seconds * 1000)).toBe(text);
  });
});
