import { describe, expect, test } from 'vitest';
import { ServerUnderTest, message, pod } from './server-under-test';

interface PodSpec {
  readonly tolerations?: readonly { readonly key?: string; readonly tolerationSeconds?: number }[];
  readonly priority?: number;
  readonly serviceAccountName?: string;
  readonly containers: readonly { readonly resources?: object; readonly volumeMounts?: readonly { readonly mountPath: string }[] }[];
}

function created(server: ServerUnderTest, spec: object = {}): PodSpec {
  return server.must('create', 'pods', { body: pod('a', spec) }).spec as unknown as PodSpec;
}

describe('pods get', () => {
  test('300 s on a node that is not ready or unreachable', () => {
    expect(created(new ServerUnderTest()).tolerations?.map(({ key, tolerationSeconds }) => [key, tolerationSeconds])).toEqual([
      ['node.kubernetes.io/not-ready', 300],
      ['node.kubernetes.io/unreachable', 300],
    ]);
  });

  test('no tolerations where one tolerates everything', () => {
    expect(created(new ServerUnderTest(), { tolerations: [{ operator: 'Exists' }] }).tolerations).toEqual([{ operator: 'Exists' }]);
  });

  test.each([
    [undefined, 0],
    ['system-node-critical', 2_000_001_000],
  ])('priority of class %s', (priorityClassName, priority) => {
    expect(created(new ServerUnderTest(), priorityClassName ? { priorityClassName } : {}).priority).toBe(priority);
  });

  test('the default service account and its token', () => {
    const spec = created(new ServerUnderTest());
    expect([spec.serviceAccountName, spec.containers[0]?.volumeMounts?.map(({ mountPath }) => mountPath)]).toEqual([
      'default',
      ['/var/run/secrets/kubernetes.io/serviceaccount'],
    ]);
  });
});

test('new nodes are tainted until they are ready', () => {
  const node = new ServerUnderTest().must('create', 'nodes', { body: { metadata: { name: 'n' } } });
  expect((node.spec as { taints: object[] }).taints).toEqual([{ key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' }]);
});

describe('limit ranges', () => {
  function limited(limit: object): ServerUnderTest {
    const server = new ServerUnderTest();
    server.must('create', 'limitranges', { body: { metadata: { name: 'l' }, spec: { limits: [limit] } } });
    return server;
  }

  test('fill in what containers leave out', () => {
    const server = limited({ type: 'Container', default: { cpu: '500m' }, defaultRequest: { cpu: '100m' } });
    expect(created(server).containers[0]?.resources).toEqual({ requests: { cpu: '100m' }, limits: { cpu: '500m' } });
  });

  test('refuse what is beyond their bounds', () => {
    const server = limited({ type: 'Container', max: { cpu: '1' } });
    const body = pod('a', { containers: [{ name: 'c', image: 'x', resources: { limits: { cpu: '2' } } }] });
    expect(message(server.call('create', 'pods', { body }))).toBe(
      'pods "a" is forbidden: maximum cpu usage per Container is 1, but limit is 2',
    );
  });
});

describe('pod security', () => {
  function labelled(labels: object): ServerUnderTest {
    const server = new ServerUnderTest();
    server.must('create', 'namespaces', { body: { metadata: { name: 'n', labels } } });
    server.letPodsCome('n');
    return server;
  }

  test.each([
    [
      'baseline',
      { hostNetwork: true },
      'pods "a" is forbidden: violates PodSecurity "baseline:latest": host namespaces (hostNetwork=true)',
    ],
    ['baseline', {}, undefined],
    ['privileged', { hostNetwork: true }, undefined],
  ])('enforcing %s', (level, spec, refusal) => {
    const reply = labelled({ 'pod-security.kubernetes.io/enforce': level }).call('create', 'pods', {
      namespace: 'n',
      body: pod('a', spec),
    });
    expect(reply.code === 201 ? undefined : message(reply)).toBe(refusal);
  });

  test('warnings let the pod pass', () => {
    const reply = labelled({ 'pod-security.kubernetes.io/warn': 'baseline' }).call('create', 'pods', {
      namespace: 'n',
      body: pod('a', { hostPID: true }),
    });
    expect([reply.code, reply.warnings]).toEqual([201, ['would violate PodSecurity "baseline:latest": host namespaces (hostPID=true)']]);
  });
});
