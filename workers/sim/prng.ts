import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { seedOf } from '../lib/hash';
import type { RandomStream } from './component';

/**
 * The stream of this name under this seed. Forking derives a stream from the name alone, never from draws, so a new
 * consumer does not shift anybody else's numbers.
 */
export function randomStream(seed: number, name = ''): RandomStream {
  const generator = xoroshiro128plus(seedOf(`${seed}:${name}`));
  const draw = () => generator.next() >>> 0;
  return {
    int(below) {
      if (!Number.isInteger(below) || below < 1 || below > 2 ** 32) throw new Error(`random integer below ${below}`);
      const limit = 2 ** 32 - (2 ** 32 % below);
      let value = draw();
      while (value >= limit) value = draw();
      return value % below;
    },
    float: () => draw() / 2 ** 32,
    fork: (child) => randomStream(seed, `${name}/${child}`),
  };
}
