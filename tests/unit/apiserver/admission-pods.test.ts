import { describe, expect, test } from 'vitest';
import { unmountable } from '../../../workers/apiserver/admission/mountable-secrets';
import { ServerUnderTest, pod } from './server-under-test';

const message = (reply: { readonly body: unknown }) => (reply.body as { message?: string }).message;

describe('mountable secrets', () => {
  const account = {
    metadata: { name: 'sa', annotations: { 'kubernetes.io/enforce-mountable-secrets': 'true' } },
    secrets: [{ name: 'ok' }],
    imagePullSecrets: [{ name: 'pull' }],
  };
  const env = (name: string) => [{ name: 'A', valueFrom: { secretKeyRef: { name } } }];
  const because = 'is not allowed because service account sa does not reference that';
  test.each([
    ['a volume', { volumes: [{ secret: { secretName: 'bad' } }] }, `volume with secret.secretName="bad" ${because} secret`],
    [
      'a variable',
      { containers: [{ name: 'c', env: env('bad') }] },
      `container c with envVar A referencing secret.secretName="bad" ${because} secret`,
    ],
    [
      'what comes first',
      { containers: [{ name: 'c', env: env('bad') }], initContainers: [{ name: 'i', envFrom: [{ secretRef: { name: 'bad' } }] }] },
      `init container i with envFrom referencing secret.secretName="bad" ${because} secret`,
    ],
    ['an image', { imagePullSecrets: [{ name: 'pull' }, { name: 'ok' }] }, `imagePullSecrets[1].name="ok" ${because} imagePullSecret`],
    ['nothing', { containers: [{ name: 'c', env: env('ok') }] }, undefined],
  ])('%s', (_name, spec, text) => {
    expect(unmountable(account, spec)).toBe(text);
    expect(unmountable({ ...account, metadata: { name: 'sa' } }, spec)).toBeUndefined();
  });
});

test('pods wait for the default account of their namespace, and for no other', () => {
  const server = new ServerUnderTest();
  server.must('create', 'namespaces', { body: { metadata: { name: 'n' } } });
  const create = (serviceAccountName?: string) => {
    const body = pod('a', serviceAccountName === undefined ? {} : { serviceAccountName });
    return server.call('create', 'pods', { namespace: 'n', body, options: { dryRun: true } });
  };
  const [unmade, other] = [create(), create('other')];
  expect([message(unmade), unmade.again, message(other), other.again]).toEqual([
    'pods "a" is forbidden: error looking up service account n/default: serviceaccount "default" not found',
    { afterMs: 150, timesMax: 9 },
    'pods "a" is forbidden: error looking up service account n/other: serviceaccount "other" not found',
    undefined,
  ]);
  server.letPodsCome('n');
  expect(create().code).toBe(201);
});

test('mirror pods mention no secrets at all', () => {
  const server = new ServerUnderTest();
  const spec = { nodeName: 'n', imagePullSecrets: [{ name: 'x' }] };
  const mirror = pod('a', spec, { annotations: { 'kubernetes.io/config.mirror': 'x' } });
  expect(message(server.call('create', 'pods', { body: mirror }))).toBe('pods "a" is forbidden: a mirror pod may not reference secrets');
});

test('only one priority class is the default', () => {
  const server = new ServerUnderTest();
  const add = (name: string) =>
    server.call('create', 'priorityclasses', { group: 'scheduling.k8s.io', body: { metadata: { name }, value: 1, globalDefault: true } });
  expect(add('a').code).toBe(201);
  expect(message(add('b'))).toBe(
    'priorityclasses.scheduling.k8s.io "b" is forbidden: PriorityClass a is already marked as default. Only one default can exist',
  );
});

describe('runtime classes', () => {
  const classOf = (scheduling: object) => ({ metadata: { name: 'r' }, handler: 'h', scheduling });
  test.each([
    [
      'a pod that tolerates more keeps its own',
      { key: 'k', operator: 'Exists' },
      { key: 'k', operator: 'Exists', effect: 'NoSchedule' },
      [{ key: 'k', operator: 'Exists' }],
    ],
    [
      'the class that tolerates more replaces it',
      { key: 'k', value: 'v', effect: 'NoSchedule' },
      { operator: 'Exists' },
      [{ operator: 'Exists' }],
    ],
  ])('%s', (_name, own, given, merged) => {
    const server = new ServerUnderTest();
    server.must('create', 'runtimeclasses', { group: 'node.k8s.io', body: classOf({ tolerations: [given] }) });
    const stored = server.must('create', 'pods', { body: pod('a', { runtimeClassName: 'r', tolerations: [own] }) });
    const tolerations = (stored.spec as { tolerations: { key?: string }[] }).tolerations.filter(
      ({ key }) => !key?.startsWith('node.kubernetes.io'),
    );
    expect(tolerations).toEqual(merged);
  });

  test('without overhead of its own allows none', () => {
    const server = new ServerUnderTest();
    server.must('create', 'runtimeclasses', { group: 'node.k8s.io', body: classOf({}) });
    expect(message(server.call('create', 'pods', { body: pod('a', { runtimeClassName: 'r', overhead: { cpu: '1' } }) }))).toContain(
      'Pod Overhead set without corresponding RuntimeClass defined Overhead',
    );
  });
});

test('claims grow only where their class lets them', () => {
  const server = new ServerUnderTest();
  const call = (verb: 'create' | 'patch', more: object) => server.call(verb, 'persistentvolumeclaims', more);
  const spec = { accessModes: ['ReadWriteOnce'], storageClassName: 'gold', resources: { requests: { storage: '1Gi' } } };
  const grow = () => call('patch', { name: 'c', patchType: 'merge', body: { spec: { resources: { requests: { storage: '2Gi' } } } } });
  const storage = (body: object, verb: 'create' | 'patch', more: object = {}) =>
    server.must(verb, 'storageclasses', { group: 'storage.k8s.io', body, ...more });
  storage({ metadata: { name: 'gold' }, provisioner: 'p' }, 'create');
  call('create', { body: { metadata: { name: 'c' }, spec } });
  call('patch', {
    name: 'c',
    subresource: 'status',
    patchType: 'merge',
    body: { status: { phase: 'Bound', capacity: { storage: '1Gi' } } },
  });
  expect(message(grow())).toContain('only dynamically provisioned pvc can be resized');
  storage({ allowVolumeExpansion: true }, 'patch', { name: 'gold', patchType: 'merge' });
  expect(grow().code).toBe(200);
});
