/** Bearer tokens of WebSockets, for pages, which cannot set headers (source: apiserver/pkg/authentication/request/websocket, 1.36). */
import type { IncomingMessage } from 'node:http';

const BEARER = 'base64url.bearer.authorization.k8s.io.';

export function isWebSocket({ headers }: IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === 'websocket';
}

export function offeredProtocols({ headers }: IncomingMessage): string[] {
  const offered = headers['sec-websocket-protocol'];
  return offered === undefined ? [] : offered.split(',').map((text) => text.trim());
}

/** A token among the protocols becomes the authorization, unless there is one; what is no token, or comes alone, is one nobody has. */
export function takeBearerProtocol(request: IncomingMessage): void {
  const { headers } = request;
  const offered = offeredProtocols(request);
  const tokens = offered.filter((protocol) => protocol.startsWith(BEARER));
  if (tokens.length === 0 || headers.authorization) return;
  const others = offered.filter((protocol) => !protocol.startsWith(BEARER));
  const token = tokens.length === 1 && others.length > 0 ? Buffer.from(tokens[0]?.slice(BEARER.length) ?? '', 'base64url').toString() : '';
  headers.authorization = `Bearer ${/^[\x21-\x7e]+$/.test(token) ? token : 'none'}`;
  if (others.length > 0) headers['sec-websocket-protocol'] = others.join(',');
  else delete headers['sec-websocket-protocol'];
}
