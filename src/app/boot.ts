import { connect } from '../bridge/connect';
import type { Engine } from '../bridge/connect';
import { createRaces } from '../bridge/races';
import { guestbook, visitors } from '../examples/guestbook';
import { createManifest } from '../state/commands/objects';
import { setClock } from '../state/commands/clock';
import { connectionStore, transport } from '../state/connection';
import { startFeed } from '../state/feed';
import { messageOf, notify } from '../state/notices';
import { startFlows } from '../state/flows';
import { receiveClock } from '../state/time';
import type { KubeList } from '../../workers/api/meta';

/**
 * Starts the cluster and the feeds. Reads `?engine=worker|http`, `?seed=`, `?nodes=` and `?demo=0`; without them: the
 * worker engine (or the server the page came from), seed 1, three nodes, and the guestbook where the cluster is empty
 * (on a served cluster only with `?demo=1`).
 */
export async function boot(query: URLSearchParams): Promise<void> {
  try {
    const wantsDemo = query.get('demo') !== '0';
    const connected = await connect((query.get('engine') as Engine | null) ?? 'auto', {
      seed: numberOf(query.get('seed'), 1),
      nodes: numberOf(query.get('nodes'), 3),
      paused: wantsDemo,
      onProgress: (progress) => connectionStore.setState({ progress }),
      onCrash: (problem) => connectionStore.setState({ phase: 'failed', problem }),
    });
    connectionStore.setState({ transport: connected, startRace: createRaces(connected), progress: { done: 1, step: 'ready' } });
    connected.onClock(receiveClock);
    startFeed(connected);
    startFlows(connected);
    connectionStore.setState({ phase: 'ready' });
    if (query.get('demo') === '1' || (connected.kind === 'worker' && wantsDemo)) await startDemo();
  } catch (error) {
    connectionStore.setState({ phase: 'failed', problem: error instanceof Error ? error.message : String(error) });
  }
}

/**
 * The guestbook and its visitors, where nobody has deployed anything yet. A cluster of this page's own stands still until all of it
 * is there, so that it becomes the same with every visit.
 */
async function startDemo(): Promise<void> {
  const reply = await transport().request({ method: 'GET', path: '/apis/apps/v1/deployments?limit=1' });
  const isEmpty = reply.code === 200 && (reply.body as KubeList).items.length === 0;
  if (isEmpty) {
    await create(guestbook);
    await create(visitors);
  }
  await setClock({ paused: false, speed: 1 });
}

async function create(manifest: string): Promise<void> {
  for (const { kind, name, reply } of await createManifest(manifest)) {
    if (reply.code >= 300 || reply.code === 0) notify({ tone: 'problem', text: `${kind} ${name}: ${messageOf(reply)}` });
  }
}

function numberOf(text: string | null, otherwise: number): number {
  const number = text === null ? Number.NaN : Number(text);
  return Number.isSafeInteger(number) && number >= 0 ? number : otherwise;
}
