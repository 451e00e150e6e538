import type { ApiRequest } from '../../workers/api/request';
import type { KubeList } from '../../workers/api/meta';
import { Engine } from '../../workers/hosts/engine';
import { createInlineCluster } from '../../workers/hosts/inline';
import { nodeThreads } from '../../workers/hosts/node-threads';
import type { Pod } from '../../workers/resources/core/pods/types';
import { createRequest, deployment } from '../support/manifests';
import type { Print } from './run';

/** Wall seconds of a real control plane with hollow nodes on such a machine, by replicas. */
const REAL_SECONDS: Readonly<Record<number, number>> = { 10: 0.5, 100: 4.3, 500: 24, 1000: 50 };
const listPods: ApiRequest = { verb: 'list', group: '', version: 'v1', resource: 'pods', namespace: 'default' };

function allReady(reply: { body: unknown }, replicas: number): boolean {
  const { items } = reply.body as KubeList<Pod>;
  return (
    items.length === replicas &&
    items.every((pod) => pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True'))
  );
}

/** Wall time from creating a Deployment to all its pods being Ready on 10 nodes, in both placements. */
export async function deploymentBench(print: Print): Promise<void> {
  for (const replicas of [10, 100, 500, 1000]) {
    print({ name: 'deployment-ready', placement: 'inline', replicas, value: inline(replicas), unit: 's', real: REAL_SECONDS[replicas] });
    print({
      name: 'deployment-ready',
      placement: 'threads',
      replicas,
      value: await threads(replicas),
      unit: 's',
      real: REAL_SECONDS[replicas],
    });
  }
}

function inline(replicas: number): number {
  const cluster = createInlineCluster({ seed: 1, nodes: 10 });
  cluster.advance({ byMs: 5_000 });
  const started = performance.now();
  cluster.handle(createRequest(deployment('web', replicas)));
  for (let waited = 0; !allReady(cluster.handle(listPods), replicas); waited++) {
    if (waited > 300) throw new Error(`${replicas} replicas are not Ready after ${waited} virtual seconds`);
    cluster.advance({ byMs: 1_000 });
  }
  return (performance.now() - started) / 1000;
}

async function threads(replicas: number): Promise<number> {
  const seed = 1;
  const engine = new Engine({ seed, nodes: 10 }, await nodeThreads(seed), { realNow: () => performance.now(), paused: true });
  try {
    await engine.advance({ byMs: 5_000 });
    const started = performance.now();
    await engine.request(createRequest(deployment('web', replicas)));
    for (let waited = 0; !allReady(await engine.request(listPods), replicas); waited++) {
      if (waited > 300) throw new Error(`${replicas} replicas are not Ready after ${waited} virtual seconds`);
      await engine.advance({ byMs: 1_000 });
    }
    return (performance.now() - started) / 1000;
  } finally {
    engine.dispose();
  }
}
