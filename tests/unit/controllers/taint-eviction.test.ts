import { describe, expect, test } from 'vitest';
import { tolerationSeconds } from '../../../workers/controllers/taint-eviction/tolerations';

const taint = (key: string, value?: string): { key: string; effect: 'NoExecute'; value?: string } => ({
  key,
  effect: 'NoExecute',
  ...(value === undefined ? {} : { value }),
});
const exists = (key: string, tolerationSeconds_?: number): object => ({
  key,
  operator: 'Exists',
  effect: 'NoExecute',
  ...(tolerationSeconds_ === undefined ? {} : { tolerationSeconds: tolerationSeconds_ }),
});

describe('how long a pod tolerates the taints of its node', () => {
  test.each([
    { name: 'not at all without a toleration', taints: [taint('a')], tolerations: [], want: 0 },
    { name: 'for ever without a time', taints: [taint('a')], tolerations: [exists('a')], want: Number.POSITIVE_INFINITY },
    { name: 'the shortest time counts', taints: [taint('a'), taint('b')], tolerations: [exists('a', 12), exists('b', 4)], want: 4 },
    { name: 'one taint that is not tolerated decides', taints: [taint('a'), taint('b')], tolerations: [exists('a', 12)], want: 0 },
    { name: 'a negative time is none', taints: [taint('a')], tolerations: [exists('a', -5)], want: 0 },
    {
      name: 'an empty key with Exists tolerates everything',
      taints: [taint('a'), taint('b', 'x')],
      tolerations: [{ operator: 'Exists' }],
      want: Number.POSITIVE_INFINITY,
    },
    { name: 'Equal needs the same value', taints: [taint('a', 'x')], tolerations: [{ key: 'a', value: 'y' }], want: 0 },
    {
      name: 'and is the default operator',
      taints: [taint('a', 'x')],
      tolerations: [{ key: 'a', value: 'x' }],
      want: Number.POSITIVE_INFINITY,
    },
    {
      name: 'another effect does not help',
      taints: [taint('a')],
      tolerations: [{ key: 'a', operator: 'Exists', effect: 'NoSchedule' }],
      want: 0,
    },
  ])('$name', ({ taints, tolerations, want }) => {
    expect(tolerationSeconds(taints, tolerations as never)).toBe(want);
  });
});
