import type { IncomingMessage } from 'node:http';

/** Whether a server may be called by this name (no port; IPv6 addresses in brackets). */
export type OwnNames = (name: string) => boolean;

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);
const ADDRESS = /^(\d+\.\d+\.\d+\.\d+|\[[0-9a-f:]+\])$/i;
const WILDCARD = new Set(['0.0.0.0', '::']);

export function isLoopback(address: string): boolean {
  return /^127\.\d+\.\d+\.\d+$/.test(address) || address === '::1' || address === 'localhost';
}

/**
 * The loopback names and the address listened on. A server that listens everywhere goes by any address in numbers: a page elsewhere
 * can make a name of its own point here, but not an address.
 */
export function ownNames(bindAddress: string): OwnNames {
  const own = bindAddress.includes(':') ? `[${bindAddress}]` : bindAddress;
  return (name) => LOOPBACK.has(name) || name === own || (WILDCARD.has(bindAddress) && ADDRESS.test(name));
}

export const LOOPBACK_NAMES: OwnNames = ownNames('127.0.0.1');

/** Called by a name that is not ours, or by a page of another origin (which a browser tells). */
export function isForeign({ headers: { host = '', origin } }: IncomingMessage, isOwn: OwnNames): boolean {
  if (!isOwn(withoutPort(host))) return true;
  if (origin === undefined) return false;
  const [scheme, name = ''] = origin.split('://', 2);
  return (scheme !== 'http' && scheme !== 'https') || !isOwn(withoutPort(name));
}

function withoutPort(host: string): string {
  return host.replace(/:\d+$/, '').toLowerCase();
}
