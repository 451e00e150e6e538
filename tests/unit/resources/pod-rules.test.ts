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
      'one volume at two device paths, of which the last is known elsewhere',
      {
        volumes: [{ name: 'p', persistentVolumeClaim: { claimName: 'x' } }],
        containers: [
          {
            ...container,
            volumeMounts: [{ name: 'p', mountPath: '/a' }],
            volumeDevices: [
              { name: 'p', devicePath: '/a' },
              { name: 'p', devicePath: '/b' },
            ],
          },
        ],
      },
      [
        'spec.containers[0].volumeMounts[0].name: Invalid value: "p": must not already exist in volumeDevices',
        'spec.containers[0].volumeDevices[0].name: Invalid value: "p": must not already exist in volumeMounts',
        'spec.containers[0].volumeDevices[0].devicePath: Invalid value: "/a": must not already exist as a path in volumeMounts',
        'spec.containers[0].volumeDevices[1].name: Invalid value: "p": must be unique',
        'spec.containers[0].volumeDevices[1].name: Invalid value: "p": must not already exist in volumeMounts',
      ],
    ],
    [
      'an init container that resizing would restart',
      { initContainers: [{ ...container, name: 'i', resizePolicy: [{ resourceName: 'cpu', restartPolicy: 'RestartContainer' }] }] },
      [
        'spec.initContainers[0].resizePolicy[0].restartPolicy: Invalid value: "RestartContainer": must not be set to \'RestartContainer\' for non-sidecar initContainers',
      ],
    ],
    [
      'resources of a whole pod for Windows',
      { os: { name: 'windows' }, resources: { requests: { cpu: '1' } } },
      ['spec.resources: Forbidden: may not be set for a windows pod'],
    ],
    [
      "a Windows user's name as JSON, being behind a pointer",
      { securityContext: { windowsOptions: { runAsUserName: 'x\u0001' } } },
      ['spec.securityContext.windowsOptions.runAsUserName: Invalid value: "x\\u0001": runAsUserName cannot contain control characters'],
    ],
    [
      'what spec.nodeName was called once',
      { containers: [{ ...container, env: [{ name: 'N', valueFrom: { fieldRef: { fieldPath: 'spec.host' } } }] }] },
      [],
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

describe('AppArmor by annotation', () => {
  const annotations = (text: string) => ({
    metadata: { name: 'a', annotations: { 'container.apparmor.security.beta.kubernetes.io/c': text } },
  });

  it.each([
    ['a named profile', 'localhost/x', {}, { type: 'Localhost', localhostProfile: 'x' }],
    ['none at all', 'unconfined', {}, { type: 'Unconfined' }],
    ['what the pod says already', 'runtime/default', { securityContext: { appArmorProfile: { type: 'RuntimeDefault' } } }, undefined],
    ['a name that is none', 'localhost/', {}, undefined],
    ['anything for Windows', 'unconfined', { os: { name: 'windows' } }, undefined],
  ])('%s as a field', (_, text, spec, profile) => {
    const { spec: made } = stored('Pod', { ...annotations(text), ...pod(spec) });
    expect(made.containers[0].securityContext?.appArmorProfile).toEqual(profile);
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
