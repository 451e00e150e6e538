import { expect, test } from 'vitest';
import { randomStream } from '../../../workers/sim/prng';

const draws = (stream: { int(below: number): number }) => Array.from({ length: 5 }, () => stream.int(1000));

test('the same seed and name give the same numbers, others do not', () => {
  expect(draws(randomStream(7, 'a'))).toEqual(draws(randomStream(7, 'a')));
  expect(draws(randomStream(7, 'a'))).not.toEqual(draws(randomStream(8, 'a')));
  expect(draws(randomStream(7, 'a'))).not.toEqual(draws(randomStream(7, 'b')));
});

test('drawing does not shift a fork', () => {
  const [fresh, used] = [randomStream(7, 'a'), randomStream(7, 'a')];
  draws(used);
  expect(draws(used.fork('child'))).toEqual(draws(fresh.fork('child')));
});

test('integers stay below their bound and reach every value', () => {
  const stream = randomStream(1);
  expect(new Set(Array.from({ length: 200 }, () => stream.int(6)))).toEqual(new Set([0, 1, 2, 3, 4, 5]));
  expect(() => stream.int(0)).toThrow('random integer below 0');
});
