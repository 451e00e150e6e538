import { describe, expect, test } from 'vitest';
import type { WatchEvent } from '../../../workers/api/meta';
import type { ApiReply, ApiRequest } from '../../../workers/api/request';
import { planAdvance } from '../../../workers/cluster/advance';
import type { Advance } from '../../../workers/cluster/advance';
import { runInline, runThreads } from '../../../workers/cluster/drivers';
import type { Component, GroupName, Mail, Outbox } from '../../../workers/sim/component';
import { ComponentGroup } from '../../../workers/sim/group';
import type { WatchSink } from '../../../workers/sim/runner';
import { Simulation } from '../../../workers/sim/simulation';

/** An API server that numbers its writes and tells every watch about them. */
class FakeApi {
  readonly handled: string[] = [];
  private readonly sinks = new Set<WatchSink>();

  handle(request: ApiRequest): ApiReply {
    this.handled.push(`${request.verb} ${request.name}`);
    const event: WatchEvent = {
      type: 'ADDED',
      object: { metadata: { name: request.name ?? '', resourceVersion: String(this.handled.length) } },
    };
    for (const sink of this.sinks) sink.events([event]);
    return { code: 200, body: {} };
  }

  watch(_request: ApiRequest, sink: WatchSink): { stop(): void } {
    this.sinks.add(sink);
    return { stop: () => void this.sinks.delete(sink) };
  }
}

const request = (verb: ApiRequest['verb'], name: string): ApiRequest => ({ verb, group: '', version: 'v1', resource: 'pods', name });

interface Bench {
  readonly api: FakeApi;
  readonly simulation: Simulation;
  readonly log: string[];
  advance(order: Advance): void;
}

/** Components from step functions; every step is logged as "name@now mail,mail". */
function bench(steps: Readonly<Record<string, { group?: GroupName; step: (nowMs: number, inbox: readonly Mail[]) => Outbox }>>): Bench {
  const api = new FakeApi();
  const simulation = new Simulation(api);
  const log: string[] = [];
  const group = new ComponentGroup(1, (_kind, { name }): Component => ({
    step(nowMs, inbox) {
      log.push(`${name}@${nowMs} ${inbox.map((mail) => mail.type).join(',')}`.trim());
      return (steps[name] as { step: (nowMs: number, inbox: readonly Mail[]) => Outbox }).step(nowMs, inbox);
    },
  }));
  for (const [name, { group: where = 'nodes' }] of Object.entries(steps)) simulation.start({ name, kind: 'fake', group: where });
  const run = group.run.bind(group);
  return {
    api,
    simulation,
    log,
    advance: (order) => runInline(simulation, { scheduler: run, controllers: run, nodes: run }, planAdvance(order, simulation.nowMs)),
  };
}

describe('Simulation', () => {
  test('executes requests by component name, whatever order components were started in', () => {
    const { api, advance } = bench({
      b: { step: (_now, inbox) => (inbox.length ? {} : { requests: [{ id: 1, request: request('create', 'from-b') }] }) },
      a: {
        group: 'scheduler',
        step: (_now, inbox) => (inbox.length ? {} : { requests: [{ id: 1, request: request('create', 'from-a') }] }),
      },
    });
    advance({ byMs: 0 });
    expect(api.handled).toEqual(['create from-a', 'create from-b']);
  });

  test('hands over watch events before replies before messages', () => {
    let first = true;
    const { log, advance } = bench({
      a: {
        step: () => {
          if (!first) return {};
          first = false;
          return {
            requests: [
              { id: 1, request: request('watch', '') },
              { id: 2, request: request('create', 'x') },
            ],
            messages: [{ to: 'a', message: 'to myself' }],
          };
        },
      },
    });
    advance({ byMs: 0 });
    expect(log).toEqual(['a@0', 'a@0 watch,reply,message']);
  });

  test.each([
    ['as often as it takes', 2, [0, 150, 300]],
    ['no more often than the server would', 9, [0, 150, 300, 450]],
  ])('asks again what the server would not have answered yet, %s', (_how, waits, times) => {
    const replies: number[] = [];
    const { api, simulation, advance } = bench({
      a: {
        step: (nowMs, inbox) => {
          replies.push(...inbox.map(() => nowMs));
          return nowMs > 0 || inbox.length ? {} : { requests: [{ id: 1, request: request('create', 'x') }] };
        },
      },
    });
    const asked: number[] = [];
    api.handle = () => {
      asked.push(simulation.nowMs);
      return asked.length > waits ? { code: 200, body: {} } : { code: 403, body: {}, again: { afterMs: 150, timesMax: 3 } };
    };
    advance({ untilMs: 2000 });
    expect({ asked, replies }).toEqual({ asked: times, replies: times.slice(-1) });
  });

  test('jumps to the next timer, and stops at the time asked for', () => {
    const { log, simulation, advance } = bench({ a: { step: (nowMs) => ({ wakeAtMs: nowMs + 300 }) } });
    advance({ untilMs: 700 });
    expect(log).toEqual(['a@0', 'a@300', 'a@600']);
    expect(simulation.nowMs).toBe(700);
  });

  test('is idle when only upkeep lies ahead', () => {
    const { simulation, advance } = bench({
      a: { step: (nowMs) => (nowMs < 500 ? { wakeAtMs: nowMs + 250, backgroundAtMs: 100_000 } : { backgroundAtMs: 100_000 }) },
    });
    advance({ untilIdle: true });
    expect({ nowMs: simulation.nowMs, idle: simulation.idle }).toEqual({ nowMs: 500, idle: true });
  });

  test('delays messages and drops those to nobody', () => {
    const { log, advance } = bench({
      a: {
        step: (nowMs) =>
          nowMs === 0
            ? {
                messages: [
                  { to: 'b', message: 1, delayMs: 40 },
                  { to: 'nobody', message: 2 },
                ],
              }
            : {},
      },
      b: { step: () => ({}) },
    });
    advance({ byMs: 100 });
    expect(log).toEqual(['a@0', 'b@0', 'b@40 message']);
  });

  test('ends the watches of a cut component and fails its requests after a while', () => {
    const replies: number[] = [];
    const { log, simulation, advance } = bench({
      a: {
        step: (nowMs, inbox) => {
          for (const mail of inbox) if (mail.type === 'reply') replies.push(mail.reply.code);
          if (nowMs === 0 && inbox.length === 0)
            return { requests: [{ id: 1, request: request('watch', '') }], messages: [{ to: 'sim', message: { type: 'cut', name: 'a' } }] };
          return inbox.some((mail) => mail.type === 'watch') ? { requests: [{ id: 2, request: request('get', 'x') }] } : {};
        },
      },
    });
    advance({ byMs: 5_000 });
    expect(log).toEqual(['a@0', 'a@0 watch', 'a@1000 reply']);
    expect(replies).toEqual([0]);
    expect(simulation.isCut('a')).toBe(true);
  });

  test('forgets a stopped component and builds it anew from its old spec', () => {
    const { log, simulation, advance } = bench({ a: { step: (nowMs) => (nowMs < 1_000 ? { wakeAtMs: 1_000 } : {}) } });
    advance({ byMs: 10 });
    simulation.stop('a');
    advance({ byMs: 2_000 });
    simulation.start({ name: 'a', kind: '', group: 'nodes' });
    advance({ byMs: 0 });
    expect(log).toEqual(['a@0', 'a@2010']);
  });

  test('moves time on when components never stop writing to each other', () => {
    const { simulation, advance } = bench({ a: { step: () => ({ messages: [{ to: 'a', message: 0 }] }) } });
    advance({ rounds: 5_000 });
    expect(simulation.nowMs).toBe(2);
  });

  test('does the same when groups answer later, in any order', async () => {
    const steps = (delays: readonly number[]) => {
      const { api, simulation } = bench({
        a: {
          group: 'scheduler',
          step: (nowMs) => ({ requests: [{ id: 1, request: request('create', `a${nowMs}`) }], wakeAtMs: nowMs + 10 }),
        },
        b: { group: 'nodes', step: (nowMs) => ({ requests: [{ id: 1, request: request('create', `b${nowMs}`) }], wakeAtMs: nowMs + 15 }) },
      });
      const groups = { scheduler: later(delays[0] ?? 0), nodes: later(delays[1] ?? 0), controllers: later(0) };
      return runThreads(simulation, groups, planAdvance({ byMs: 200 }, 0)).then(() => api.handled);
    };
    const later = (turns: number) => {
      const outboxes = new ComponentGroup(1, (_kind, { name }) => ({
        step: (nowMs, inbox) => ({
          ...(inbox.length ? {} : { requests: [{ id: 1, request: request('create', `${name}${nowMs}`) }] }),
          wakeAtMs: Math.floor(nowMs / 15 + 1) * (name === 'a' ? 15 : 20),
        }),
      }));
      return async (batch: Parameters<ComponentGroup['run']>[0]) => {
        for (let turn = 0; turn < turns; turn++) await Promise.resolve();
        return outboxes.run(batch);
      };
    };
    const [fast, slow] = await Promise.all([steps([0, 9]), steps([9, 0])]);
    expect(fast).toEqual(slow);
    expect(fast.length).toBeGreaterThan(10);
  });
});
