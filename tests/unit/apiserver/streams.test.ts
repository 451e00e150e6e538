/** exec, attach, portforward and logs: what is wrong is said before anything is streamed. */
import { expect, test } from 'vitest';
import { handleHttp } from '../../../workers/apiserver/http';
import { ServerUnderTest } from './server-under-test';

const CHOOSE = 'a container name must be specified for pod two, choose one of: [i c d]';

test.each<[string, string, string, string]>([
  ['GET', 'none/exec', 'NotFound', 'pods "none" not found'],
  ['POST', 'none/attach', 'NotFound', 'pods "none" not found'],
  ['GET', 'none/portforward?ports=abc', 'BadRequest', 'cannot convert to []int32: strconv.ParseUint: parsing "abc": invalid syntax'],
  ['GET', 'one/exec?command=ls', 'BadRequest', 'pod one does not have a host assigned'],
  ['GET', 'one/exec?container=x', 'BadRequest', 'container x is not valid for pod one'],
  ['GET', 'two/exec', 'BadRequest', CHOOSE],
  ['GET', 'two/log', 'BadRequest', CHOOSE],
  ['GET', 'two/attach?container=i', 'NotFound', 'pods "gone" not found'],
  ['GET', 'two/portforward', 'NotFound', 'pods "gone" not found'],
  ['GET', 'two/proxy/a', 'BadRequest', 'address not allowed'],
])('%s pods/%s: %s', (method, path, reason, message) => {
  const server = new ServerUnderTest();
  const container = (name: string) => ({ name, image: 'web:1' });
  const pod = (name: string, spec: object) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec });
  server.must('create', 'pods', { body: pod('one', { containers: [container('c')] }) });
  const many = { nodeName: 'gone', initContainers: [container('i')], containers: [container('c'), container('d')] };
  server.must('create', 'pods', { body: pod('two', many) });
  const reply = handleHttp(server.api, { method, path: `/api/v1/namespaces/default/pods/${path}` });
  expect(reply.body).toMatchObject({ reason, message });
});
