import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import type { WatchEvent } from '../../../workers/api/meta';
import { ApiServer } from '../../../workers/apiserver/server';
import { PageServer } from '../../../workers/hosts/page-server';
import type { Engine } from '../../../workers/hosts/engine';
import type { WatchFrame, WorkerToPage } from '../../../workers/protocol/page';
import { randomStream } from '../../../workers/sim/prng';
import { Store } from '../../../workers/store/store';
import { MAPS, map, mapsOf } from '../../contract/configmaps';
import { httpSubject } from '../../contract/subject';

const EXPIRED = { type: 'ERROR', object: { code: 410, reason: 'Expired' } };
const WRITES = 30;

describe('a watcher that does not keep up', () => {
  test('over HTTP is told 410 after what it was sent, and recovers with a new list', async () => {
    const subject = await httpSubject(256 * 1024);
    const maps = mapsOf(subject);
    const response = await openWithoutReading(subject.port ?? 0, `${MAPS}?watch=1&resourceVersion=${await maps.revision()}`);
    for (let at = 0; at < WRITES; at++) await maps.create(`n-${at}`, { text: 'x'.repeat(800_000) });
    const events = await readAll(response);
    const created = events.slice(0, -1).map(({ object }) => object.metadata?.name);
    expect(created.length).toBeLessThan(WRITES);
    expect(created).toEqual(created.map((_, at) => `n-${at}`));
    expect(events.at(-1)).toMatchObject(EXPIRED);
    expect((await maps.names()).length).toBe(WRITES);
    await subject.close();
  }, 60_000);

  test('over HTTP is not blamed for the events that its watch began with', async () => {
    const subject = await httpSubject(256 * 1024);
    const maps = mapsOf(subject);
    for (let at = 0; at < WRITES; at++) await maps.create(`n-${at}`, { text: 'x'.repeat(800_000) });
    const response = await openWithoutReading(subject.port ?? 0, `${MAPS}?watch=1`);
    await maps.create('after');
    const names: (string | undefined)[] = [];
    await readUntil(response, ({ object }) => names.push(object.metadata?.name) > WRITES);
    expect(names.at(-1)).toBe('after');
    await subject.close();
  }, 60_000);

  test('on the page is told 410, lists again and goes on', async () => {
    const store = new Store();
    const api = new ApiServer({ store, random: randomStream(1, 'slow'), clock: () => 0 });
    const engine = {
      cluster: { api },
      clock: { nowMs: 0 },
      watch: (...args: Parameters<ApiServer['watch']>) => Promise.resolve(api.watch(...args)),
    };
    const frames: WatchFrame[] = [];
    let ended = () => {};
    const over = new Promise<void>((resolve) => (ended = resolve));
    const page = new PageServer(engine as unknown as Engine, (message: WorkerToPage) => {
      if (message.type !== 'frame') return;
      frames.push(...message.watches);
      if (message.watches.some((frame) => frame.ended)) ended();
    });
    page.receive({ type: 'watch', id: 1, path: `${MAPS}?watch=1&resourceVersion=${store.revision}` });
    await Promise.resolve();
    await Promise.resolve();
    const target = { group: '', version: 'v1', resource: 'configmaps', namespace: 'default' } as const;
    api.handle({ verb: 'create', ...target, body: map('one') });
    for (let at = 0; at < 100_000; at++)
      api.handle({ verb: 'patch', patchType: 'merge', ...target, name: 'one', body: { data: { at: String(at) } } });
    await over;
    expect(frames.flatMap(({ events }) => events)).toMatchObject([EXPIRED]);
    api.close();
  }, 60_000);
});

function openWithoutReading(port: number, path: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, agent: false }, (response) => {
      response.pause();
      resolve(response);
    })
      .on('error', reject)
      .end();
  });
}

async function readAll(response: IncomingMessage): Promise<WatchEvent[]> {
  const events: WatchEvent[] = [];
  await readUntil(response, (event) => events.push(event) === 0);
  return events;
}

/** Resolves when `last` says so, or at the end of the stream. */
function readUntil(response: IncomingMessage, last: (event: WatchEvent) => boolean): Promise<void> {
  return new Promise((resolve) => {
    let rest = '';
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (last(JSON.parse(line) as WatchEvent)) resolve();
    });
    response.on('end', () => resolve());
    response.resume();
  });
}
