/** An API server over its own store, reached in place or over a socket: what the contract is checked against. */
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WatchEvent } from '../../workers/api/meta';
import { route } from '../../workers/apiserver/http';
import type { HttpRequest } from '../../workers/apiserver/http';
import { ApiServer } from '../../workers/apiserver/server';
import { httpListener } from '../../workers/hosts/http-listener';
import { randomStream } from '../../workers/sim/prng';
import { Store } from '../../workers/store/store';

export interface Answer {
  readonly code: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- bodies are whatever the server says; the tests look into them
  readonly body: any;
}

export interface OpenWatch {
  stop(): void;
  /** Settles when the server ends the watch. */
  readonly ended: Promise<void>;
}

export interface Subject {
  readonly store: Store;
  call(method: string, path: string, body?: unknown, contentType?: string): Promise<Answer>;
  /** Events come in order; a refusal is answered instead of a watch. */
  watch(path: string, onEvent: (event: WatchEvent) => void, accept?: string): Promise<OpenWatch | Answer>;
  /** Over HTTP: where it listens. */
  readonly port?: number;
  /** In place: virtual time goes on. */
  advance?(byMs: number): void;
  close(): Promise<void>;
}

function newServer(clock = () => 0): { store: Store; api: ApiServer } {
  const store = new Store();
  return { store, api: new ApiServer({ store, random: randomStream(1, 'contract'), clock, freeze: true }) };
}

export function inlineSubject(): Promise<Subject> {
  let nowMs = 0;
  const { store, api } = newServer(() => nowMs);
  const wayOf = (method: string, path: string, body?: unknown, contentType = 'application/json', accept = 'application/json') =>
    route(api.resources, {
      method,
      path,
      body,
      headers: { 'content-type': body === undefined ? undefined : contentType, accept },
    } as HttpRequest);
  return Promise.resolve({
    store,
    advance: (byMs) => void (nowMs += byMs),
    call(method, path, body, contentType) {
      const way = wayOf(method, path, body, contentType);
      if (way.type === 'reply') return Promise.resolve({ code: way.reply.code, body: way.reply.body });
      if (way.type !== 'request') return Promise.reject(new Error(`${method} ${path} is no plain request`));
      const reply = way.render(api.handle(way.request), 0);
      return Promise.resolve({ code: reply.code, body: reply.body });
    },
    watch(path, onEvent, accept) {
      const way = wayOf('GET', path, undefined, undefined, accept);
      if (way.type === 'reply') return Promise.resolve({ code: way.reply.code, body: way.reply.body });
      if (way.type !== 'watch') return Promise.reject(new Error(`${path} is no watch`));
      let end = () => {};
      const ended = new Promise<void>((resolve) => (end = resolve));
      const opened = api.watch(way.request, {
        events: (events) => (way.encode(events, 0) as WatchEvent[]).forEach(onEvent),
        closed: () => end(),
      });
      if (!('stop' in opened)) return Promise.resolve({ code: opened.code, body: opened.body });
      return Promise.resolve({ stop: () => opened.stop(), ended });
    },
    close: () => Promise.resolve(api.close()),
  });
}

/** `unreadBytesMax`: what a watcher may leave unread. */
export async function httpSubject(unreadBytesMax?: number): Promise<Subject> {
  const { store, api } = newServer();
  const server = createServer(
    httpListener(
      {
        resources: api.resources,
        access: api.access,
        nowMs: () => 0,
        request: (request) => Promise.resolve(api.handle(request)),
        watch: (request, sink) => Promise.resolve(api.watch(request, sink)),
      },
      unreadBytesMax === undefined ? {} : { unreadBytesMax },
    ),
  );
  // A connection that rests between two requests is not closed: the next request would race with that.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    store,
    port,
    async call(method, path, body, contentType = 'application/json') {
      const response = await fetch(`http://127.0.0.1:${port}${path}`, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': contentType } }),
      });
      return { code: response.status, body: await response.json() };
    },
    watch: (path, onEvent, accept) => openHttpWatch(port, path, onEvent, accept),
    close: () =>
      new Promise((resolve) => {
        api.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function openHttpWatch(
  port: number,
  path: string,
  onEvent: (event: WatchEvent) => void,
  accept = 'application/json',
): Promise<OpenWatch | Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port, path, agent: false, headers: { accept } }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      if (response.statusCode !== 200) {
        response.on('data', (chunk: string) => (text += chunk));
        response.on('end', () => resolve({ code: response.statusCode ?? 0, body: JSON.parse(text) }));
        return;
      }
      response.on('data', (chunk: string) => {
        text += chunk;
        for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n')) {
          onEvent(JSON.parse(text.slice(0, at)) as WatchEvent);
          text = text.slice(at + 1);
        }
      });
      const ended = new Promise<void>((end) => response.on('close', () => end()));
      resolve({ stop: () => request.destroy(), ended });
    });
    request.on('error', reject);
    request.end();
  });
}
