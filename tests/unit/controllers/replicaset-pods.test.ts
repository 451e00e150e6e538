import { describe, expect, it } from 'vitest';
import type { ApiReply, ApiRequest } from '../../../workers/api/request';
import { forbidden } from '../../../workers/api/status';
import { selectorFromSet } from '../../../workers/api/labels';
import { claim, sortOut } from '../../../workers/controllers/controller-ref-manager';
import { createPods } from '../../../workers/controllers/replicaset/manage-replicas';
import type { Family } from '../../../workers/controllers/replicaset/replicator';
import type { Pod } from '../../../workers/resources/core/pods/types';

const FAMILY = { group: 'apps', version: 'v1', resource: 'replicasets', apiVersion: 'apps/v1', kind: 'ReplicaSet' } as unknown as Family;
const OWNER = { ...FAMILY, metadata: { name: 'web', namespace: 'default', uid: 'rs' } };
const PODS = { group: '', version: 'v1', resource: 'pods' };
const SELECTOR = selectorFromSet({ app: 'web' });
const QUOTA: ApiReply = { code: 403, body: forbidden('', 'pods', 'web-x', 'exceeded quota: q') };

describe('creating pods', () => {
  it.each([
    ['doubles its batches', 10, Number.POSITIVE_INFINITY, [1, 2, 4, 3]],
    ['stops after the first batch with a failure', 40, 5, [1, 2, 4]],
    ['creates five hundred at most', 1000, Number.POSITIVE_INFINITY, [1, 2, 4, 8, 16, 32, 64, 128, 245]],
  ])('%s', (_, missing, allowed, batches) => {
    const { sizes } = create(missing, allowed);
    expect(sizes).toEqual(batches);
  });

  it('tells what was created and why the rest was not', () => {
    const { events, result } = create(3, 2);
    expect(events).toEqual([
      'Normal SuccessfulCreate Created pod: web-1',
      'Normal SuccessfulCreate Created pod: web-2',
      'Warning FailedCreate Error creating: pods "web-x" is forbidden: exceeded quota: q',
    ]);
    expect(result).toEqual({ reply: QUOTA, message: 'pods "web-x" is forbidden: exceeded quota: q' });
  });

  it('counts a terminating namespace as success', () => {
    const details = { causes: [{ reason: 'NamespaceTerminating' }] };
    const reply = { code: 403, body: { ...forbidden('', 'pods', 'web-x', 'being terminated'), details } } as ApiReply;
    const { events, result } = create(1, 0, reply);
    expect([events, result]).toEqual([[], undefined]);
  });
});

describe('claiming pods', () => {
  it('keeps its own, takes orphans, lets go of strays and leaves others alone', () => {
    const pods = [
      pod('own', 'rs'),
      pod('orphan'),
      pod('stray', 'rs', { app: 'db' }),
      pod('other', 'rs2'),
      pod('foreign', undefined, { app: 'db' }),
    ];
    const { own, orphans, strays } = sortOut(OWNER, SELECTOR, pods);
    expect([own, orphans, strays].map(names)).toEqual([['own'], ['orphan'], ['stray']]);
  });

  it('neither takes nor lets go while the owner is being deleted', () => {
    const owner = { metadata: { ...OWNER.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } };
    const { own, orphans, strays } = sortOut(owner, SELECTOR, [pod('own', 'rs'), pod('orphan'), pod('stray', 'rs', { app: 'db' })]);
    expect([own, orphans, strays].map(names)).toEqual([['own'], [], []]);
  });

  it('takes nothing when the owner turns out to be another', () => {
    const script = claim(OWNER, SELECTOR, [pod('orphan')], PODS);
    expect(script.next().value).toEqual([
      { verb: 'get', group: 'apps', version: 'v1', resource: 'replicasets', namespace: 'default', name: 'web' },
    ]);
    const end = script.next([{ code: 200, body: { metadata: { uid: 'new' } } }]);
    expect([end.done, (end.value as { claimed: unknown[] }).claimed, 'failure' in (end.value as object)]).toEqual([true, [], true]);
  });

  it('patches only the reference, for the very object it saw', () => {
    const script = claim(OWNER, SELECTOR, [pod('stray', 'rs', { app: 'db' })], PODS);
    const [request] = script.next().value as ApiRequest[];
    expect([request?.patchType, request?.body]).toEqual([
      'strategic',
      { metadata: { uid: 'stray', ownerReferences: [{ $patch: 'delete', uid: 'rs' }] } },
    ]);
  });
});

function create(missing: number, allowed: number, refusal: ApiReply = QUOTA) {
  const events: string[] = [];
  const sizes: number[] = [];
  const recorder = {
    event: (_: unknown, type: string, reason: string, message: string) => void events.push(`${type} ${reason} ${message}`),
  };
  const replicaSet = { metadata: OWNER.metadata, spec: { replicas: missing, template: { metadata: { labels: { app: 'web' } } } } };
  const script = createPods(FAMILY, replicaSet, missing, recorder);
  let made = 0;
  let step = script.next();
  while (!step.done) {
    sizes.push(step.value.length);
    step = script.next(step.value.map(() => (made < allowed ? { code: 201, body: { metadata: { name: `web-${++made}` } } } : refusal)));
  }
  return { events, sizes, result: step.value };
}

function pod(name: string, owner?: string, labels: Record<string, string> = { app: 'web' }): Pod {
  const ownerReferences = owner ? [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: owner, controller: true }] : [];
  return { metadata: { name, uid: name, namespace: 'default', labels, ownerReferences } } as unknown as Pod;
}

function names(pods: readonly Pod[]): (string | undefined)[] {
  return pods.map(({ metadata }) => metadata.name);
}
