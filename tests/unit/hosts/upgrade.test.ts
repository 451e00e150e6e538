import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { apiOnlyBackend } from '../../../workers/hosts/http-backends';
import { closeServer, httpServer } from '../../../workers/hosts/http-server';

const backend = apiOnlyBackend(1);
backend.access.authenticator.staticTokens = new Map([['secret', { username: 'alice', uid: '', groups: ['system:masters'], extra: {} }]]);
const server = httpServer(backend);
beforeAll(() => new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve)));
afterAll(async () => {
  backend.dispose();
  await closeServer(server);
});
const port = () => (server.address() as AddressInfo).port;

const WATCH = '/api/v1/namespaces?watch=1&timeoutSeconds=1&fieldSelector=metadata.name%3Ddefault';
const TOKEN = `base64url.bearer.authorization.k8s.io.${Buffer.from('secret').toString('base64url')}`;
const ADMIN = { authorization: 'Bearer secret' };
const origin = 'http://localhost:8001';

interface Asked {
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly protocols?: readonly string[];
}

/** The status of a refusal, or how the socket ended and what came over it. */
function open({ path = WATCH, headers = { ...ADMIN, origin }, protocols = [] }: Asked): Promise<unknown> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port()}${path}`, [...protocols], { headers });
    const events: string[] = [];
    socket.on('unexpected-response', (_, response) => {
      response.resume();
      resolve(response.statusCode);
    });
    socket.on('message', (data: Buffer, isBinary) => {
      const { type, object } = JSON.parse(data.toString()) as { type: string; object: { metadata: { name: string } } };
      events.push(`${isBinary ? 'bytes' : 'text'} ${type} ${object.metadata.name}`);
    });
    socket.on('close', (code) => resolve({ code, protocol: socket.protocol, events }));
  });
}

/** Answers that come over one connection for requests one after the other, until it closes. */
function talk(text: string): Promise<string[]> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port(), '127.0.0.1', () => socket.write(text));
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => (answer += chunk));
    socket.on('close', () => resolve(answer.match(/HTTP\/1\.1 \d+|"name":"[a-z]+"/g) ?? []));
    socket.on('error', reject);
  });
}

describe('a watch over WebSocket', () => {
  const watched = (protocol: string) => ({ code: 1000, protocol, events: ['text ADDED default'] });
  test.each<[string, Asked, unknown]>([
    ['has an event per message and ends in its time', {}, watched('')],
    ['speaks the one protocol that is offered', { protocols: ['base64.binary.k8s.io'] }, watched('base64.binary.k8s.io')],
    ['is refused with two', { protocols: ['base64.binary.k8s.io', 'v4.channel.k8s.io'] }, 400],
    [
      'takes a token among the protocols',
      { headers: { origin }, protocols: [TOKEN, 'base64.binary.k8s.io'] },
      watched('base64.binary.k8s.io'),
    ],
    ['is refused with a token alone', { headers: { origin }, protocols: [TOKEN] }, 401],
    ['is refused with a token that nobody has', { headers: { origin }, protocols: [`${TOKEN}AA`, 'base64.binary.k8s.io'] }, 401],
    ['is refused without an origin', { headers: ADMIN }, 403],
    ['is refused to a page of another origin', { headers: { ...ADMIN, origin: 'https://evil.example' } }, 403],
    ['is refused as any watch', { path: '/api/v1/nones?watch=1' }, 404],
    ['is none where nothing is watched', { path: '/version' }, 200],
  ])('%s', async (_, asked, expected) => {
    expect(await open(asked)).toEqual(expected);
  });
});

describe('another protocol that nobody speaks', () => {
  const upgrade = `Host: localhost\r\nAuthorization: Bearer secret\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n`;
  const end = `GET /version HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`;
  const body = '{"metadata":{"name":"made"}}';
  const post = `POST /api/v1/namespaces?dryRun=All HTTP/1.1\r\n${upgrade}Content-Type: application/json\r\n`;
  test.each([
    ['is no matter', `GET /version HTTP/1.1\r\n${upgrade}\r\n${end}`, ['HTTP/1.1 200', 'HTTP/1.1 200']],
    ['with a body', `${post}Content-Length: ${body.length}\r\n\r\n${body}${end}`, ['HTTP/1.1 201', '"name":"made"', 'HTTP/1.1 200']],
    [
      'with a body in chunks',
      `${post}Transfer-Encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n${end}`,
      ['HTTP/1.1 201', '"name":"made"', 'HTTP/1.1 200'],
    ],
    ['at a path that is none', `GET /api/v1/namespaces/%zz/pods/a/exec HTTP/1.1\r\n${upgrade}\r\n${end}`, ['HTTP/1.1 400', 'HTTP/1.1 200']],
    [
      'called by another name',
      `GET /version HTTP/1.1\r\n${upgrade.replace('localhost', 'evil')}\r\n${end}`,
      ['HTTP/1.1 403', 'HTTP/1.1 200'],
    ],
  ])('%s', async (_, text, answers) => {
    expect(await talk(text)).toEqual(answers);
  });
});
