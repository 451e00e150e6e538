import { describe, expect, it } from 'vitest';
import type { AnyObject } from '../../../workers/api/meta';
import { defaultPullPolicy } from '../../../workers/resources/core/pods/defaults';
import { computeQosClass } from '../../../workers/resources/core/pods/qos';
import { createErrors, definitionOf, rowOf, stored, updateErrors } from './support';

const container = { name: 'c', image: 'web:1' };
const pod = (spec: object): { spec: object } => ({ spec: { containers: [container], ...spec } });

describe('pods', () => {
  it('a minimal pod gets all defaults', () => {
    expect(stored('Pod', pod({}))).toMatchObject({
      spec: {
        containers: [
          {
            ...container,
            resources: {},
            terminationMessagePath: '/dev/termination-log',
            terminationMessagePolicy: 'File',
            imagePullPolicy: 'IfNotPresent',
          },
        ],
        restartPolicy: 'Always',
        terminationGracePeriodSeconds: 30,
        dnsPolicy: 'ClusterFirst',
        securityContext: {},
        schedulerName: 'default-scheduler',
        enableServiceLinks: true,
      },
      status: { phase: 'Pending', qosClass: 'BestEffort' },
    });
  });

  it('a whole pod asks for the pages it is limited to, whatever its containers ask for', () => {
    const pages = { cpu: '1', 'hugepages-2Mi': '2Mi' };
    const { spec } = stored(
      'Pod',
      pod({ resources: { limits: { 'hugepages-2Mi': '4Mi' } }, containers: [{ ...container, resources: { limits: pages } }] }),
    );
    expect(spec.resources.requests).toEqual({ cpu: '1', 'hugepages-2Mi': '4Mi' });
  });

  it('a key of a file is needed unless it says otherwise', () => {
    const valueFrom = { fileKeyRef: { volumeName: 'v', path: 'p', key: 'K' } };
    const { spec } = stored('Pod', pod({ containers: [{ ...container, env: [{ name: 'A', valueFrom }] }] }));
    expect(spec.containers[0].env[0].valueFrom.fileKeyRef.optional).toBe(false);
  });

  it('annotations in which init containers were once go', () => {
    const annotations = { 'pod.beta.kubernetes.io/init-containers': '[]', mine: 'x' };
    expect(stored('Pod', { metadata: { name: 'a', annotations }, ...pod({}) }).metadata.annotations).toEqual({ mine: 'x' });
  });

  it("a name of a port is the first one's", () => {
    const ports = [{ name: 'p', containerPort: 80 }];
    const object = stored(
      'Pod',
      pod({
        initContainers: [{ ...container, name: 'i', ports }],
        containers: [{ ...container, ports: [{ name: 'p', containerPort: 81 }] }],
      }),
    );
    expect(definitionOf('Pod').strategy.warnings?.(object as AnyObject, undefined)).toEqual([
      'spec.containers[0].ports[0]: duplicate port name "p" with spec.initContainers[0].ports[0], services and probes that select ports by name will use spec.initContainers[0].ports[0]',
    ]);
  });

  it('requests follow limits', () => {
    const { spec } = stored(
      'Pod',
      pod({ containers: [{ ...container, resources: { limits: { cpu: '1' }, requests: { memory: '1Gi' } } }] }),
    );
    expect(spec.containers[0].resources).toEqual({ limits: { cpu: '1' }, requests: { cpu: '1', memory: '1Gi' } });
  });

  it('keys of a spread constraint select the pods of the same value', () => {
    const constraint = { maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule', labelSelector: {}, matchLabelKeys: ['hash'] };
    const draft = stored('Pod', { metadata: { name: 'a', labels: { hash: 'x' } }, ...pod({ topologySpreadConstraints: [constraint] }) });
    expect(draft.spec.topologySpreadConstraints[0].labelSelector).toEqual({
      matchExpressions: [{ key: 'hash', operator: 'In', values: ['x'] }],
    });
  });

  it.each([
    ['web', 'Always'],
    ['web:latest', 'Always'],
    ['registry:5000/web', 'Always'],
    ['registry:5000/web:1', 'IfNotPresent'],
    ['web@sha256:0', 'IfNotPresent'],
  ])('%s is pulled %s', (image, policy) => {
    expect(defaultPullPolicy(image)).toBe(policy);
  });

  it.each([
    [{}, 'BestEffort'],
    [{ requests: { cpu: '1' } }, 'Burstable'],
    [{ limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '1000m', memory: '1Gi' } }, 'Guaranteed'],
    [{ limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '500m', memory: '1Gi' } }, 'Burstable'],
    [{ limits: { cpu: '1' }, requests: { cpu: '1' } }, 'Burstable'],
  ])('%j is %s', (resources, expected) => {
    expect(computeQosClass({ containers: [{ resources }] })).toBe(expected);
  });
});

describe('pod validation', () => {
  it.each([
    ['no containers', { containers: [] }, ['spec.containers: Required value']],
    ['no image', { containers: [{ name: 'c' }] }, ['spec.containers[0].image: Required value']],
    ['a name used twice', { containers: [container, container] }, ['spec.containers[1].name: Duplicate value: "c"']],
    [
      'a request above the limit',
      { containers: [{ ...container, resources: { requests: { cpu: '2' }, limits: { cpu: '1' } } }] },
      ['spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1'],
    ],
    [
      'a mount without volume',
      { containers: [{ ...container, volumeMounts: [{ name: 'v', mountPath: '/v' }] }] },
      ['spec.containers[0].volumeMounts[0].name: Not found: "v"'],
    ],
    [
      'a probe without handler',
      { containers: [{ ...container, livenessProbe: {} }] },
      ['spec.containers[0].livenessProbe: Required value: must specify a handler type'],
    ],
    [
      'an unknown restart policy',
      { restartPolicy: 'Sometimes' },
      ['spec.restartPolicy: Unsupported value: "Sometimes": supported values: "Always", "OnFailure", "Never"'],
    ],
    ['a toleration of everything', { tolerations: [{ operator: 'Exists' }] }, []],
    [
      'a toleration without key',
      { tolerations: [{}] },
      [
        'spec.tolerations[0].operator: Invalid value: "": operator must be Exists when `key` is empty, which means "match all values and all keys"',
      ],
    ],
    [
      'a weight out of range',
      { affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 101, preference: {} }] } } },
      [
        'spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: Invalid value: 101: must be in the range 1-100',
      ],
    ],
    [
      'a volume of two kinds',
      { volumes: [{ name: 'v', emptyDir: {}, hostPath: { path: '/x' } }] },
      ['spec.volumes[0].hostPath: Forbidden: may not specify more than 1 volume type'],
    ],
  ])('%s', (_, spec, errors) => {
    expect(createErrors('Pod', pod(spec))).toEqual(errors);
  });

  it.each([
    ['an image may change', { containers: [{ ...container, image: 'web:2', imagePullPolicy: 'IfNotPresent' }] }, 0],
    ['tolerations may be added', { tolerations: [{ operator: 'Exists' }] }, 0],
    ['the restart policy may not', { restartPolicy: 'Never' }, 1],
    ['nor the number of containers', { containers: [container, { ...container, name: 'd' }] }, 1],
  ])('%s', (_, spec, count) => {
    expect(updateErrors('Pod', pod({}), pod(spec))).toHaveLength(count);
  });
});

describe('pod rows', () => {
  const base = {
    metadata: { name: 'a', creationTimestamp: '2026-01-01T00:00:00Z' },
    spec: { nodeName: 'n', containers: [container, { ...container, name: 'd' }] },
  };
  const running = {
    name: 'c',
    ready: true,
    restartCount: 1,
    state: { running: {} },
    lastState: { terminated: { finishedAt: '2026-01-01T00:01:00Z' } },
  };

  it.each([
    [
      'waiting',
      { phase: 'Pending', containerStatuses: [{ name: 'c', restartCount: 0, state: { waiting: { reason: 'ImagePullBackOff' } } }] },
      ['a', '0/2', 'ImagePullBackOff', '0', '5m', '<none>', 'n', '<none>', '<none>'],
    ],
    [
      'running',
      { phase: 'Running', podIP: '10.0.0.1', podIPs: [{ ip: '10.0.0.1' }], containerStatuses: [running] },
      ['a', '1/2', 'Running', '1 (4m ago)', '5m', '10.0.0.1', 'n', '<none>', '<none>'],
    ],
    ['evicted', { phase: 'Failed', reason: 'Evicted' }, ['a', '0/2', 'Evicted', '0', '5m', '<none>', 'n', '<none>', '<none>']],
  ])('%s', (_, status, cells) => {
    expect(rowOf('Pod', { ...base, status }, 300_000)).toEqual(cells);
  });

  it('a pod being deleted is terminating', () => {
    expect(
      rowOf('Pod', {
        ...base,
        metadata: { ...base.metadata, deletionTimestamp: '2026-01-01T00:05:00Z' },
        status: { phase: 'Running' },
      })?.[2],
    ).toBe('Terminating');
  });

  it.each([
    ['without node', {}, 30, 0],
    ['with the asked grace', { nodeName: 'n' }, 5, 5],
    ['with its own grace', { nodeName: 'n' }, undefined, 30],
  ])('a pod %s is deleted in time', (_, spec, asked, expected) => {
    expect(definitionOf('Pod').strategy.gracefulDelete?.(stored('Pod', pod(spec)), asked)).toBe(expected);
  });
});
