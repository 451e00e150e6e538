import { beforeEach, describe, expect, test } from 'vitest';
import { handleHttp } from '../../../workers/apiserver/http';
import { crontab, crontabDefinition } from '../../support/crontab';
import { ServerUnderTest } from './server-under-test';

const MAP = '/api/v1/namespaces/default/configmaps/a';
const TAB = '/apis/stable.example.com/v1/namespaces/default/crontabs/a';
/** From a real 1.36: the end of the message, or the kind that is answered. */
const CASES = [
  {
    path: MAP,
    type: 'merge',
    body: { kind: 'x' },
    says: 'no kind "x" is registered for version "v1" in scheme "pkg/runtime/scheme.go:111"',
  },
  { path: MAP, type: 'merge', body: { kind: 'Secret' }, says: 'converting (v1.Secret) to (core.ConfigMap): unknown conversion' },
  { path: MAP, type: 'merge', body: { apiVersion: 'a/b/c' }, says: 'unexpected GroupVersion string: a/b/c' },
  {
    path: MAP,
    type: 'merge',
    body: { kind: 7 },
    says: "couldn't get version/kind; json parse error: json: cannot unmarshal number into Go struct field .kind of type string",
  },
  {
    path: MAP,
    type: 'merge',
    body: { apiVersion: null },
    says: 'the name of the object (a based on URL) was undeterminable: name must be provided',
  },
  {
    path: MAP,
    type: 'merge',
    body: { apiVersion: null, kind: 'x' },
    says: 'no kind "x" is registered for the internal version of group "" in scheme "pkg/runtime/scheme.go:111"',
  },
  {
    path: MAP,
    type: 'merge',
    body: { kind: 'Secret', metadata: { name: 5 } },
    says: 'json: cannot unmarshal number into Go struct field ObjectMeta.metadata.name of type string',
  },
  { path: MAP, type: 'merge', body: { kind: null }, kind: 'ConfigMap' },
  { path: MAP, type: 'merge', body: { kind: '' }, kind: 'ConfigMap' },
  { path: MAP, type: 'strategic-merge', body: { kind: 'Secret', apiVersion: 'x/y' }, kind: 'ConfigMap' },
  { path: MAP, type: 'strategic-merge', body: { kind: 7 }, says: 'cannot convert int64 to string' },
  { path: TAB, type: 'merge', body: { kind: 'x' }, says: 'kind: Invalid value: "x": must be CronTab' },
  {
    path: TAB,
    type: 'merge',
    body: { apiVersion: 'x' },
    says: 'CronTab "a" is invalid: apiVersion: Invalid value: "x": must be stable.example.com/v1',
  },
  { path: TAB, type: 'merge', body: { metadata: 7 }, says: 'json: cannot unmarshal number into Go value of type v1.ObjectMeta' },
  {
    path: TAB,
    type: 'merge',
    body: { metadata: null },
    says: 'the name of the object (a based on URL) was undeterminable: name must be provided',
  },
] as const;

describe('a patch of kind or version', () => {
  const { api } = new ServerUnderTest();
  const send = (method: string, path: string, body: unknown, type = 'application/json') =>
    handleHttp(api, { method, path, headers: { 'content-type': type }, body: JSON.stringify(body) });

  beforeEach(() => {
    send('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', crontabDefinition());
    send('POST', '/apis/stable.example.com/v1/namespaces/default/crontabs', crontab('a'));
    send('POST', '/api/v1/namespaces/default/configmaps', { metadata: { name: 'a' } });
  });

  test.each(CASES)('$type $body of $path', ({ path, type, body, ...want }) => {
    const answer = send('PATCH', path, body, `application/${type}-patch+json`).body as { kind: string; message?: string };
    if ('kind' in want) expect(answer.kind).toBe(want.kind);
    else expect(answer.message?.slice(-want.says.length)).toBe(want.says);
  });
});
