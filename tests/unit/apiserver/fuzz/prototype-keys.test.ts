/** Keys that mean something to JavaScript are data like any other, whichever way they come in. */
import { beforeEach, describe, expect, test } from 'vitest';
import { handleHttp } from '../../../../workers/apiserver/http';
import type { HttpReply } from '../../../../workers/apiserver/http';
import { ApiServer } from '../../../../workers/apiserver/server';
import { randomStream } from '../../../../workers/sim/prng';
import { Store } from '../../../../workers/store/store';

const MAPS = '/api/v1/namespaces/default/configmaps';
const KEYS = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'];
const [MERGE, JSON_PATCH, STRATEGIC, APPLY] = ['merge-patch+json', 'json-patch+json', 'strategic-merge-patch+json', 'apply-patch+yaml'];

describe('keys that JavaScript knows', () => {
  let server: ApiServer;
  beforeEach(() => {
    server = new ApiServer({ store: new Store(), random: randomStream(1, 'keys'), clock: () => 0, freeze: true });
  });
  const send = (method: string, path: string, body?: string, type = 'json'): HttpReply =>
    handleHttp(server, {
      method,
      path,
      headers: { 'content-type': `application/${type}`, 'user-agent': 'keys/1' },
      ...(body ? { body } : {}),
    });
  const create = (data = '{}') => {
    const reply = send('POST', MAPS, `{"metadata":{"name":"a"},"data":${data}}`);
    expect([reply.code, reply.body]).toMatchObject([201, {}]);
  };
  /** What a client would read. */
  const data = () => text((send('GET', `${MAPS}/a`).body as { data?: object }).data);
  const text = (value: unknown) => JSON.stringify(value) ?? '';

  test.each(KEYS)('%s is a key of data: created, read, listed, watched and put again', (key) => {
    const seen: string[] = [];
    server.watch(
      { verb: 'watch', group: '', version: 'v1', resource: 'configmaps', namespace: 'default', options: { resourceVersion: '0' } },
      {
        events: (events) => void seen.push(...events.map(({ object }) => text(object['data']))),
        closed: () => undefined,
      },
    );
    create(`{"${key}":"1"}`);
    expect(data()).toBe(`{"${key}":"1"}`);
    expect(text((send('GET', MAPS).body as { items: { data: object }[] }).items[0]?.data)).toBe(`{"${key}":"1"}`);
    expect(seen).toEqual([`{"${key}":"1"}`]);
    const again = send('PUT', `${MAPS}/a`, text(send('GET', `${MAPS}/a`).body));
    expect([again.code, text((again.body as { data: object }).data)]).toEqual([200, `{"${key}":"1"}`]);
  });

  test.each(KEYS.flatMap((key) => [MERGE, STRATEGIC].map((type) => ({ key, type }))))('$key comes and goes by $type', ({ key, type }) => {
    create('{"x":"1"}');
    expect(send('PATCH', `${MAPS}/a`, `{"data":{"${key}":"2"}}`, type).code).toBe(200);
    expect(JSON.parse(data())).toEqual(JSON.parse(`{"x":"1","${key}":"2"}`));
    expect(send('PATCH', `${MAPS}/a`, `{"data":{"${key}":null}}`, type).code).toBe(200);
    expect(data()).toBe('{"x":"1"}');
  });

  test.each(KEYS)('%s comes and goes by a JSON patch', (key) => {
    create('{"x":"1"}');
    expect(send('PATCH', `${MAPS}/a`, `[{"op":"add","path":"/data/${key}","value":"2"}]`, JSON_PATCH).code).toBe(200);
    expect(JSON.parse(data())).toEqual(JSON.parse(`{"x":"1","${key}":"2"}`));
    expect(
      send('PATCH', `${MAPS}/a`, `[{"op":"test","path":"/data/${key}","value":"2"},{"op":"remove","path":"/data/${key}"}]`, JSON_PATCH)
        .code,
    ).toBe(200);
    expect(data()).toBe('{"x":"1"}');
    expect(send('PATCH', `${MAPS}/a`, `[{"op":"remove","path":"/data/${key}"}]`, JSON_PATCH).code).toBe(422);
    expect(send('PATCH', `${MAPS}/a`, `[{"op":"add","path":"/${key}/polluted","value":"2"}]`, JSON_PATCH).code).not.toBe(500);
  });

  test.each(KEYS)('%s is owned by who applied it', (key) => {
    const apply = (fields: string) =>
      send('PATCH', `${MAPS}/a?fieldManager=me`, `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":${fields}}`, APPLY);
    expect(apply(`{"x":"1","${key}":"2"}`).code).toBe(201);
    expect(JSON.parse(data())).toEqual(JSON.parse(`{"x":"1","${key}":"2"}`));
    expect(apply('{"x":"1"}').code).toBe(200);
    expect(data()).toBe('{"x":"1"}');
  });

  test.each(['constructor', 'prototype', 'toString'])('%s is a label, an annotation and a name', (key) => {
    const metadata = `{"name":"${key.toLowerCase()}","labels":{"${key}":"${key}"},"annotations":{"${key}":"x","__proto":"y"}}`;
    expect(send('POST', MAPS, `{"metadata":${metadata}}`).code).toBe(422);
    const good = metadata.replace(',"__proto":"y"', '');
    expect(send('POST', MAPS, `{"metadata":${good}}`).code).toBe(201);
    const listed = (query: string) => (send('GET', `${MAPS}?labelSelector=${query}`).body as { items: object[] }).items.length;
    expect([listed(key), listed(`${key}%3D${key}`), listed(`!${key}`), listed('valueOf'), listed('!valueOf')]).toEqual([1, 1, 0, 0, 1]);
    expect(send('DELETE', `${MAPS}/${key.toLowerCase()}`).code).toBe(200);
  });

  test('__proto__ is no label, and is refused by its name', () => {
    const reply = send('POST', MAPS, '{"metadata":{"name":"a","labels":{"__proto__":"x"}}}');
    expect([reply.code, (reply.body as { message: string }).message.includes('__proto__')]).toEqual([422, true]);
  });

  test.each(KEYS)('%s is no path, kind or group that is served', (key) => {
    for (const path of [
      `/api/${key}`,
      `/apis/${key}`,
      `/apis/apps/${key}`,
      `/api/v1/${key}`,
      `/api/v1/namespaces/default/${key}`,
      `/openapi/v3/${key}`,
      `/healthz/${key}`,
      `${MAPS}/a/${key}`,
    ])
      expect([path, send('GET', path).code]).toEqual([path, 404]);
    const reply = send('POST', MAPS, `{"apiVersion":"${key}","kind":"${key}","metadata":{"name":"a"}}`);
    expect(reply.code).toBe(400);
    expect(send('POST', MAPS, '{}', key).code).toBe(415);
  });
});
