/** The data of a ControllerRevision is kept to the letter, and must not change. */
import { describe, expect, test } from 'vitest';
import { handleHttp } from '../../../workers/apiserver/http';
import type { HttpReply } from '../../../workers/apiserver/http';
import { compactJson } from '../../../workers/lib/compact-json';
import { ServerUnderTest } from './server-under-test';

const LIST = '/apis/apps/v1/namespaces/default/controllerrevisions';
const JSON_TYPE = 'application/json';
const LABEL = '{"metadata":{"labels":{"a":"b"}}}';

const revision = (data: string, labels = '{}') =>
  `{"apiVersion":"apps/v1","kind":"ControllerRevision","metadata":{"name":"a","labels":${labels}},"revision":1,"data":${data}}`;

type Write = (data: string) => { readonly method: string; readonly type: string; readonly body: string; readonly query?: string };

const WRITES: Readonly<Record<string, Write>> = {
  'the same again': (data) => ({ method: 'PUT', type: JSON_TYPE, body: revision(data, '{"a":"b"}') }),
  'what was read': (data) => ({ method: 'PUT', type: JSON_TYPE, body: revision(compactJson(data), '{"a":"b"}') }),
  'the same as YAML': (data) => ({ method: 'PUT', type: 'application/yaml', body: revision(data, '{"a":"b"}') }),
  'a merge patch': () => ({ method: 'PATCH', type: 'application/merge-patch+json', body: LABEL }),
  'a JSON patch': () => ({
    method: 'PATCH',
    type: 'application/json-patch+json',
    body: '[{"op":"add","path":"/metadata/labels","value":{"a":"b"}}]',
  }),
  'a strategic patch': () => ({ method: 'PATCH', type: 'application/strategic-merge-patch+json', body: LABEL }),
  'an apply': () => ({
    method: 'PATCH',
    type: 'application/apply-patch+yaml',
    body: revision('{}', '{"a":"b"}').replace(',"data":{}', ''),
    query: '?fieldManager=me',
  }),
};
const ALL = Object.keys(WRITES);

describe.each<[string, readonly string[]]>([
  ['{"a":1}', ALL],
  ['{"b":1,"a":2}', ['the same again', 'what was read', 'a merge patch', 'a JSON patch']],
  ['{"a": 1}', ['the same again']],
  ['{"a":"<"}', ['the same again']],
  ['{"a":1.0}', ['the same again', 'what was read', 'a merge patch', 'a JSON patch']],
])('data %s', (data, accepted) => {
  test.each(ALL)('%s', (name) => {
    const { api } = new ServerUnderTest();
    const send = (method: string, path: string, type: string, body: string): HttpReply =>
      handleHttp(api, { method, path, headers: { 'content-type': type }, body });
    expect(send('POST', LIST, JSON_TYPE, revision(data)).code).toBe(201);
    const { method, type, body, query = '' } = (WRITES[name] as Write)(data);
    expect(send(method, `${LIST}/a${query}`, type, body).code).toBe(accepted.includes(name) ? 200 : 422);
  });
});
