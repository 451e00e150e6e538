import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../../workers/api/meta';
import { describeAmounts } from '../../../workers/api/quota/amounts';
import { missingResources } from '../../../workers/api/quota/pod-usage';
import { countsTowards, quotaSelects, usageOf } from '../../../workers/api/quota/usage';

const CPU = { requests: { cpu: '500m', memory: '64Mi' }, limits: { cpu: '1' } };

describe('what objects count against quotas', () => {
  const cases: { name: string; group?: string; resource: string; object: unknown; usage: string }[] = [
    { name: 'a pod without requests', resource: 'pods', object: pod([{}]), usage: 'count/pods=1,pods=1' },
    {
      name: 'a pod adds up its containers',
      resource: 'pods',
      object: pod([CPU, CPU]),
      usage: 'count/pods=1,cpu=1,limits.cpu=2,memory=128Mi,pods=1,requests.cpu=1,requests.memory=128Mi',
    },
    {
      name: 'a pod that has ended counts as an object only',
      resource: 'pods',
      object: { ...pod([CPU]), status: { phase: 'Failed' } },
      usage: 'count/pods=1',
    },
    {
      name: 'the larger of starting and running',
      resource: 'pods',
      object: {
        spec: { containers: [{ resources: { requests: { cpu: '1' } } }], initContainers: [{ resources: { requests: { cpu: '3' } } }] },
      },
      usage: 'count/pods=1,cpu=3,pods=1,requests.cpu=3',
    },
    {
      name: 'extended resources by their requests',
      resource: 'pods',
      object: pod([{ requests: { 'example.com/gpu': '2' } }]),
      usage: 'count/pods=1,pods=1,requests.example.com/gpu=2',
    },
    {
      name: 'a claim of devices by their classes, of alternatives the most, for all the most there can be',
      group: 'resource.k8s.io',
      resource: 'resourceclaims',
      object: {
        spec: {
          devices: {
            requests: [
              { exactly: { deviceClassName: 'a', count: 2 } },
              {
                firstAvailable: [
                  { deviceClassName: 'a' },
                  { deviceClassName: 'a', count: 3 },
                  { deviceClassName: 'b', allocationMode: 'All' },
                ],
              },
            ],
          },
        },
      },
      usage:
        'a.deviceclass.resource.k8s.io/devices=5,b.deviceclass.resource.k8s.io/devices=32,count/resourceclaims.resource.k8s.io=1,requests.deviceclass.resource.kubernetes.io/a=5,requests.deviceclass.resource.kubernetes.io/b=32',
    },
    {
      name: 'a NodePort service by its ports',
      resource: 'services',
      object: { spec: { type: 'NodePort', ports: [{}, {}] } },
      usage: 'count/services=1,services=1,services.loadbalancers=0,services.nodeports=2',
    },
    {
      name: 'a claim by its size and class',
      resource: 'persistentvolumeclaims',
      object: { spec: { storageClassName: 'fast', resources: { requests: { storage: '1Gi' } } } },
      usage:
        'count/persistentvolumeclaims=1,fast.storageclass.storage.k8s.io/persistentvolumeclaims=1,fast.storageclass.storage.k8s.io/requests.storage=1Gi,persistentvolumeclaims=1,requests.storage=1Gi',
    },
    { name: 'any other object by its number', group: 'apps', resource: 'deployments', object: {}, usage: 'count/deployments.apps=1' },
  ];
  it.each(cases)('$name', ({ group = '', resource, object, usage }) => {
    expect(describeAmounts(usageOf(group, resource, object as KubeObject, 0))).toBe(usage);
  });

  it.each([
    ['', 'pods', 'requests.cpu', true],
    ['', 'pods', 'requests.example.com/gpu', true],
    ['', 'pods', 'requests.storage', false],
    ['', 'persistentvolumeclaims', 'requests.storage', true],
    ['apps', 'deployments', 'count/deployments.apps', true],
    ['', 'configmaps', 'secrets', false],
  ])('%s/%s counts towards %s: %s', (group, resource, name, expected) => {
    expect(countsTowards(group, resource, name)).toBe(expected);
  });
});

describe('scopes of a quota', () => {
  it.each([
    ['BestEffort', pod([{}]), true],
    ['BestEffort', pod([CPU]), false],
    ['NotBestEffort', pod([CPU]), true],
    ['Terminating', { spec: { activeDeadlineSeconds: 5 } }, true],
    ['NotTerminating', { spec: {} }, true],
  ])('%s and a pod: %#', (scope, object, expected) => {
    expect(quotaSelects({ scopes: [scope] }, '', 'pods', object as KubeObject)).toBe(expected);
  });

  it('leave out everything that is no pod', () => {
    expect(quotaSelects({ scopes: ['BestEffort'] }, '', 'services', {})).toBe(false);
  });

  it.each([
    ['In', ['high'], 'high', true],
    ['NotIn', ['high'], 'low', true],
    ['Exists', undefined, '', false],
    ['DoesNotExist', undefined, '', true],
  ])('priority class %s %s of a pod of class "%s": %s', (operator, values, priorityClassName, expected) => {
    const scopeSelector = { matchExpressions: [{ scopeName: 'PriorityClass', operator, ...(values ? { values } : {}) }] };
    expect(quotaSelects({ scopeSelector }, '', 'pods', { spec: { priorityClassName } } as KubeObject)).toBe(expected);
  });
});

describe('a quota on compute resources', () => {
  it('wants every container to say what it needs', () => {
    const object = { spec: { containers: [{ name: 'b', resources: {} }, { name: 'a', resources: CPU }, { name: 'c' }] } };
    expect(missingResources(object, ['limits.cpu', 'requests.memory', 'pods'])).toBe(
      'must specify limits.cpu for: b,c; requests.memory for: b,c',
    );
  });

  it('is content with what the pod itself says', () => {
    expect(missingResources({ spec: { containers: [{ name: 'a' }], resources: CPU } }, ['limits.cpu'])).toBeUndefined();
  });
});

function pod(resources: readonly unknown[]) {
  return { spec: { containers: resources.map((one, at) => ({ name: `c${at}`, resources: one })) } };
}
