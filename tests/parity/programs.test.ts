/**
 * The real kube-scheduler and kube-controller-manager work on our API server and our nodes, and reach what our own components
 * reach. Runs where the programs are ($ORACLE_BIN or ~/.cache/kubarium-oracle), else says that it does not.
 */
import { afterAll, expect, test } from 'vitest';
import type { AnyObject } from '../../workers/api/meta';
import { handleHttp } from '../../workers/apiserver/http';
import { createInlineCluster } from '../../workers/hosts/inline';
import { findPrograms, startPrograms, until } from './programs/programs';
import type { Running } from './programs/programs';
import { unexpectedErrors } from './programs/log-lines';
import { CREATIONS, UPDATE, isDone, outcome } from './programs/story';
import type { ListOf } from './programs/story';

const NODES = 3;
const STAGE_MS = 60_000;
const folder = findPrograms();
if (!folder) console.warn('real programs skipped: no kube-scheduler and kube-controller-manager in ORACLE_BIN or ~/.cache/kubarium-oracle');

let running: Running | undefined;
afterAll(() => running?.stop());

test.skipIf(!folder)(
  'the real scheduler and controller manager bring a rollout, a StatefulSet and a Job to the end that ours reach',
  async () => {
    running = await startPrograms(folder as string, NODES);
    const { url } = running;
    const list: ListOf = async (path) => ((await (await fetch(`${url}${path}`)).json()) as { items: AnyObject[] }).items;
    const send = async (method: string, path: string, body: unknown, type = 'application/json') => {
      const reply = await fetch(`${url}${path}`, { method, body: JSON.stringify(body), headers: { 'content-type': type } });
      expect(reply.ok, await reply.text()).toBe(true);
    };
    const isReadyNode = (node: AnyObject) =>
      JSON.stringify(node).includes('"reason":"KubeletReady"') && !('taints' in (node['spec'] as object));
    const begin = async () =>
      (await list('/api/v1/nodes')).filter(isReadyNode).length === NODES &&
      (await list('/api/v1/namespaces/default/serviceaccounts')).length === 1;
    expect(await until(begin, STAGE_MS), running.log('kube-controller-manager')).toBe(true);

    for (const { path, object } of CREATIONS) await send('POST', path, object);
    await until(async () => isDone(await outcome(list), 1), STAGE_MS);
    await send('PATCH', UPDATE.path, UPDATE.patch, 'application/strategic-merge-patch+json');
    await until(async () => isDone(await outcome(list), 2), STAGE_MS);

    expect(await outcome(list)).toEqual(await ownOutcome());
    expect(unexpectedErrors(running.log('kube-scheduler'))).toEqual([]);
    expect(unexpectedErrors(running.log('kube-controller-manager'))).toEqual([]);
  },
  4 * STAGE_MS,
);

/** The same story on a cluster with our own scheduler and controllers. */
async function ownOutcome() {
  const cluster = createInlineCluster({ seed: 1, nodes: NODES });
  const send = (method: string, path: string, body?: unknown, type = 'application/json') => {
    const reply = handleHttp(cluster.cluster.api, {
      method,
      path,
      headers: { 'content-type': type },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    expect(reply.code, JSON.stringify(reply.body)).toBeLessThan(300);
    return reply.body as { items: AnyObject[] };
  };
  const list: ListOf = (path) => Promise.resolve(send('GET', path).items);
  cluster.advance({ byMs: 20_000 });
  for (const { path, object } of CREATIONS) send('POST', path, object);
  for (let step = 0; step < 120 && !isDone(await outcome(list), 1); step++) cluster.advance({ byMs: 1000 });
  send('PATCH', UPDATE.path, UPDATE.patch, 'application/strategic-merge-patch+json');
  for (let step = 0; step < 120 && !isDone(await outcome(list), 2); step++) cluster.advance({ byMs: 1000 });
  return outcome(list);
}
