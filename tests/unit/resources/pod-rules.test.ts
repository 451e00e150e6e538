import { describe, expect, it } from 'vitest';
import { imageTag } from '../../../workers/resources/core/pods/image-reference';
import type { AnyObject } from '../../../workers/api/meta';
import { createErrors, definitionOf, stored, updateErrors } from './support';

const container = { name: 'c', image: 'web:1' };
const pod = (spec: object): { spec: object } => ({ spec: { containers: [container], ...spec } });

describe('what pods may say', () => {
  it.each([
    [
      'settings of Linux in a pod for Windows',
      { os: { name: 'windows' }, hostPID: true, securityContext: { runAsUser: 1 } },
      [
        'spec.hostPID: Forbidden: cannot be set for a windows pod',
        'spec.securityContext.runAsUser: Forbidden: cannot be set for a windows pod',
      ],
    ],
    [
      'an NFS volume without anything',
      { volumes: [{ name: 'v', nfs: {} }] },
      [
        'spec.volumes[0].nfs.server: Required value',
        'spec.volumes[0].nfs.path: Required value',
        'spec.volumes[0].nfs.path: Invalid value: "": must be an absolute path',
      ],
    ],
    [
      'a node while gates are closed',
      { nodeName: 'n', schedulingGates: [{ name: 'a/b' }] },
      ['spec.nodeName: Forbidden: cannot be set until all schedulingGates have been cleared'],
    ],
    [
      'an ephemeral container from the start',
      { ephemeralContainers: [{ ...container, name: 'd' }] },
      ['spec.ephemeralContainers: Forbidden: cannot be set on create'],
    ],
  ])('%s', (_, spec, errors) => {
    expect(createErrors('Pod', pod(spec))).toEqual(errors);
  });

  it.each([
    ['gates may go', pod({ schedulingGates: [{ name: 'a/b' }, { name: 'c/d' }] }), pod({ schedulingGates: [{ name: 'a/b' }] }), 0],
    ['none may come', pod({}), pod({ schedulingGates: [{ name: 'a/b' }] }), 1],
    ['a deadline may come', pod({}), pod({ activeDeadlineSeconds: 5 }), 0],
    ['it may not grow', pod({ activeDeadlineSeconds: 5 }), pod({ activeDeadlineSeconds: 6 }), 1],
    ['it may not go', pod({ activeDeadlineSeconds: 5 }), pod({}), 1],
  ])('after creation %s', (_, before, after, count) => {
    expect(updateErrors('Pod', before, after)).toHaveLength(count);
  });
});

describe('images', () => {
  it.each([
    ['web', 'latest'],
    ['registry:5000/web', 'latest'],
    ['registry:5000/web:1', '1'],
    ['web@sha256:abc', ''],
  ])('%s has the tag "%s"', (image, tag) => {
    expect(imageTag(image)).toBe(tag);
  });
});

describe('what a status may say of a pod', () => {
  const errorsOf = (status: object, before: object = {}): string[] => {
    const { strategy } = definitionOf('Pod');
    const base = stored('Pod', pod({ restartPolicy: 'Never' }));
    const now = { ...base, status: { ...base.status, ...status } } as unknown as AnyObject;
    const was = { ...base, status: { ...base.status, ...before } } as unknown as AnyObject;
    const found = strategy.validateStatusUpdate?.(now, was, {} as never) ?? [];
    return found.map(({ field, message }) => `${field}: ${message}`);
  };
  const ended = { name: 'c', state: { terminated: { exitCode: 0 } } };

  it.each([
    ['its class of service stays', { qosClass: 'Guaranteed' }, {}, ['status.qosClass: Invalid value: "Guaranteed": field is immutable']],
    [
      'what ended stays ended',
      { containerStatuses: [{ name: 'c', state: { running: {} } }] },
      { containerStatuses: [ended] },
      ['status.containerStatuses[0].state: Forbidden: may not be transitioned to non-terminated state'],
    ],
    [
      'addresses are of two families',
      { podIPs: [{ ip: '10.0.0.1' }, { ip: '10.0.0.2' }] },
      {},
      ['status.podIPs: Invalid value: [{"IP":"10.0.0.1"},{"IP":"10.0.0.2"}]: may specify no more than one IP for each IP family'],
    ],
    [
      'generations are counted up from 0',
      { observedGeneration: -1 },
      {},
      ['status.observedGeneration: Invalid value: -1: must be a non-negative integer'],
    ],
  ])('%s', (_, status, before, errors) => {
    expect(errorsOf(status, before)).toEqual(errors);
  });
});
