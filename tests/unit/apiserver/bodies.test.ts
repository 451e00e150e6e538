import { describe, expect, it } from 'vitest';
import { isStatus } from '../../../workers/api/status';
import { decodeBody } from '../../../workers/apiserver/http/body';
import { decode } from '../../../workers/resources/schema/decode';

describe('numbers', () => {
  const errorOf = (text: string): string | undefined => {
    const body = decodeBody('create', 'application/json', text, 'Deployment');
    if (isStatus(body)) throw new Error(body.message);
    return decode('apps/v1', 'Deployment', body.value as Record<string, unknown>, true, body)?.error;
  };

  it.each([
    ['3', undefined],
    ['-0', undefined],
    ['1e2', 'number 1e2'],
    ['1.0', 'number 1.0'],
    ['2147483648', 'number 2147483648'],
    ['12345678901234567890', 'number 12345678901234567890'],
  ])('%s as a whole number', (text, shown) => {
    const error = shown && `json: cannot unmarshal ${shown} into Go struct field DeploymentSpec.spec.replicas of type int32`;
    expect(errorOf(`{"spec":{"replicas":${text}}}`)).toBe(error);
  });
});

describe('half a surrogate pair', () => {
  it.each([
    [String.raw`\ud800`, '\ufffd'],
    [String.raw`a\udc00b`, 'a\ufffdb'],
    [String.raw`\ud83d\ude00`, '\u{1f600}'],
    [String.raw`\ud800\ud83d\ude00`, '\ufffd\u{1f600}'],
    [String.raw`\\ud800`, String.raw`\ud800`],
  ])('%s in JSON reads %j', (text, read) => {
    const body = decodeBody('create', 'application/json', `{"data":{"k":"${text}"}}`, 'ConfigMap');
    expect(isStatus(body) ? body.message : (body.value as { data: object }).data).toEqual({ k: read });
  });
});

describe('broken YAML', () => {
  it.each([
    ['a: b: c\n', 'yaml: mapping values are not allowed in this context'],
    ['a: 1\n  b: 2\n', 'yaml: line 2: mapping values are not allowed in this context'],
    ['a: [1\nkind: x\n', "yaml: line 1: did not find expected ',' or ']'"],
    ['a: {b\nc: d\n', "yaml: line 1: did not find expected ',' or '}'"],
    ['a: {', 'yaml: line 1: did not find expected node content'],
    ['x: 1\n- a\n', 'yaml: line 1: did not find expected key'],
    ['a:\n  - b\n c: d\n', 'yaml: line 2: did not find expected key'],
    ['a: "b\nc: d\n', 'yaml: line 3: found unexpected end of stream'],
    ['a: 1\n\tb: 2\n', 'yaml: line 2: found a tab character that violates indentation'],
    ['a: @b\n', 'yaml: found character that cannot start any token'],
  ])('%j', (text, why) => {
    const answer = decodeBody('create', 'application/yaml', text, 'ConfigMap');
    expect(isStatus(answer) ? answer.message : 'decoded').toContain(`: ${why} (`);
  });
});

describe('strict decoding', () => {
  const problemsOf = (text: string): readonly string[] | undefined => {
    const body = decodeBody('create', 'application/json', text, 'Pod');
    if (isStatus(body)) throw new Error(body.message);
    return decode('v1', 'Pod', body.value as Record<string, unknown>, true, body)?.unknownFields;
  };

  it.each([
    [
      'unknown and repeated members as they come',
      '{"x":1,"spec":{"nodeName":"a","y":1,"nodeName":"b"}}',
      ['unknown field "x"', 'unknown field "spec.y"', 'duplicate field "spec.nodeName"'],
    ],
    ['nothing of what is inside an unknown one', '{"x":{"a":1,"a":2},"x":3}', ['unknown field "x"']],
    ['keys of maps', '{"spec":{"nodeSelector":{"a":"1","a":"2"}}}', ['duplicate field "spec.nodeSelector.a"']],
    ['names with quotes', String.raw`{"a\"b":1}`, [String.raw`unknown field "a\"b"`]],
  ])('tells %s', (_, text, problems) => {
    expect(problemsOf(text)).toEqual(problems);
  });

  it('tells a hundred at most', () => {
    const members = Array.from({ length: 120 }, (_, index) => `"x${index}":1`).join(',');
    expect(problemsOf(`{${members}}`)).toHaveLength(100);
  });
});

const DEEP = '['.repeat(20_000);

it.each([
  ['application/json', DEEP, "invalid character '[' exceeded max depth"],
  ['application/json', '\ufeff{}', "invalid character 'ï' looking for beginning of value (efbbbf7b7d)"],
  ['application/vnd.kubernetes.protobuf', '{}', 'expected prefix [107 56 115 0] ({})'],
])('a body of %s is refused', (type, text, why) => {
  const answer = decodeBody('create', type, text, 'ConfigMap');
  expect(isStatus(answer) ? answer.message : 'decoded').toContain(why);
});

it('a configuration to apply is an object', () => {
  const why =
    'error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go value of type map[string]interface {}';
  const answer = decodeBody('patch', 'application/apply-patch+yaml', '- a\n', 'ConfigMap');
  expect(isStatus(answer) ? answer.message : 'decoded').toBe(why);
});
