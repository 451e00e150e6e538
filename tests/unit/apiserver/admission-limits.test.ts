import { describe, expect, test } from 'vitest';
import { enforcedPolicy, isNoStricter, warnedPolicy } from '../../../workers/apiserver/admission/pod-security/labels';
import { podResources } from '../../../workers/apiserver/admission/limit-ranger/pod-resources';
import { countsTowards, quotaSelects, usageOf } from '../../../workers/api/quota/usage';
import { formatAmounts } from '../../../workers/api/quota/amounts';
import { ServerUnderTest, pod } from './server-under-test';

const label = (labels: Record<string, string>) =>
  Object.fromEntries(Object.entries(labels).map(([name, value]) => [`pod-security.kubernetes.io/${name}`, value]));

describe('pod security', () => {
  test.each([
    ['warnings follow what is enforced', { enforce: 'restricted', 'enforce-version': 'v1.20' }, 'restricted:v1.20'],
    ['at a version of their own', { enforce: 'restricted', 'enforce-version': 'v1.20', 'warn-version': 'v1.30' }, 'restricted:v1.30'],
    [
      'a level of their own leaves the enforced version out',
      { enforce: 'restricted', 'enforce-version': 'v1.20', warn: 'baseline' },
      'baseline:latest',
    ],
    ['privileged silences them', { enforce: 'restricted', warn: 'privileged' }, 'privileged:latest'],
  ])('%s', (_name, labels, title) => {
    expect(warnedPolicy(label(labels)).title).toBe(title);
  });

  test('only a stricter level or another version asks about the pods that are there', () => {
    const policy = (enforce: string, version = 'latest') => enforcedPolicy(label({ enforce, 'enforce-version': version }));
    expect(isNoStricter(policy('baseline'), policy('restricted'))).toBe(true);
    expect(isNoStricter(policy('restricted'), policy('baseline'))).toBe(false);
    expect(isNoStricter(policy('baseline', 'v1.20'), policy('restricted'))).toBe(false);
  });

  test('annotations are profiles too, and an update that changes none of them passes', () => {
    const server = new ServerUnderTest();
    const key = 'container.apparmor.security.beta.kubernetes.io/c';
    server.must('create', 'pods', { body: pod('a', { hostNetwork: true }) });
    const labels = label({ enforce: 'baseline' });
    server.call('patch', 'namespaces', { name: 'default', patchType: 'merge', body: { metadata: { labels } } });
    const touched = server.call('patch', 'pods', { name: 'a', patchType: 'merge', body: { spec: { activeDeadlineSeconds: 9 } } });
    expect(touched.code).toBe(200);
    const refused = server.call('create', 'pods', { body: pod('b', {}, { annotations: { [key]: 'unconfined' } }) });
    expect((refused.body as { message: string }).message).toContain(
      `container "c" and annotation must not set AppArmor profile type to "Unconfined", "${key}="unconfined""`,
    );
  });
});

test('a limit on pods counts sidecars, and what a pod says of itself instead', () => {
  const container = (cpu: string, restartPolicy?: string) => ({
    resources: { limits: { cpu } },
    ...(restartPolicy ? { restartPolicy } : {}),
  });
  const spec = { containers: [container('1')], initContainers: [container('500m', 'Always'), container('2')] };
  expect(podResources(spec).limits).toEqual({ cpu: '2500m' });
  expect(podResources({ ...spec, resources: { limits: { cpu: '3' } } }).limits).toEqual({ cpu: '3' });
});

test('limit ranges without a name get one', () => {
  const server = new ServerUnderTest();
  const { metadata } = server.must('create', 'limitranges', { body: { spec: { limits: [] } } });
  expect(metadata?.name).toMatch(/^[0-9a-f-]{36}$/);
});

describe('quotas', () => {
  const claim = { metadata: { name: 'c' }, spec: { volumeAttributesClassName: 'gold', resources: { requests: { storage: '1Gi' } } } };
  test.each([
    ['VolumeAttributesClass', 'In', ['gold'], true],
    ['VolumeAttributesClass', 'In', ['silver'], false],
    ['VolumeAttributesClass', 'DoesNotExist', undefined, false],
    ['PriorityClass', 'Exists', undefined, false],
  ])('claims by scope %s %s %j: %s', (scopeName, operator, values, selected) => {
    const quota = { scopeSelector: { matchExpressions: [{ scopeName, operator, ...(values ? { values } : {}) }] } };
    expect(quotaSelects(quota, '', 'persistentvolumeclaims', claim)).toBe(selected);
  });

  test('a claim that was given more than it asks for counts that', () => {
    const given: object = { ...claim, status: { allocatedResources: { storage: '5Gi' } } };
    const usage = usageOf('', 'persistentvolumeclaims', given, 0);
    expect(formatAmounts(usage)).toMatchObject({ 'requests.storage': '5Gi' });
  });

  test('events never count', () => {
    expect(countsTowards('', 'events', 'count/events')).toBe(false);
    expect(countsTowards('events.k8s.io', 'events', 'count/events.events.k8s.io')).toBe(false);
  });

  test('a resize is charged', () => {
    const server = new ServerUnderTest();
    const hard = { 'requests.cpu': '1' };
    server.must('create', 'pods', {
      body: pod('a', { containers: [{ name: 'c', image: 'i', resources: { requests: { cpu: '500m' } } }] }),
    });
    server.must('create', 'resourcequotas', { body: { metadata: { name: 'q' }, spec: { hard } } });
    const status = { hard, used: { 'requests.cpu': '500m' } };
    server.must('patch', 'resourcequotas', { name: 'q', subresource: 'status', patchType: 'merge', body: { status } });
    const body = [{ op: 'replace', path: '/spec/containers/0/resources/requests/cpu', value: '2' }];
    const resized = server.call('patch', 'pods', { name: 'a', subresource: 'resize', patchType: 'json', body });
    expect((resized.body as { message: string }).message).toBe(
      'pods "a" is forbidden: exceeded quota: q, requested: requests.cpu=1500m, used: requests.cpu=500m, limited: requests.cpu=1',
    );
  });
});
