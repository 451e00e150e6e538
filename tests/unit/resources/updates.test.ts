/** What may not change, as the server's own types print it, and what only new objects are warned about. */
import { expect, it } from 'vitest';
import type { AnyObject } from '../../../workers/api/meta';
import { createErrors, definitionOf, stored, updateErrors } from './support';

const volume = (source: object) => ({ spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], ...source } });
const onNode = (name: string) => ({
  required: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [name] }] }] },
});

it.each<[string, object, object, string[]]>([
  [
    'PersistentVolume',
    volume({ local: { path: '/a' }, nodeAffinity: onNode('a') }),
    volume({ local: { path: '/a' }, nodeAffinity: onNode('b') }),
    [
      'nodeAffinity: Invalid value: {"Required":{"NodeSelectorTerms":[{"MatchExpressions":[{"Key":"kubernetes.io/hostname","Operator":"In","Values":["b"]}],"MatchFields":null}]}}: field is immutable, except for updating from beta label to GA',
    ],
  ],
  [
    'IPAddress',
    { metadata: { name: '10.0.0.1' }, spec: { parentRef: { resource: 'services', name: 'a' } } },
    { metadata: { name: '10.0.0.1' }, spec: { parentRef: { resource: 'services', name: 'b' } } },
    ['spec.parentRef: Invalid value: {"Group":"","Resource":"services","Namespace":"","Name":"b"}: field is immutable'],
  ],
  [
    'IngressClass',
    { spec: { controller: 'a.b/c' } },
    { spec: {} },
    ['spec.controller: Invalid value: "": field is immutable', 'spec.controller: Required value'],
  ],
  [
    'ServiceCIDR',
    { spec: { cidrs: ['10.1.0.0/16'] } },
    { spec: { cidrs: ['10.2.0.0/16'] } },
    ['spec.cidrs[0]: Invalid value: "10.2.0.0/16": field is immutable'],
  ],
  [
    'StorageClass',
    { provisioner: 'a/b', parameters: { a: 'b' }, reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' },
    { provisioner: 'a/b', parameters: { a: 'c' }, reclaimPolicy: 'Other', volumeBindingMode: 'Immediate' },
    [
      'reclaimPolicy: Unsupported value: "Other": supported values: "Delete", "Retain"',
      'parameters: Invalid value: {"a":"c"}: field is immutable',
      'reclaimPolicy: Invalid value: "Other": field is immutable',
    ],
  ],
  [
    'VolumeAttributesClass',
    { driverName: 'a', parameters: { a: 'b' } },
    { driverName: '', parameters: {} },
    [
      'driverName: Forbidden: updates to driverName are forbidden.',
      'parameters: Forbidden: updates to parameters are forbidden.',
      'driverName: Required value',
      'parameters: Required value: must contain at least one key/value pair',
    ],
  ],
  [
    'VolumeAttachment',
    { spec: { attacher: 'd', nodeName: 'a', source: { persistentVolumeName: 'p' } } },
    { spec: { attacher: 'd', nodeName: 'b', source: { persistentVolumeName: 'p' } } },
    [
      'spec: Invalid value: {"Attacher":"d","Source":{"PersistentVolumeName":"p","InlineVolumeSpec":null},"NodeName":"b"}: field is immutable',
    ],
  ],
  [
    'PersistentVolume',
    volume({ local: { path: '/a' }, nodeAffinity: onNode('a') }),
    volume({ local: { path: '/a' }, nodeAffinity: { required: { nodeSelectorTerms: [] } } }),
    [
      'spec.nodeAffinity.required.nodeSelectorTerms: Required value: must have at least one node selector term',
      'spec.nodeAffinity.required.nodeSelectorTerms: Required value: must have at least one node selector term',
      'nodeAffinity: Invalid value: {"Required":{"NodeSelectorTerms":[]}}: field is immutable, except for updating from beta label to GA',
    ],
  ],
  [
    'Service',
    { spec: { ports: [{ port: 1 }], clusterIP: '10.96.0.9', clusterIPs: ['10.96.0.9'] } },
    { spec: { ports: [{ port: 1 }], type: 'X' } },
    ['spec.type: Unsupported value: "X": supported values: "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"'],
  ],
  ['ConfigMap', { immutable: true }, { immutable: true, data: {} }, ['data: Forbidden: field is immutable when `immutable` is set']],
  ['Secret', { immutable: true }, { immutable: true, data: {} }, ['data: Forbidden: field is immutable when `immutable` is set']],
  ['Secret', { immutable: true }, { immutable: true }, []],
  [
    'APIService',
    { spec: { version: 'v1', group: 'a', groupPriorityMinimum: 1, versionPriority: 1 } },
    { spec: { version: 'v2', group: 'a', groupPriorityMinimum: 1, versionPriority: 1 } },
    ['metadata.name: Invalid value: "a": must be `spec.version+"."+spec.group`: "v2.a"'],
  ],
  [
    'StorageClass',
    { provisioner: 'a.b/c' },
    { provisioner: 'a.b/c', reclaimPolicy: '<' },
    [
      String.raw`reclaimPolicy: Unsupported value: "\u003c": supported values: "Delete", "Retain"`.replace('\\\\', '\\'),
      String.raw`reclaimPolicy: Invalid value: "\u003c": field is immutable`,
    ],
  ],
  ['Node', { spec: {} }, { spec: { externalID: 'x' } }, ['spec.externalID: Forbidden: may not be updated']],
  [
    'Node',
    { spec: {} },
    { spec: { taints: [{ key: 'a', effect: 'X' }] } },
    Array.from(
      { length: 2 },
      () => 'metadata.taints[0].effect: Unsupported value: "X": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"',
    ),
  ],
])('%s: %j may not become %j', (kind, before, after, errors) => {
  expect(updateErrors(kind, before as Record<string, unknown>, after as Record<string, unknown>)).toEqual(errors);
});

it('a volume whose source changes is shown both', () => {
  const [error] = updateErrors(
    'PersistentVolume',
    volume({ rbd: { monitors: ['a'], image: 'i' } }),
    volume({ rbd: { monitors: ['b'], image: 'i' } }),
  );
  expect(error).toContain('-   "a"\n+   "b"');
  expect(error).toContain('"RBDImage": "i"');
});

it('a service that is no load balancer has no ingress', () => {
  const service = {
    ...stored('Service', { spec: { ports: [{ port: 1 }] } }),
    status: { loadBalancer: { ingress: [{ ip: '1.2.3.4' }] } },
  } as unknown as AnyObject;
  const { strategy } = definitionOf('Service');
  expect(strategy.validateStatusUpdate?.(service, service, undefined as never)).toEqual([
    {
      type: 'FieldValueForbidden',
      field: 'status.loadBalancer.ingress',
      message: "Forbidden: may only be used when `spec.type` is 'LoadBalancer'",
    },
  ]);
});

it('a second range may join the first, one of the other family', () => {
  const ranges = (...cidrs: string[]) => ({ spec: { cidrs } });
  expect(updateErrors('ServiceCIDR', ranges('10.1.0.0/16'), ranges('10.1.0.0/16', '2001:db8::/64'))).toEqual([]);
  expect(updateErrors('ServiceCIDR', ranges('10.1.0.0/16'), ranges('10.1.0.0/16', '10.2.0.0/16'))).toHaveLength(1);
});

it('a driver is warned about its tokens when they change', () => {
  const driver = (spec: object) => ({ metadata: { name: 'd' }, spec }) as unknown as AnyObject;
  const tokens = { tokenRequests: [{ audience: 'a' }] };
  const { warnings } = definitionOf('CSIDriver').strategy;
  expect(warnings?.(driver(tokens), driver({}))).toHaveLength(1);
  expect(warnings?.(driver({ ...tokens, podInfoOnMount: true }), driver(tokens))).toEqual([]);
});

it('nobody reserves a claim to which nothing is allocated', () => {
  const claim = (status: object) => ({ ...stored('ResourceClaim', { spec: { devices: {} } }), status }) as unknown as AnyObject;
  const { strategy } = definitionOf('ResourceClaim');
  const reserved = claim({ reservedFor: [{ resource: 'pods', name: 'a', uid: '' }] });
  expect(strategy.validateStatusUpdate?.(reserved, claim({}), {} as never).map(({ field }) => field)).toEqual([
    'status.reservedFor[0].uid',
    'status.reservedFor',
  ]);
});

it('scopes of a quota may be repeated, not changed', () => {
  const quota = (...scopes: string[]) => ({ spec: { scopes } });
  expect(updateErrors('ResourceQuota', quota('Terminating'), quota('Terminating', 'Terminating'))).toEqual([]);
  expect(updateErrors('ResourceQuota', quota('Terminating'), quota('BestEffort'))).toEqual([
    'spec.scopes: Invalid value: ["BestEffort"]: field is immutable',
  ]);
});

it.each<[string, object, string[]]>([
  ['CustomResourceDefinition', { acceptedNames: { kind: 'Foo', listKind: 'Foo' } }, ['status.acceptedNames.listKind']],
  ['CustomResourceDefinition', { acceptedNames: { plural: '', kind: '' } }, []],
  ['Node', { capacity: { '': '-1', cpu: '-1' } }, ['status.capacity[]', 'status.capacity.cpu']],
  [
    'ValidatingAdmissionPolicy',
    { typeChecking: { expressionWarnings: [{ fieldRef: ' ', warning: 'x' }] } },
    ['status.typeChecking.expressionWarnings[0].fieldRef'],
  ],
  ['ValidatingAdmissionPolicy', { conditions: [{ type: 'A', status: 'True', reason: 'x' }] }, ['status.conditions[0].lastTransitionTime']],
])('the status of a %s may not be %j', (kind, status, fields) => {
  const found = definitionOf(kind).strategy.validateStatusUpdate?.({ status } as unknown as AnyObject, {}, {} as never) ?? [];
  expect(found.map(({ field }) => field)).toEqual(fields);
});

it('the completions of an indexed Job may grow and shrink; that it has any is asked elsewhere', () => {
  const job = (completions?: number) => ({ spec: { completionMode: 'Indexed', completions, parallelism: 2, template: {} } });
  const found = (completions?: number) =>
    updateErrors('Job', job(2), job(completions)).filter((text) => text.startsWith('spec.completions'));
  expect(found()).toEqual(Array.from({ length: 2 }, () => 'spec.completions: Required value: when completion mode is Indexed'));
  expect(found(3)).toEqual(['spec.completions: Invalid value: 3: can only be modified in tandem with spec.parallelism']);
});

it('a Job whose labels were all made for it is written by its first update', () => {
  const { storedBare } = definitionOf('Job').strategy;
  const named = (labels: object) => storedBare?.({ metadata: { labels } } as AnyObject);
  expect([named({ 'job-name': 'a', 'controller-uid': 'b' }), named({ 'job-name': 'a', x: 'y' })]).toEqual([true, false]);
});

it('of versions that are all to be stored the first one is', () => {
  const version = (name: string) => ({ name, served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } });
  const definition = {
    spec: { group: 'a.b', scope: 'Cluster', names: { plural: 'foos', kind: 'Foo' }, versions: [version('v1'), version('v2')] },
  };
  expect(stored('CustomResourceDefinition', definition).status.storedVersions).toEqual(['v1']);
  expect(createErrors('CustomResourceDefinition', definition)).toContain(
    'status.storedVersions: Invalid value: ["v1"]: must have the storage version v2',
  );
});
