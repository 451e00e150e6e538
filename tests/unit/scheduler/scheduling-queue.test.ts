import { beforeEach, describe, expect, test } from 'vitest';
import { worldOf } from '../../../workers/scheduler/decide';
import { addEvent, podUpdateEvents } from '../../../workers/scheduler/framework/object-events';
import { PodInfos } from '../../../workers/scheduler/framework/pod-info';
import { SchedulingQueue } from '../../../workers/scheduler/queue/scheduling-queue';
import { node, pod } from './world';

let nowMs: number;
let queue: SchedulingQueue;
const infos = new PodInfos();

beforeEach(() => {
  nowMs = 0;
  const { framework } = worldOf({}, {}, 'default-scheduler');
  queue = new SchedulingQueue({
    limits: { initialMs: 1000, maxMs: 10_000 },
    now: () => nowMs,
    frameworkOf: () => framework,
    less: (a, b) => framework.less(a, b),
    wakeAt: () => {},
    onGated: () => {},
  });
});

const add = (name: string, spec: object = {}) => queue.add(infos.of(pod(name, { cpu: '1', spec })));
const pop = () => queue.pop()?.pod.info.name;
const place = (name: string) => queue.get(`uid-default-${name}`)?.place;
const putBack = (name: string, ...plugins: string[]) => queue.putBack(`uid-default-${name}`, plugins, []);

describe('the active queue', () => {
  test('hands out by priority, then by time of arrival', () => {
    const arrivals: [string, number][] = [
      ['a', 0],
      ['b', 10],
      ['c', 10],
      ['d', 0],
      ['e', -5],
      ['f', 2_000_000_000],
      ['g', 10],
      ['h', 0],
    ];
    for (const [name, priority] of arrivals) {
      add(name, { priority });
      nowMs += 1000;
    }
    expect(arrivals.map(() => pop())).toEqual(['f', 'b', 'c', 'g', 'a', 'd', 'h', 'e']);
    expect(pop()).toBeUndefined();
  });
});

describe('back-off', () => {
  test('of errors is 1, 2, 4, 8, 10, 10 seconds, cut to whole seconds of the clock', () => {
    add('p');
    const waits: number[] = [];
    for (let failure = 0; failure < 6; failure++) {
      expect(pop()).toBe('p');
      nowMs += 500;
      putBack('p');
      const failedAt = nowMs;
      while (!queue.hasReady) nowMs += 100;
      waits.push(nowMs - failedAt);
      nowMs = Math.ceil(nowMs / 1000) * 1000;
    }
    expect(waits).toEqual([500, 1500, 3500, 7500, 9500, 9500]);
  });

  test('of unschedulable pods is not waited for when nothing else is ready', () => {
    add('p');
    pop();
    putBack('p', 'NodeResourcesFit');
    queue.moveAll(addEvent('Node', node('a')));
    expect(place('p')).toBe('backoff');
    expect(queue.pop()?.from).toBe('backoffQ');
  });

  test('is waited for while other pods are ready', () => {
    add('p');
    pop();
    putBack('p', 'NodeResourcesFit');
    queue.moveAll(addEvent('Node', node('a')));
    add('q', { priority: -1 });
    expect([pop(), pop()]).toEqual(['q', 'p']);
  });
});

describe('events', () => {
  test('move only pods that a registered plugin with a good hint turned away', () => {
    for (const name of ['fits', 'too-big', 'spread']) {
      queue.add(infos.of(pod(name, { cpu: name === 'too-big' ? '64' : '1' })));
      pop();
      putBack(name, name === 'spread' ? 'SchedulingGates' : 'NodeResourcesFit');
    }
    queue.moveAll(addEvent('Node', node('a')));
    expect(['fits', 'too-big', 'spread'].map(place)).toEqual(['backoff', 'unschedulable', 'unschedulable']);
  });

  test('after the back-off lead to the active queue', () => {
    add('p');
    pop();
    putBack('p', 'NodeResourcesFit');
    nowMs = 1000;
    queue.moveAll(addEvent('Node', node('a')));
    expect(place('p')).toBe('active');
  });

  test('during an attempt are not lost', () => {
    add('p');
    pop();
    queue.moveAll(addEvent('Node', node('a')));
    putBack('p', 'NodeResourcesFit');
    expect(place('p')).toBe('backoff');
  });

  test('before an attempt do not count for it', () => {
    add('p');
    add('q');
    pop();
    queue.moveAll(addEvent('Node', node('a')));
    pop();
    putBack('q', 'NodeResourcesFit');
    expect(place('q')).toBe('unschedulable');
  });
});

describe('waiting', () => {
  test('more than five minutes ends by itself, exactly five do not', () => {
    add('p');
    pop();
    putBack('p', 'NodeResourcesFit');
    nowMs = 300_000;
    queue.flushUnschedulable();
    expect(place('p')).toBe('unschedulable');
    nowMs = 300_001;
    queue.flushUnschedulable();
    expect(place('p')).toBe('active');
  });

  test('a gated pod is tried only when its last gate is gone', () => {
    const gates = (...names: string[]) => infos.of(pod('g', { spec: { schedulingGates: names.map((name) => ({ name })) } }));
    const update = (before: ReturnType<typeof gates>, after: ReturnType<typeof gates>) =>
      queue.update(after, podUpdateEvents('UnschedulablePod', before.pod, after.pod));
    queue.add(gates('a', 'b'));
    expect(pop()).toBeUndefined();
    queue.moveAll(addEvent('Node', node('n')));
    update(gates('a', 'b'), gates('a'));
    expect(place('g')).toBe('unschedulable');
    update(gates('a'), gates());
    expect([place('g'), pop()]).toEqual(['active', 'g']);
  });

  test('a deleted pod is in no queue', () => {
    add('p');
    queue.delete('uid-default-p');
    expect([pop(), queue.has('uid-default-p')]).toEqual([undefined, false]);
  });
});
