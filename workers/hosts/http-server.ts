import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Duplex } from 'node:stream';
import { httpListener } from './http-listener';
import type { HttpBackend } from './http-listener';
import { upgradeListener } from './upgrade';

/** Bytes of a request's headers; milliseconds for the headers, and for a whole request. */
const LIMITS = { maxHeaderSize: 64 * 1024, headersTimeout: 30_000, requestTimeout: 120_000 };
/** A connection without a request is closed after this long. */
const IDLE_MS = 65_000;

/** Connections that speak another protocol by now (exec, forwarded ports): Node's server knows them no more. */
const upgraded = new WeakMap<Server, ReadonlySet<Duplex>>();

/** A server of the backend that listens nowhere yet; with PEM texts in `tls` it speaks HTTPS. */
export function httpServer(backend: HttpBackend, tls?: { readonly cert: Buffer | string; readonly key: Buffer | string }): Server {
  const listener = httpListener(backend);
  const server = tls ? createTlsServer({ ...LIMITS, ...tls }, listener) : createServer(LIMITS, listener);
  const sockets = new Set<Duplex>();
  upgraded.set(server, sockets);
  const forget = function (this: Duplex): void {
    sockets.delete(this);
  };
  const upgrade = upgradeListener(backend, (request, socket, head) => {
    sockets.delete(socket);
    socket.off('close', forget);
    socket.unshift(Buffer.concat([headersWithoutUpgrade(request), head]));
    server.emit(tls ? 'secureConnection' : 'connection', socket);
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    sockets.add(socket);
    socket.once('close', forget);
    upgrade(request, socket, head);
  });
  server.keepAliveTimeout = IDLE_MS;
  return server;
}

/** A request's first bytes as its client might have sent them, had it not asked for another protocol. */
function headersWithoutUpgrade({ method, url, rawHeaders, headers: { authorization } }: IncomingMessage): Buffer {
  const lines = [`${method} ${url} HTTP/1.1`, ...(authorization ? [`Authorization: ${authorization}`] : [])];
  for (let at = 0; at < rawHeaders.length; at += 2)
    if (!/^(authorization|connection|upgrade)$/i.test(rawHeaders[at] ?? '')) lines.push(`${rawHeaders[at]}: ${rawHeaders[at + 1]}`);
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
}

/** Resolves when no connection is left; open watches, execs and forwarded ports end. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
    for (const socket of upgraded.get(server) ?? []) socket.destroy();
  });
}
