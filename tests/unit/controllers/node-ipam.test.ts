import { describe, expect, test } from 'vitest';
import { CidrSet } from '../../../workers/controllers/node-ipam/cidr-set';

describe('ranges of pod addresses', () => {
  test('are handed out in turn', () => {
    const set = new CidrSet('10.244.0.0/16', 24);
    expect([set.allocate(), set.allocate()]).toEqual(['10.244.0.0/24', '10.244.1.0/24']);
  });

  test('may be smaller than a byte', () => {
    const set = new CidrSet('10.244.0.0/16', 25);
    expect([set.allocate(), set.allocate(), set.allocate()]).toEqual(['10.244.0.0/25', '10.244.0.128/25', '10.244.1.0/25']);
  });

  test('that are occupied are passed over, and come back last when released', () => {
    const set = new CidrSet('10.0.0.0/30', 32);
    set.occupy('10.0.0.1/32');
    expect([set.allocate(), set.allocate()]).toEqual(['10.0.0.0/32', '10.0.0.2/32']);
    set.release('10.0.0.0/32');
    expect([set.allocate(), set.allocate(), set.allocate()]).toEqual(['10.0.0.3/32', '10.0.0.0/32', undefined]);
  });

  test('cannot be cut larger than the whole', () => {
    expect(() => new CidrSet('10.0.0.0/24', 16)).toThrow(RangeError);
  });
});
