/** Watches over WebSocket, an event per message; source: k8s.io/apiserver/pkg/endpoints/handlers/watch.go and golang.org/x/net/websocket. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import type { HttpBackend } from './http-listener';
import { refuse } from './pod-streams';
import { streamWatch } from './watch-stream';
import type { WatchRoute, WatchWire } from './watch-stream';
import { offeredProtocols } from './websocket-protocols';

/** Clients have nothing to say. */
const MESSAGE_BYTES_MAX = 4096;

/** The function resolves to false where there is no watch, and the socket is as it was. */
export function socketWatches(backend: HttpBackend) {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: MESSAGE_BYTES_MAX,
    handleProtocols: (offered) => [...offered][0] ?? false,
  });
  return async (way: WatchRoute, request: IncomingMessage, socket: Duplex, head: Buffer): Promise<boolean> => {
    const refusal = request.headers.origin === undefined ? 403 : offeredProtocols(request).length > 1 ? 400 : undefined;
    if (refusal) {
      refuse(socket, refusal, '');
      return true;
    }
    const wire = new SocketWire(socket, () => {
      let opened: WebSocket | undefined;
      server.handleUpgrade(request, socket, head, (webSocket) => (opened = webSocket));
      return opened;
    });
    return (await streamWatch(backend, way, wire)) === undefined;
  };
}

class SocketWire implements WatchWire {
  private webSocket: WebSocket | undefined;

  constructor(
    private readonly socket: Duplex,
    private readonly upgrade: () => WebSocket | undefined,
  ) {}

  get unreadBytes(): number {
    return this.webSocket?.bufferedAmount ?? 0;
  }

  open(onClose: () => void): void {
    this.socket.on('close', onClose);
    if (this.socket.destroyed) return onClose();
    this.webSocket = this.upgrade();
    this.webSocket?.on('error', () => this.webSocket?.terminate());
  }

  write(lines: readonly Buffer[]): void {
    for (const line of lines) this.webSocket?.send(line, { binary: false });
  }

  end(): void {
    if (this.webSocket) this.webSocket.close(1000);
    else this.socket.destroy();
  }

  /** ws itself gives a client 30 seconds to read the rest. */
  endInTime(): void {
    this.end();
  }
}
