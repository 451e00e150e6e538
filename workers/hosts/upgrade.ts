/**
 * Requests that ask for another protocol: streams of pods, and watches over WebSocket. Whoever asks for one elsewhere (HTTP/2 of a
 * client that only offers it, say) is answered in HTTP/1.1.
 */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { route } from '../apiserver/http';
import { headersOf } from './http-listener';
import type { HttpBackend } from './http-listener';
import { isForeign, LOOPBACK_NAMES } from './own-names';
import { podStreams, refuse } from './pod-streams';
import { isWebSocket, takeBearerProtocol } from './websocket-protocols';
import { socketWatches } from './websocket-watch';

export type UpgradeListener = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** `plainly` answers as if no other protocol had been asked for. */
export function upgradeListener(backend: HttpBackend, plainly: UpgradeListener): UpgradeListener {
  const [pods, watches] = [podStreams(backend), socketWatches(backend)];
  const failed = (socket: Duplex) => (error: unknown) => {
    console.error(error);
    refuse(socket, 500, 'internal error\n');
  };
  return (request, socket, head) => {
    const stream = pods.find(request);
    if (!stream && !isWebSocket(request)) return plainly(request, socket, head);
    if (isForeign(request, backend.isOwnName ?? LOOPBACK_NAMES)) return refuse(socket, 403, 'foreign origin or unknown host\n');
    takeBearerProtocol(request);
    if (stream) return void pods.open(stream, request, socket, head).catch(failed(socket));
    const { method = '', url = '/' } = request;
    const way = route(backend.resources, { method, path: url, headers: headersOf(request) }, backend.access);
    if (way.type !== 'watch') return plainly(request, socket, head);
    const answered = (done: boolean) => (done ? undefined : plainly(request, socket, head));
    return void watches(way, request, socket, head).then(answered).catch(failed(socket));
  };
}
