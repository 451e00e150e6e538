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
const OBJECT: CelType = { kind: 'object', name: 'Object', fields: new Map(), holds: 'any' };
const SCOPE = { self: SELF, object: DYN, Object: { kind: 'type', of: OBJECT } as CelType };

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
    ['[1, 0].all(x, 1 / x == 5)', false],
    ['[0, 1].exists(x, 1 / x == 1)', true],
    ['[0].map(x, 1 / x)', 'error: division by zero'],
    ['9223372036854775807 + self.max', 'error: integer overflow'],
    ['18446744073709551615u', 18446744073709552000],
    ["{'a': 1}.transformMap(k, v, v + 1)", { a: 2 }],
    ["object.?data.k.orValue('x')", 'v'],
    ['object.?nope.k.hasValue()', false],
    ['optional.of(self.max).optMap(x, x * 2).value()', 6],
    ["timestamp('2020-06-15T13:14:15Z').getDayOfYear()", 166],
    ["string(timestamp('2020-01-01T00:00:00Z') + duration('90m'))", '2020-01-01T01:30:00Z'],
    ["'%s %d %.1f'.format([['a'], 2, 2.25])", '["a"] 2 2.2'],
    ['string(1234567.0)', '1.234567e+06'],
    ["dyn('a') + dyn(1)", 'error: no such overload'],
    ["'é𝒳z'.charAt(1)", '𝒳'],
    ["'%s %s'.format([[1.5, 1e21], {'a': b'x'}])", '[1.500000, 1000000000000000000000.000000] {"a":b"x"}'],
    ["'%s'.format([[duration('90s')]])", '[duration("90s")]'],
    ["'%s'.format([[0.0 / 0.0, -1.0 / 0.0, -0.0]])", '["NaN", "-Inf", -0.000000]'],
    ['[3, 1, 2].sortBy(x, -x)', [3, 2, 1]],
    ['dyn([[1]]).sort()', 'error: list elements must be comparable'],
  ])('%s', (expression, value) => {
    expect(run(expression)).toEqual(value);
  });

  it.each([
    ['self.nope > 1', "ERROR: <input>:1:5: undefined field 'nope'\n | self.nope > 1\n | ....^"],
    ['object.', "ERROR: <input>:1:8: Syntax error: no viable alternative at input '.'\n | object.\n | .......^"],
    ["'a' + 1", "ERROR: <input>:1:5: found no matching overload for '_+_' applied to '(string, int)'\n | 'a' + 1\n | ....^"],
    [`${'('.repeat(250)}true${')'.repeat(250)}`, 'ERROR: <input>:-1:0: expression recursion limit exceeded: 250'],
    [`${'1+'.repeat(250)}1 > 0`, 'ERROR: <input>:-1:0: max recursion depth exceeded'],
    [`object${'.a'.repeat(250)} == 1`, 'ERROR: <input>:-1:0: max recursion depth exceeded'],
    ['a b', "ERROR: <input>:1:3: Syntax error: extraneous input 'b' expecting <EOF>\n | a b\n | ..^"],
    ['(1', "ERROR: <input>:1:3: Syntax error: missing ')' at '<EOF>'\n | (1\n | ..^"],
    [
      "{'a': 1, 'b': 'x', 'c': true}",
      "ERROR: <input>:1:15: expected type 'int' but found 'string'\n | {'a': 1, 'b': 'x', 'c': true}\n | ..............^\nERROR: <input>:1:25: expected type 'int' but found 'bool'\n | {'a': 1, 'b': 'x', 'c': true}\n | ........................^",
    ],
    [
      'self.?1',
      "ERROR: <input>:1:7: Syntax error: mismatched input '1' expecting {IDENTIFIER, ESC_IDENTIFIER}\n | self.?1\n | ......^\nERROR: <input>:1:7: unsupported ident kind\n | self.?1\n | ......^",
    ],
    ["[1, 'a']", "ERROR: <input>:1:5: expected type 'int' but found 'string'\n | [1, 'a']\n | ....^"],
    [
      'self.max.all(x, true)',
      "ERROR: <input>:1:5: expression of type 'int' cannot be range of a comprehension (must be list, map, or dynamic)\n | self.max.all(x, true)\n | ....^",
    ],
    ["'a'.matches('[')", "ERROR: <input>:1:13: invalid matches argument\n | 'a'.matches('[')\n | ............^"],
    ["int('a')", "program instantiation failed: type conversion error from 'string' to 'int'"],
    ["'é' + 1", "ERROR: <input>:1:5: found no matching overload for '_+_' applied to '(string, int)'\n | 'é' + 1\n | .．..^"],
    ['nothing', "ERROR: <input>:1:1: undeclared reference to 'nothing' (in container '')\n | nothing\n | ^"],
  ])('%s does not compile', (expression, error) => {
    expect(run(expression)).toBe(error);
  });
});
