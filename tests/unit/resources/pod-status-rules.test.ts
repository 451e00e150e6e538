import { expect, it } from 'vitest';
import { podStrategy } from '../../../workers/resources/core/pods/strategy';
import { validatePodStatusUpdate } from '../../../workers/resources/core/pods/validation/pod-status';

const container = { name: 'c', image: 'web:1', resources: { requests: { cpu: '1', 'example.com/x': '1' } } };
const pod = (status: object, spec: object = {}): never =>
  ({ kind: 'Pod', apiVersion: 'v1', metadata: { name: 'a' }, spec: { containers: [container], ...spec }, status }) as never;
const claim = (...requestMappings: readonly object[]): object => ({
  extendedResourceClaimStatus: { resourceClaimName: 'a', requestMappings },
});
const mapping = { containerName: 'c', requestName: 'r', resourceName: 'example.com/x' };
const MAPPINGS = 'status.extendedResourceClaimStatus.requestMappings';
const families = (shown: string): string => `status.podIPs: Invalid value: ${shown}: may specify no more than one IP for each IP family`;

it.each([
  ['an address of each family', { podIPs: [{ ip: '1.2.3.4' }, { ip: '::1' }] }, []],
  ['the same address twice', { podIPs: [{ ip: '1.2.3.4' }, { ip: '1.2.3.4' }] }, [families('[{"IP":"1.2.3.4"},{"IP":"1.2.3.4"}]')]],
  [
    'an address that cannot be read',
    { podIPs: [{ ip: '::1' }, { ip: 'x' }] },
    [
      'status.podIPs[1]: Invalid value: "x": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)',
      'status.podIPs: Internal error: failed to check for dual stack with error:invalid IP[1]: x',
      families('[{"IP":"::1"},{"IP":"x"}]'),
    ],
  ],
  [
    'a user that no system has',
    { containerStatuses: [{ name: 'c', user: { linux: { uid: -1, gid: 1, supplementalGroups: [2_147_483_648] } } }] },
    [
      'status.containerStatuses[0].user.linux.uid: Invalid value: -1: must be between 0 and 2147483647, inclusive',
      'status.containerStatuses[0].user.linux.supplementalGroups[0]: Invalid value: 2147483648: must be between 0 and 2147483647, inclusive',
    ],
  ],
  [
    'the health of what was not asked for',
    { containerStatuses: [{ name: 'c', allocatedResourcesStatus: [{ name: 'cpu' }, { name: 'memory' }] }] },
    [
      'status.containerStatuses[0].allocatedResourcesStatus[1].name: Invalid value: "memory": must match one of the container\'s resource requests',
    ],
  ],
  ['the health of a container that is not there', { containerStatuses: [{ name: 'q', allocatedResourcesStatus: [{ name: 'gpu' }] }] }, []],
  [
    'a mapping given twice',
    claim(mapping, mapping),
    [
      `${MAPPINGS}[1].containerName: Duplicate value: "c"`,
      `${MAPPINGS}[1].resourceName: Duplicate value: "example.com/x"`,
      `${MAPPINGS}[1].requestName: Duplicate value: "r"`,
    ],
  ],
  [
    'a mapping of what was not asked for',
    claim({ ...mapping, resourceName: 'b' }),
    [
      `${MAPPINGS}[0].resourceName: Invalid value: "b": must match the extended resource name of an entry in spec.initContainers.resources.requests or spec.containers.resources.requests`,
    ],
  ],
])('a pod status with %s', (_, status, errors) => {
  expect(validatePodStatusUpdate(pod(status), pod({})).map(({ field, message }) => `${field}: ${message}`)).toStrictEqual(errors);
});

it('has no Linux users where the pod runs on Windows', () => {
  const status = { containerStatuses: [{ name: 'c', user: { linux: { uid: 1, gid: 1 } } }] };
  const [error] = validatePodStatusUpdate(pod(status, { os: { name: 'windows' } }), pod({}));
  expect(error?.message).toBe('Forbidden: cannot be set for a windows pod');
});

it('nominates no node for a pod that is on one', () => {
  const bound = { nodeName: 'n' };
  const errors = validatePodStatusUpdate(pod({ nominatedNodeName: 'n' }, bound), pod({}, bound));
  const text = 'status.nominatedNodeName: Forbidden: may not be set on pods that are already bound to a node';
  expect(errors.map(({ field, message }) => `${field}: ${message}`)).toEqual([text]);
});

it('keeps the generations that were observed from those who do not know of them', () => {
  const draft = { status: { conditions: [{ type: 'A' }, { type: 'B', observedGeneration: 3 }, { type: 'C' }] }, metadata: {} };
  const stored = {
    metadata: {},
    status: { observedGeneration: 2, conditions: ['A', 'B'].map((type) => ({ type, observedGeneration: 1 })) },
  };
  podStrategy.prepareForUpdate?.(draft as never, stored as never, { subresource: 'status' } as never);
  expect(draft.status).toMatchObject({
    observedGeneration: 2,
    conditions: [{ type: 'A', observedGeneration: 1 }, { type: 'B', observedGeneration: 3 }, { type: 'C' }],
  });
});
