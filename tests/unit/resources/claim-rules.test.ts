/** Rules of claims and volumes that need a stored object, or a status. */
import { expect, it } from 'vitest';
import type { AnyObject } from '../../../workers/api/meta';
import { createErrors, definitionOf, updateErrors } from './support';

const claim = (more: object = {}, annotations?: object) => ({
  metadata: { name: 'a', namespace: 'default', ...(annotations ? { annotations } : {}) },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...more },
});
const volume = (source: object) => ({ spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], ...source } });
const csi = { driver: 'd.example.com', volumeHandle: 'h' };
const CLASS = 'volume.beta.kubernetes.io/storage-class';
const within = (key: string) => ({
  csi,
  nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [{ key, operator: 'In', values: ['a'] }] }] } },
});

it.each<[string, string, object, object, string[]]>([
  [
    'the annotation of a class becomes the field',
    'PersistentVolumeClaim',
    claim({}, { [CLASS]: 'x' }),
    claim({ storageClassName: 'x' }),
    [],
  ],
  [
    'the annotation of a class stays',
    'PersistentVolumeClaim',
    claim({}, { [CLASS]: 'x' }),
    claim({}, { [CLASS]: 'y' }),
    [`metadata.annotations.${CLASS}: Invalid value: "y": field is immutable`],
  ],
  [
    'a secret for expansion is named later',
    'PersistentVolume',
    volume({ csi }),
    volume({ csi: { ...csi, controllerExpandSecretRef: { name: 'a', namespace: 'b' } } }),
    [],
  ],
  [
    'a class of attributes stays',
    'PersistentVolume',
    volume({ csi, volumeAttributesClassName: 'a' }),
    volume({ csi }),
    ['spec.volumeAttributesClassName: Forbidden: update from non-nil value to nil is forbidden'],
  ],
  [
    'a label of nodes gets its new name',
    'PersistentVolume',
    volume(within('failure-domain.beta.kubernetes.io/zone')),
    volume(within('topology.kubernetes.io/zone')),
    [],
  ],
])('%s', (_, kind, before, after, errors) => {
  expect(updateErrors(kind, before as Record<string, unknown>, after as Record<string, unknown>)).toEqual(errors);
});

it.each<[object, string[]]>([
  [{ capacity: { storage: '-5m' } }, ['status.capacity[storage]: Invalid value: -1: must be a valid resource quantity']],
  [
    { allocatedResources: { cpu: '1', 'a.b/c': '1' } },
    ['status.allocatedResources: Unsupported value: "cpu": supported values: "storage"'],
  ],
  [
    { allocatedResourceStatuses: { storage: 'X' } },
    [
      'status.allocatedResourceStatuses: Unsupported value: "storage": supported values: "ControllerResizeInProgress", "ControllerResizeInfeasible", "NodeResizeInProgress", "NodeResizeInfeasible", "NodeResizePending"',
    ],
  ],
])('a claim cannot have the status %j', (status, errors) => {
  const object = { ...claim(), status } as unknown as AnyObject;
  const found = definitionOf('PersistentVolumeClaim').strategy.validateStatusUpdate?.(object, object, {} as never) ?? [];
  expect(found.map(({ field, message }) => `${field}: ${message}`)).toEqual(errors);
});

it.each([
  ['W10=', 'json: cannot unmarshal array into Go value of type map[string]interface {}'],
  ['eyJhIjoxLH0=', "invalid character '}' looking for beginning of object key string"],
  ['dHJ1', "invalid character ' ' in literal true (expecting 'e')"],
  ['ew==', 'unexpected end of JSON input'],
])('a secret for registries with %s', (text, error) => {
  const fields = { type: 'kubernetes.io/dockerconfigjson', data: { '.dockerconfigjson': text } };
  expect(createErrors('Secret', fields)).toEqual([`data[.dockerconfigjson]: Invalid value: "<secret contents redacted>": ${error}`]);
});

const allocated = { devices: { results: [{ request: 'r', driver: 'd.example.com', pool: 'p', device: 'd' }] } };
const result = (more: object) => ({ allocation: { devices: { results: [{ ...allocated.devices.results[0], ...more }] } } });
const device = (more: object) => ({ allocation: allocated, devices: [{ driver: 'd.example.com', pool: 'p', device: 'd', ...more }] });

it.each<[object, string[]]>([
  [{ allocation: allocated }, []],
  [
    result({ request: 'x' }),
    [
      'status.allocation.devices.results[0].request: Invalid value: "x": must be the name of a request in the claim or the name of a request and a subrequest separated by \'/\'',
    ],
  ],
  [
    result({ shareID: 'x' }),
    ['status.allocation.devices.results[0].shareID: Invalid value: "x": error validating uid: invalid UUID length: 1'],
  ],
  [device({ data: 'x' }), ['status.devices[0].data: Invalid value: "<value omitted>": must be a valid JSON object']],
  [
    device({ device: 'other' }),
    [
      'status.devices[0]: Invalid value: {"Driver":"d.example.com","Pool":"p","Device":"other","ShareID":""}: must be an allocated device in the claim',
    ],
  ],
  [
    device({ networkData: { ips: ['10.0.0.1/24', '10.0.0.1/024', 'x'] } }),
    [
      'status.devices[0].networkData.ips[1]: Invalid value: "10.0.0.1/024": must be in canonical form ("10.0.0.1/24")',
      'status.devices[0].networkData.ips[2]: Invalid value: "x": must be a valid address in CIDR form, (e.g. 10.9.8.7/24 or 2001:db8::1/64)',
    ],
  ],
])('a claim of devices with the status %j', (status, errors) => {
  const spec = { devices: { requests: [{ name: 'r', exactly: { deviceClassName: 'c' } }] } };
  const before = { metadata: { name: 'a' }, spec } as unknown as AnyObject;
  const context = { reader: { get: () => undefined, list: () => [] } } as never;
  const found = definitionOf('ResourceClaim').strategy.validateStatusUpdate?.({ ...before, status } as AnyObject, before, context) ?? [];
  expect(found.map(({ field, message }) => `${field}: ${message}`)).toEqual(errors);
});

it('a bound claim may ask for more storage, and for nothing else', () => {
  const { strategy } = definitionOf('PersistentVolumeClaim');
  const bound = (resources: object) =>
    ({ ...claim({ resources }), status: { phase: 'Bound', capacity: { storage: '1Gi' } } }) as unknown as AnyObject;
  const fields = (resources: object) =>
    strategy.validateUpdate?.(bound(resources), bound({ requests: { storage: '2Gi' } }), {} as never).map(({ field }) => field);
  expect(fields({ requests: { storage: '3Gi' } })).toEqual([]);
  expect(fields({ requests: { storage: '1500Mi' } })).toEqual([]);
  expect(fields({ requests: { storage: '1Gi' } })).toEqual(['spec.resources.requests.storage']);
  expect(fields({ requests: { storage: '2Gi', cpu: '1' } })).toEqual(['spec']);
});
