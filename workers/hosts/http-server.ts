import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { httpListener } from './http-listener';
import type { HttpBackend } from './http-listener';
import { upgradeListener } from './pod-streams';

/** Bytes of a request's headers; milliseconds for the headers, and for a whole request. */
const LIMITS = { maxHeaderSize: 64 * 1024, headersTimeout: 30_000, requestTimeout: 120_000 };
/** A connection without a request is closed after this long. */
const IDLE_MS = 65_000;

/** A server of the backend that listens nowhere yet; with PEM texts in `tls` it speaks HTTPS. */
export function httpServer(backend: HttpBackend, tls?: { readonly cert: Buffer; readonly key: Buffer }): Server {
  const listener = httpListener(backend);
  const server = tls ? createTlsServer({ ...LIMITS, ...tls }, listener) : createServer(LIMITS, listener);
  server.on('upgrade', upgradeListener(backend));
  server.keepAliveTimeout = IDLE_MS;
  return server;
}

/** Resolves when no connection is left; open watches end. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
