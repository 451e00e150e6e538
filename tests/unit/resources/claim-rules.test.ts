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
