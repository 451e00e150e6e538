import { request } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apiOnlyBackend } from '../../../workers/hosts/http-backends';
import { closeServer, httpServer } from '../../../workers/hosts/http-server';
import { ownNames } from '../../../workers/hosts/own-names';

interface Answer {
  readonly code: number;
  readonly body: string;
}

const backend = apiOnlyBackend(1);
const server = httpServer(backend);
beforeAll(() => listen(server));
afterAll(async () => {
  backend.dispose();
  await closeServer(server);
});

function listen(one: Server): Promise<void> {
  return new Promise((resolve) => void one.listen(0, '127.0.0.1', resolve));
}

function ask(headers: Record<string, string>, { method = 'GET', path = '/version', body = '' } = {}): Promise<Answer> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const sent = request({ port, host: '127.0.0.1', method, path, headers }, (reply) => {
      let text = '';
      reply.setEncoding('utf8');
      reply.on('data', (chunk) => (text += chunk));
      reply.on('end', () => resolve({ code: reply.statusCode ?? 0, body: text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** An Event may say as much as it likes; only the store minds. */
function post(bytes: number): Promise<Answer> {
  const event = {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `of-${bytes}` },
    involvedObject: { namespace: 'default' },
    message: 'x'.repeat(bytes),
  };
  const path = '/api/v1/namespaces/default/events';
  return ask({ 'content-type': 'application/json' }, { method: 'POST', path, body: JSON.stringify(event) });
}

describe('the HTTP host', () => {
  test.each([
    ['a page that points its own name here', { host: 'evil.example' }, 403],
    ['a page of another origin', { origin: 'https://evil.example' }, 403],
    ['an origin that is opaque', { origin: 'null' }, 403],
    ['loopback by name', { host: 'localhost:8001' }, 200],
    ['loopback by its name in capitals', { host: 'LOCALHOST:8001' }, 200],
    ['a page it serves', { origin: 'http://localhost:8001' }, 200],
  ])('answers %s', async (_, headers, code) => {
    expect((await ask(headers)).code).toBe(code);
  });

  test('refuses headers that are too large', async () => {
    expect((await ask({ 'x-large': 'x'.repeat(70_000) })).code).toBe(431);
  });

  test('takes bodies up to 3 MiB, and stores what etcd would take', async () => {
    expect((await post(900_000)).code).toBe(201);
    expect(await post(2_000_000)).toMatchObject({ code: 500, body: expect.stringContaining('etcdserver: request is too large') });
    expect((await post(3_200_000)).code).toBe(413);
  });

  test('ends open watches when it closes', async () => {
    const other = httpServer(backend);
    await listen(other);
    const { port } = other.address() as AddressInfo;
    const ended = new Promise<void>((resolve, reject) => {
      const watch = request({ port, host: '127.0.0.1', path: '/api/v1/pods?watch=1' }, (reply) => {
        reply.on('close', resolve);
        reply.resume();
        void closeServer(other);
      });
      watch.on('error', reject);
      watch.end();
    });
    await expect(ended).resolves.toBeUndefined();
  });
});

describe('own names', () => {
  test.each([
    ['127.0.0.1', 'localhost', true],
    ['127.0.0.1', '192.168.0.7', false],
    ['192.168.0.7', '192.168.0.7', true],
    ['0.0.0.0', '192.168.0.7', true],
    ['0.0.0.0', '[fe80::1]', true],
    ['0.0.0.0', 'evil.example', false],
    ['::1', '[::1]', true],
  ])('a server on %s, called %s: %s', (bindAddress, name, own) => {
    expect(ownNames(bindAddress)(name)).toBe(own);
  });
});
