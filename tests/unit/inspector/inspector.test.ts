import { describe, expect, it } from 'vitest';
import type { Event } from '../../../workers/resources/core/events/types';
import type { Pod } from '../../../workers/resources/core/pods/types';
import { eventRows } from '../../../src/features/inspector/event-rows';
import { inspectorTexts } from '../../../src/features/inspector/i18n';
import { podStatus } from '../../../src/features/inspector/summary/pod-status';
import { yamlTokens } from '../../../src/features/inspector/yaml-tokens';

const pod = (status: object, metadata: object = {}, spec: object = { containers: [{ name: 'a' }, { name: 'b' }] }): Pod =>
  ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'default', ...metadata }, spec, status }) as unknown as Pod;
const running = { name: 'a', ready: true, restartCount: 0, state: { running: {} } };

describe('podStatus', () => {
  const cases: { name: string; pod: Pod; want: [string, string, number] }[] = [
    { name: 'no status yet', pod: pod({}), want: ['Pending', '0/2', 0] },
    { name: 'running', pod: pod({ phase: 'Running', containerStatuses: [running, running] }), want: ['Running', '2/2', 0] },
    {
      name: 'creating',
      pod: pod({
        phase: 'Pending',
        containerStatuses: [{ ...running, ready: false, state: { waiting: { reason: 'ContainerCreating' } } }],
      }),
      want: ['ContainerCreating', '0/2', 0],
    },
    {
      name: 'crash loop',
      pod: pod({
        phase: 'Running',
        containerStatuses: [{ ...running, ready: false, restartCount: 4, state: { waiting: { reason: 'CrashLoopBackOff' } } }],
      }),
      want: ['CrashLoopBackOff', '0/2', 4],
    },
    {
      name: 'ended without a reason',
      pod: pod({ phase: 'Failed', containerStatuses: [{ ...running, ready: false, state: { terminated: { exitCode: 3 } } }] }),
      want: ['ExitCode:3', '0/2', 0],
    },
    {
      name: 'waiting for an init container',
      pod: pod(
        { phase: 'Pending', initContainerStatuses: [{ name: 'i', ready: false, restartCount: 0, state: { running: {} } }] },
        {},
        { containers: [{ name: 'a' }], initContainers: [{ name: 'i' }] },
      ),
      want: ['Init:0/1', '0/1', 0],
    },
    {
      name: 'a failed init container',
      pod: pod(
        {
          phase: 'Pending',
          initContainerStatuses: [{ name: 'i', ready: false, restartCount: 2, state: { waiting: { reason: 'CrashLoopBackOff' } } }],
        },
        {},
        { containers: [{ name: 'a' }], initContainers: [{ name: 'i' }] },
      ),
      want: ['Init:CrashLoopBackOff', '0/1', 0],
    },
    {
      name: 'going',
      pod: pod({ phase: 'Running', containerStatuses: [running, running] }, { deletionTimestamp: '2026-01-01T00:00:00Z' }),
      want: ['Terminating', '2/2', 0],
    },
    {
      name: 'gated',
      pod: pod({ phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }] }),
      want: ['SchedulingGated', '0/2', 0],
    },
    { name: 'evicted', pod: pod({ phase: 'Failed', reason: 'Evicted' }), want: ['Evicted', '0/2', 0] },
  ];
  it.each(cases)('$name', ({ pod: subject, want }) => {
    const { status, ready, restarts } = podStatus(subject);
    expect([status, ready, restarts]).toEqual(want);
  });
});

describe('eventRows', () => {
  const event = (name: string, fields: object): Event =>
    ({
      metadata: { name, namespace: 'default' },
      involvedObject: { kind: 'Pod', name: 'web', namespace: 'default' },
      type: 'Normal',
      reason: name,
      message: name,
      ...fields,
    }) as unknown as Event;
  const events = [
    event('Old', { firstTimestamp: '2026-01-01T00:00:01Z', lastTimestamp: '2026-01-01T00:00:01Z', count: 1 }),
    event('Repeated', { type: 'Warning', firstTimestamp: '2026-01-01T00:00:02Z', lastTimestamp: '2026-01-01T00:00:30Z', count: 5 }),
    event('Series', { eventTime: '2026-01-01T00:00:03.000000Z', series: { count: 2, lastObservedTime: '2026-01-01T00:00:20.000000Z' } }),
    event('Other', { involvedObject: { kind: 'Node', name: 'node-1' }, lastTimestamp: '2026-01-01T00:00:05Z' }),
  ];

  it('come newest first with counts and virtual times', () => {
    expect(eventRows(events).map((row) => [row.reason, row.lastMs, row.firstMs, row.count, row.warning])).toEqual([
      ['Repeated', 30_000, 2000, 5, true],
      ['Series', 20_000, 3000, 2, false],
      ['Other', 5000, 5000, 1, false],
      ['Old', 1000, 1000, 1, false],
    ]);
  });

  it('can be about one object', () => {
    expect(eventRows(events, { kind: 'Node', name: 'node-1' }).map((row) => row.reason)).toEqual(['Other']);
  });
});

describe('yamlTokens', () => {
  const looks = (text: string) => yamlTokens(text).map((line) => line.map((token) => `${token.look ?? ''}:${token.text}`));
  it('tells keys, numbers, texts and block scalars apart', () => {
    expect(looks('a: 1\nb:\n  - name: x y\n    "q:r": true\ns: |\n  key: no\nz: end')).toEqual([
      ['key:a', '::', 'number: 1'],
      ['key:b', '::'],
      [':  ', 'dash:- ', 'key:name', '::', 'string: x y'],
      [':    ', 'key:"q:r"', '::', 'number: true'],
      ['key:s', '::', 'string: |'],
      ['string:  key: no'],
      ['key:z', '::', 'string: end'],
    ]);
  });

  it('loses no character', () => {
    const text = 'a:\n  - - b\n  - "c: d"\n# e\n';
    expect(
      yamlTokens(text)
        .map((line) => line.map((token) => token.text).join(''))
        .join('\n'),
    ).toBe(text);
  });
});

describe('texts', () => {
  it('exist in both languages', () => {
    const plain = (texts: Record<string, string>) => new Set(Object.keys(texts).map((key) => key.replace(/_(one|other)$/, '')));
    expect(plain(inspectorTexts.zh)).toEqual(plain(inspectorTexts.en));
  });
});
