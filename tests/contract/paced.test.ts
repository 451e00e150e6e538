import { get } from 'node:http';
import { describe, expect, test } from 'vitest';
import { MAPS, mapsOf, versionOf } from './configmaps';
import { httpSubject, inlineSubject } from './subject';
import type { OpenWatch, Subject } from './subject';

const WATCHES = 1_000;
const [TYPE, VERSION] = ['{"type":"', '"resourceVersion":"'];
const TYPES = ['ADDED', 'MODIFIED', 'DELETED'];

/** What one watcher saw, as a number that tells any two orders and gaps apart. */
class Follower {
  count = 0;
  digest = 0;

  constructor(readonly from: number) {}

  see(type: string, version: number): void {
    this.count++;
    this.digest = (Math.imul(this.digest, 31) + version * 4 + TYPES.indexOf(type)) | 0;
  }
}

/** The same of one who saw all of `history`, the types of the writes by revision, from `from` on. */
function expected(history: ReadonlyMap<number, string>, from: number): Follower {
  const follower = new Follower(from);
  for (const version of [...history.keys()].filter((each) => each > from).toSorted((one, other) => one - other))
    follower.see(history.get(version) ?? '', version);
  return follower;
}

/** Creates, changes and deletes objects in turns, one write a call. */
function writer(subject: Subject, name: string, history: Map<number, string>): () => Promise<void> {
  const maps = mapsOf(subject);
  let turn = 0;
  return async () => {
    const at = `${name}-${Math.floor(turn / 3)}`;
    const type = TYPES[turn++ % 3] as string;
    if (type === 'ADDED') history.set(versionOf(await maps.create(at)), type);
    else if (type === 'MODIFIED') history.set(versionOf((await maps.patch(at, { data: { turn: String(turn) } })).body), type);
    else {
      await maps.remove(at);
      history.set(subject.store.revision, type);
    }
  };
}

describe('1,000 watches of 1,000 writes a second lose nothing and reorder nothing', () => {
  test('in place, for three seconds of virtual time, while every third millisecond one more begins', async () => {
    const subject = await inlineSubject();
    const history = new Map<number, string>();
    const write = writer(subject, 'n', history);
    const followers: Follower[] = [];
    const open: OpenWatch[] = [];
    const follow = async () => {
      const follower = new Follower(subject.store.revision);
      followers.push(follower);
      const seen = ({ type, object }: { readonly type: string; readonly object: Parameters<typeof versionOf>[0] }) =>
        follower.see(type, versionOf(object));
      open.push((await subject.watch(`${MAPS}?watch=1&resourceVersion=${follower.from}`, seen)) as OpenWatch);
    };
    for (let at = 0; at < WATCHES / 2; at++) await follow();
    for (let ms = 0; ms < 3_000; ms++) {
      subject.advance?.(1);
      await write();
      if (ms % 3 === 0 && followers.length < WATCHES) await follow();
    }
    expect([followers.length, history.size]).toEqual([WATCHES, 3_000]);
    expect(followers.filter((follower) => !isSame(follower, expected(history, follower.from)))).toEqual([]);
    for (const watch of open) watch.stop();
    await subject.close();
  }, 120_000);

  test('over HTTP, from 25 writers at once, in bursts that begin when all have seen the last', async () => {
    const [BURSTS, WRITERS, OBJECTS] = [4, 25, 5];
    const writes = BURSTS * WRITERS * OBJECTS * 2;
    const subject = await httpSubject();
    const history = new Map<number, string>();
    const followers = Array.from({ length: WATCHES }, () => new Follower(subject.store.revision));
    let [wanted, wake] = [0, () => {}];
    const behind = new Set<Follower>();
    const seen = (follower: Follower) => {
      if (follower.count >= wanted && behind.delete(follower) && behind.size === 0) wake();
    };
    const stops = await Promise.all(followers.map((follower) => followFast(subject.port ?? 0, follower, seen)));
    const maps = mapsOf(subject);
    const burstOf = async (name: string) => {
      for (let at = 0; at < OBJECTS; at++) {
        history.set(versionOf(await maps.create(`${name}-${at}`)), 'ADDED');
        history.set(versionOf((await maps.patch(`${name}-${at}`, { data: { a: '1' } })).body), 'MODIFIED');
      }
    };
    for (let burst = 1; burst <= BURSTS; burst++) {
      wanted = (burst * writes) / BURSTS;
      for (const follower of followers) behind.add(follower);
      const all = new Promise<void>((resolve) => (wake = resolve));
      await Promise.all(Array.from({ length: WRITERS }, (_, at) => burstOf(`n-${burst}-${at}`)));
      await all;
    }
    expect(history.size).toBe(writes);
    expect(followers.filter((follower) => !isSame(follower, expected(history, follower.from)))).toEqual([]);
    for (const stop of stops) stop();
    await subject.close();
  }, 180_000);
});

function isSame(one: Follower, other: Follower): boolean {
  return one.count === other.count && one.digest === other.digest;
}

/** A watch whose lines are not parsed, only what tells order: a thousand of them share this process with the server. */
function followFast(port: number, follower: Follower, seen: (follower: Follower) => void): Promise<() => void> {
  const path = `${MAPS}?watch=1&resourceVersion=${follower.from}`;
  return new Promise((resolve, reject) => {
    const request = get({ host: '127.0.0.1', port, path, agent: false }, (response) => {
      resolve(() => request.destroy());
      let text = '';
      response.setEncoding('latin1');
      response.on('error', () => undefined);
      response.on('data', (chunk: string) => {
        text += chunk;
        let read = 0;
        for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', read)) {
          const at = text.indexOf(VERSION, read) + VERSION.length;
          follower.see(
            text.slice(read + TYPE.length, text.indexOf('"', read + TYPE.length)),
            Number(text.slice(at, text.indexOf('"', at))),
          );
          read = end + 1;
        }
        text = text.slice(read);
        seen(follower);
      });
    });
    request.on('error', reject);
  });
}
