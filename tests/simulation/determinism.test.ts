import { describe, expect, test } from 'vitest';
import { guestbook } from '../../src/examples/guestbook';
import { Engine } from '../../workers/hosts/engine';
import { createInlineCluster, replay } from '../../workers/hosts/inline';
import type { ApiRequest } from '../../workers/api/request';
import { nodeThreads } from '../../workers/hosts/node-threads';
import { request } from '../support/cluster';
import { createRequest, deployment, documents } from '../support/manifests';

const fault = (type: string, target: object, durationSeconds: number) => ({
  apiVersion: 'sim.kubarium.dev/v1alpha1',
  kind: 'Fault',
  metadata: { name: type.toLowerCase() },
  spec: { type, target, durationSeconds },
});

/** What is done, and how much time passes after it. */
const story: readonly (readonly [ApiRequest | undefined, number])[] = [
  [undefined, 2_000],
  ...documents(guestbook).map((object) => [createRequest(object), 100] as const),
  [undefined, 20_000],
  [createRequest(deployment('burst', 30)), 7_003],
  [request('create', 'faults', { body: fault('PowerOff', { kind: 'Node', name: 'node-2' }, 200) }), 90_000],
  [request('create', 'faults', { body: fault('ComponentDown', { kind: 'Component', name: 'kube-scheduler' }, 20) }), 400_000],
  [request('patch', 'deployments', { namespace: 'default', name: 'burst', patchType: 'merge', body: { spec: { replicas: 3 } } }), 60_000],
];

function inline(seed: number) {
  const cluster = createInlineCluster({ seed, nodes: 3 });
  for (const [what, byMs] of story) {
    if (what) cluster.handle(what);
    cluster.advance({ byMs });
  }
  return cluster;
}

async function threads(seed: number) {
  const engine = new Engine({ seed, nodes: 3 }, await nodeThreads(seed), { realNow: () => performance.now(), paused: true });
  try {
    for (const [what, byMs] of story) {
      if (what) await engine.request(what);
      await engine.advance({ byMs });
    }
    return { hash: engine.cluster.hash(), revision: engine.cluster.store.revision, round: engine.clock.round };
  } finally {
    engine.dispose();
  }
}

describe('the same seed and inputs', () => {
  const first = inline(1);

  test('give the same cluster again', () => {
    const second = inline(1);
    expect(second.hash()).toBe(first.hash());
    expect(second.cluster.store.revision).toBe(first.cluster.store.revision);
  });

  test('give the same cluster in threads', async () => {
    expect(await threads(1)).toEqual({ hash: first.hash(), revision: first.cluster.store.revision, round: first.clock.round });
  });

  test('give the same cluster from the journal', () => {
    const again = replay(JSON.parse(JSON.stringify(first.journal())));
    again.advance({ untilMs: first.nowMs });
    expect(again.hash()).toBe(first.hash());
  });

  test('give the same cluster whether or not somebody rehearses in between', () => {
    const cluster = createInlineCluster({ seed: 1, nodes: 3 });
    for (const [what, byMs] of story) {
      const rehearsal = createRequest({ ...deployment('rehearsed', 1), metadata: { generateName: 'x-' } });
      expect(cluster.handle({ ...rehearsal, options: { dryRun: true } }).code).toBe(201);
      if (what) cluster.handle(what);
      cluster.advance({ byMs });
    }
    expect(cluster.hash()).toBe(first.hash());
  });

  test('give another one with another seed', () => {
    expect(inline(2).hash()).not.toBe(first.hash());
  });
});
