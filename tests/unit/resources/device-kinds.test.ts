/** Rules of resource.k8s.io: claims, classes and slices of devices. */
import { describe, expect, it } from 'vitest';
import { createErrors, definitionOf, stored, updateErrors } from './support';

const LABEL =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const NO_REQUEST = "must be the name of a request in the claim or the name of a request and a subrequest separated by '/'";
const exactly = { deviceClassName: 'c' };
const claim = (devices: object) => ({ spec: { devices: { requests: [{ name: 'a', exactly }], ...devices } } });
const slice = (spec: object) => ({
  spec: { driver: 'd.e', pool: { name: 'p', generation: 1, resourceSliceCount: 1 }, allNodes: true, ...spec },
});

describe('claims', () => {
  it.each<[object, string[]]>([
    [
      {
        requests: [
          { name: 'a', exactly },
          { name: 'a', exactly },
        ],
      },
      ['spec.devices.requests[1]: Duplicate value: "a"'],
    ],
    [
      { requests: [{ name: 'a', exactly, firstAvailable: [{ name: 'A' }] }] },
      [
        'spec.devices.requests[0]: Invalid value: null: exactly one of `exactly` or `firstAvailable` is required, but multiple fields are set',
      ],
    ],
    [
      { constraints: [{ requests: ['x'], matchAttribute: 'y' }] },
      [
        `spec.devices.constraints[0].requests[0]: Invalid value: "x": ${NO_REQUEST}`,
        'spec.devices.constraints[0].matchAttribute: Invalid value: "y": a fully qualified name must be a domain and a name separated by a slash',
      ],
    ],
    [
      { config: [{ opaque: { driver: 'd', parameters: 1 } }] },
      ['spec.devices.config[0].opaque.parameters: Invalid value: "<value omitted>": must be a valid JSON object'],
    ],
    [
      { requests: [{ name: 'a', exactly: { ...exactly, adminAccess: true } }] },
      [
        'spec.devices.requests[0].adminAccess: Forbidden: admin access to devices requires the `resource.kubernetes.io/admin-access: true` label on the containing namespace',
      ],
    ],
  ])('refuse %j', (devices, errors) => {
    expect(createErrors('ResourceClaim', claim(devices))).toEqual(errors);
  });

  it('keep what they ask for', () => {
    const after = claim({ requests: [{ name: 'q', exactly }] });
    expect(updateErrors('ResourceClaim', claim({}), after)).toEqual([
      'spec: Invalid value: {"Devices":{"Requests":[{"Name":"q","Exactly":{"DeviceClassName":"c","Selectors":null,"AllocationMode":"ExactCount","Count":1,"AdminAccess":null,"Tolerations":null,"Capacity":null},"FirstAvailable":null}],"Constraints":null,"Config":null}}: field is immutable',
    ]);
  });

  it('templates may not decide what the server does', () => {
    const spec = { metadata: { uid: 'u', name: 'n' }, spec: {} };
    expect(createErrors('ResourceClaimTemplate', { spec })).toEqual([
      'spec.metadata.name: Forbidden: cannot be set',
      'spec.metadata.uID: Forbidden: cannot be set',
    ]);
  });
});

describe('classes', () => {
  it.each<[object, string[]]>([
    [
      { selectors: [{ cel: { expression: 'device.foo' } }] },
      [
        'spec.selectors[0].cel.expression: Invalid value: "device.foo": compilation failed: ERROR: <input>:1:7: undefined field \'foo\'\n | device.foo\n | ......^',
      ],
    ],
    [
      { selectors: [{ cel: { expression: 'device.driver' } }] },
      ['spec.selectors[0].cel.expression: Invalid value: "device.driver": must evaluate to bool or the unknown type, not string'],
    ],
    [{ extendedResourceName: 'gpu' }, ['spec.extendedResourceName: Invalid value: "gpu": must be a valid extended resource name']],
  ])('refuse %j', (spec, errors) => {
    expect(createErrors('DeviceClass', { spec })).toEqual(errors);
  });
});

describe('slices', () => {
  const policy = (requestPolicy: object) => ({
    devices: [{ name: 'd', allowMultipleAllocations: true, capacity: { m: { value: '10', requestPolicy } } }],
  });
  const at = 'spec.devices[0].capacity[m].requestPolicy';
  it.each<[object, string[]]>([
    [{ devices: [{ name: 'A' }] }, [`spec.devices[0].name: Invalid value: "A": ${LABEL}`]],
    [
      { devices: [{ name: 'd', attributes: { v: { version: '1' } } }] },
      ['spec.devices[0].attributes[v].version: Invalid value: "1": must be a string compatible with semver.org spec 2.0.0'],
    ],
    [
      { devices: [{ name: 'd', bindingConditions: ['a'] }] },
      ['spec.devices[0].bindingFailureConditions: Invalid value: null: bindingFailureConditions are required to use bindingConditions'],
    ],
    [
      policy({ default: '5', validValues: ['20'] }),
      [
        `${at}.validValues[0]: Invalid value: "20": option is larger than capacity value: 10`,
        `${at}.validValues: Invalid value: "5": default value is not valid according to the requestPolicy`,
      ],
    ],
    [
      policy({ default: '5', validRange: { min: '6', max: '8', step: '3' } }),
      [
        `${at}.validRange.min: Invalid value: "5": default is less than min: 6`,
        `${at}.validRange.step: Invalid value: "5": value is not a multiple of a given step (3) from (6)`,
        `${at}.validRange.step: Invalid value: "8": value is not a multiple of a given step (3) from (6)`,
      ],
    ],
    [policy({ default: '1500m', validRange: { min: '0', step: '2' } }), []],
    [
      { devices: [{ name: 'd', bindingConditions: ['a'], bindingFailureConditions: [] }] },
      ['spec.devices[0].bindingFailureConditions: Invalid value: []: bindingFailureConditions are required to use bindingConditions'],
    ],
    [
      { allNodes: true, nodeName: 'n' },
      [
        'spec: Invalid value: "{`nodeName`, `allNodes`}": exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required, but multiple fields are set',
      ],
    ],
  ])('refuse %j', (spec, errors) => {
    expect(createErrors('ResourceSlice', slice(spec))).toEqual(errors);
  });

  it('count a change of what is behind a gate', () => {
    const { strategy } = definitionOf('ResourceSlice');
    const before = stored('ResourceSlice', slice({ devices: [{ name: 'd' }] }));
    const draft = stored('ResourceSlice', slice({ devices: [{ name: 'd' }] }));
    draft.spec.devices[0].nodeAllocatableResourceMappings = { a: {} };
    strategy.prepareForUpdate?.(draft, { ...before, metadata: { ...before.metadata, generation: 3 } }, { nowMs: 0 } as never);
    expect([draft.metadata.generation, draft.spec]).toEqual([4, before.spec]);
  });

  it('remember since when devices are tainted', () => {
    const device = { name: 'd', taints: [{ key: 'k', effect: 'NoSchedule' }] };
    expect(stored('ResourceSlice', slice({ devices: [device] })).spec.devices[0].taints).toEqual([
      { key: 'k', effect: 'NoSchedule', timeAdded: '2026-01-01T00:00:00Z' },
    ]);
  });
});
