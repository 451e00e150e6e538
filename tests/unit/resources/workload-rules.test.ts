import { describe, expect, it } from 'vitest';
import type { AnyObject } from '../../../workers/api/meta';
import { createErrors, definitionOf, updateErrors } from './support';

const template = { metadata: { labels: { app: 'a' } }, spec: { containers: [{ name: 'c', image: 'web:1' }] } };
const selector = { matchLabels: { app: 'a' } };
const set = (spec: object = {}): { spec: object } => ({ spec: { selector, serviceName: 's', template, ...spec } });
const withSpec = (spec: object): object => ({ ...template, spec: { ...template.spec, ...spec } });
const job = (spec: object = {}): { spec: object } => ({
  spec: { template: { spec: { ...template.spec, restartPolicy: 'Never' } }, ...spec },
});

describe('what workloads may say', () => {
  it.each([
    [
      'a StatefulSet without selector',
      'StatefulSet',
      { spec: { template } },
      [
        'spec.selector: Required value',
        'spec.template.metadata.labels: Invalid value: {"app":"a"}: `selector` does not match template `labels`',
      ],
    ],
    [
      'a DaemonSet that neither waits nor surges',
      'DaemonSet',
      set({ serviceName: undefined, updateStrategy: { rollingUpdate: { maxUnavailable: 0 } } }),
      ['spec.updateStrategy.rollingUpdate.maxUnavailable: Required value: cannot be 0 when maxSurge is 0'],
    ],
    [
      'a template whose image volume has no image yet',
      'DaemonSet',
      set({ template: withSpec({ volumes: [{ name: 'v', image: {} }] }) }),
      [],
    ],
    [
      'a template that names two profiles',
      'DaemonSet',
      set({
        template: {
          ...withSpec({ securityContext: { seccompProfile: { type: 'RuntimeDefault' } } }),
          metadata: { ...template.metadata, annotations: { 'seccomp.security.alpha.kubernetes.io/pod': 'unconfined' } },
        },
      }),
      ['spec.template.spec.securityContext.seccompProfile.type: Forbidden: seccomp type in annotation and field must match'],
    ],
    [
      'a template with a book of annotations',
      'DaemonSet',
      set({ template: { ...template, metadata: { ...template.metadata, annotations: { a: 'x'.repeat(262_144) } } } }),
      ['spec.template.annotations: Too long: may not be more than 262144 bytes'],
    ],
    [
      'a Job whose success takes pages to tell',
      'Job',
      job({
        completionMode: 'Indexed',
        completions: 100_000,
        successPolicy: { rules: [{ succeededIndexes: Array.from({ length: 15_000 }, (_, index) => index).join(',') }] },
      }),
      ['spec.successPolicy.rules[0].succeededIndexes: Too long: may not be more than 65536 bytes'],
    ],
    [
      'an indexed Job without completions',
      'Job',
      job({ completionMode: 'Indexed', completions: undefined, parallelism: 2 }),
      ['spec.completions: Required value: when completion mode is Indexed'],
    ],
    [
      'a CronJob at the 61st minute',
      'CronJob',
      { spec: { schedule: '61 * * * *', jobTemplate: job() } },
      ['spec.schedule: Invalid value: "61 * * * *": end of range (61) above maximum (59): 61'],
    ],
    [
      'a CronJob in no known place',
      'CronJob',
      { spec: { schedule: '@daily', timeZone: 'Mars/Olympus', jobTemplate: job() } },
      ['spec.timeZone: Invalid value: "Mars/Olympus": unknown time zone Mars/Olympus'],
    ],
    [
      'a budget of two kinds',
      'PodDisruptionBudget',
      { spec: { selector, minAvailable: 1, maxUnavailable: 1 } },
      [
        'spec: Invalid value: {"MinAvailable":1,"Selector":{"matchLabels":{"app":"a"}},"MaxUnavailable":1,"UnhealthyPodEvictionPolicy":null}: minAvailable and maxUnavailable cannot be both set',
      ],
    ],
    [
      'an autoscaler down to fewer than up to',
      'HorizontalPodAutoscaler',
      { spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'd' }, minReplicas: 3, maxReplicas: 2 } },
      ['spec.maxReplicas: Invalid value: 2: must be greater than or equal to `minReplicas`'],
    ],
  ])('%s', (_, kind, fields, errors) => {
    expect(createErrors(kind, fields)).toEqual(errors);
  });

  it.each([
    ['a StatefulSet keeps its service', 'StatefulSet', set(), set({ serviceName: 't' }), ['spec']],
    ['and counts its pods anew', 'StatefulSet', set(), set({ replicas: 5, minReadySeconds: 3 }), []],
    [
      'a DaemonSet keeps its selector',
      'DaemonSet',
      set(),
      set({ selector: { matchLabels: { app: 'a', b: 'c' } } }),
      ['spec.selector', 'spec.template.metadata.labels'],
    ],
    [
      'an indexed Job grows with its parallelism',
      'Job',
      job({ completionMode: 'Indexed', completions: 1 }),
      job({ completionMode: 'Indexed', completions: 2, parallelism: 2 }),
      [],
    ],
    [
      'and not alone',
      'Job',
      job({ completionMode: 'Indexed', completions: 1 }),
      job({ completionMode: 'Indexed', completions: 2 }),
      ['spec.completions'],
    ],
    [
      'a suspended Job may ask for other nodes',
      'Job',
      job({ suspend: true }),
      job({ template: { spec: { ...template.spec, restartPolicy: 'Never', nodeSelector: { a: 'b' } } } }),
      [],
    ],
    [
      'a running one may not',
      'Job',
      job(),
      job({ template: { spec: { ...template.spec, restartPolicy: 'Never', nodeSelector: { a: 'b' } } } }),
      ['spec.template'],
    ],
    ['history is not rewritten', 'ControllerRevision', { data: { a: 1 }, revision: 1 }, { data: { a: 2 }, revision: 1 }, ['data']],
  ])('%s', (_, kind, before, after, fields) => {
    expect(updateErrors(kind, before, after).map((error) => error.split(':')[0])).toEqual(fields);
  });
});

describe('what a status may say of workloads', () => {
  const errorsOf = (kind: string, status: object, before: object = {}): string[] => {
    const found = definitionOf(kind).strategy.validateStatusUpdate?.({ status } as AnyObject, { status: before } as AnyObject, {} as never);
    return (found ?? []).map(({ field, message }) => `${field}: ${message}`);
  };

  it.each([
    [
      'more ready than there are',
      'ReplicaSet',
      { replicas: 1, readyReplicas: 2 },
      {},
      ['status.readyReplicas: Invalid value: 2: cannot be greater than status.replicas'],
    ],
    [
      'fewer than none',
      'DaemonSet',
      { numberReady: -1 },
      {},
      ['status.numberReady: Invalid value: -1: must be greater than or equal to 0'],
    ],
    [
      'more available than ready',
      'StatefulSet',
      { replicas: 2, availableReplicas: 1 },
      {},
      ['status.availableReplicas: Invalid value: 1: cannot be greater than status.readyReplicas'],
    ],
    ['collisions forgotten', 'Deployment', {}, { collisionCount: 1 }, ['status.collisionCount: Invalid value: 0: cannot be decremented']],
    [
      'fewer wanted than none',
      'HorizontalPodAutoscaler',
      { desiredReplicas: -1 },
      {},
      ['status.desiredReplicas: Invalid value: -1: must be greater than or equal to 0'],
    ],
    [
      'a condition told twice, and badly',
      'PodDisruptionBudget',
      {
        conditions: [
          { type: 'A', status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z', reason: 'Because' },
          { type: 'A', status: 'Maybe', lastTransitionTime: '2026-01-01T00:00:00Z' },
        ],
      },
      {},
      [
        'status.conditions[1].type: Duplicate value: "A"',
        'status.conditions[1].status: Unsupported value: "Maybe": supported values: "False", "True", "Unknown"',
        'status.conditions[1].reason: Required value',
      ],
    ],
  ])('%s', (_, kind, status, before, errors) => {
    expect(errorsOf(kind, status, before)).toEqual(errors);
  });
});
