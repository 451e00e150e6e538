/** What GET of a pod's log is told about its parameters and its Accept header. */
import { describe, expect, test } from 'vitest';
import { handleHttp } from '../../../workers/apiserver/http';
import { ServerUnderTest, pod } from './server-under-test';

function log(query: string, accept?: string, name = 'a') {
  const server = new ServerUnderTest();
  server.call('create', 'pods', { body: pod('a') });
  const path = `/api/v1/namespaces/default/pods/${name}/log?${query}`;
  const { code, contentType, body } = handleHttp(server.api, { method: 'GET', path, headers: { accept } });
  return [code, (body as { message?: string }).message ?? contentType];
}

describe('parameters', () => {
  test.each([
    ['', 204, ''],
    ['tailLines=', 400, 'strconv.ParseInt: parsing "": invalid syntax'],
    ['tailLines=9223372036854775808', 400, 'strconv.ParseInt: parsing "9223372036854775808": value out of range'],
    ['tailLines=y&sinceTime=x', 400, 'parsing time "x" as "2006-01-02T15:04:05Z07:00": cannot parse "x" as "2006"'],
    ['sinceTime=', 204, ''],
    ['stream=Stdout', 422, 'PodLogOptions "a" is invalid: stream: Forbidden: may not be specified'],
    [
      'sinceSeconds=5&sinceTime=',
      422,
      'PodLogOptions "a" is invalid: []: Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified',
    ],
    ['timeout=x', 204, ''],
  ])('%s', (query, ...told) => {
    expect(log(query)).toEqual(told);
  });

  test('are looked at before the pod is', () => {
    expect([log('limitBytes=0', undefined, 'b')[0], log('', undefined, 'b')[0]]).toEqual([422, 404]);
  });
});

describe('Accept', () => {
  test.each([
    [
      'text/plain',
      406,
      'only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf',
    ],
    [
      'image/png',
      406,
      '406: Not Acceptable\n\nAvailable representations: text/plain, application/json, application/yaml, application/vnd.kubernetes.protobuf',
    ],
    [
      'application/json;as=Table;g=meta.k8s.io;v=v1',
      406,
      'only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf',
    ],
    ['application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1', 500, 'object does not implement the Object interfaces'],
    ['*/*', 204, ''],
  ])('%s', (accept, ...told) => {
    expect(log('', accept)).toEqual(told);
  });
});
