import { describe, expect, it } from 'vitest';
import { compile } from '../../../workers/api/cel/compile';
import { DYN } from '../../../workers/api/cel/types';
import type { CelType } from '../../../workers/api/cel/types';
import { fromCel, toCel } from '../../../workers/api/cel/values';

const SELF: CelType = {
  kind: 'object',
  fields: new Map<string, CelType>([
    ['list', { kind: 'list', value: { kind: 'string' } }],
    ['max', { kind: 'int' }],
  ]),
};
const SCOPE = { self: SELF, object: DYN, Object: { kind: 'Object' } as CelType };

function run(expression: string): unknown {
  const program = compile(expression, SCOPE);
  if ('error' in program) return program.error;
  const result = program.evaluate({ self: toCel({ list: ['aa', 'b'], max: 3 }, SELF), object: toCel({ data: { k: 'v' } }) });
  return 'error' in result ? `error: ${result.error}` : fromCel(result.value);
}

describe('an expression', () => {
  it.each([
    ['self.list.all(x, x.size() > 1)', false],
    ["'max is %d'.format([self.max])", 'max is 3'],
    ["sets.contains(self.list, ['aa'])", true],
    ["quantity('1Gi').isGreaterThan(quantity('1M'))", true],
    ["cidr('10.0.0.0/8').containsIP('10.1.1.1')", true],
    ["string(ip('fe80::0:1'))", 'fe80::1'],
    ["url('https://a.b:80/x').getHostname()", 'a.b'],
    ['[3, 1, 2].max()', 3],
    ["'a1b2'.findAll('[0-9]')", ['1', '2']],
    ["object.?spec.orValue({'a': 1})", { a: 1 }],
    ['Object{spec: Object.spec{replicas: self.max}}', { spec: { replicas: 3 } }],
    ["object.data['must'] == 'x'", 'error: no such key: must'],
  ])('%s', (expression, value) => {
    expect(run(expression)).toEqual(value);
  });

  it.each([
    ['self.nope > 1', "ERROR: <input>:1:5: undefined field 'nope'\n | self.nope > 1\n | ....^"],
    ['object.', "ERROR: <input>:1:8: Syntax error: no viable alternative at input '.'\n | object.\n | .......^"],
    ["'a' + 1", "ERROR: <input>:1:5: found no matching overload for '_+_' applied to '(string, int)'\n | 'a' + 1\n | ....^"],
    ['nothing', "ERROR: <input>:1:1: undeclared reference to 'nothing' (in container '')\n | nothing\n | ^"],
  ])('%s does not compile', (expression, error) => {
    expect(run(expression)).toBe(error);
  });
});
