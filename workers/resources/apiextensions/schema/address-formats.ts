/** Addresses in texts: Go's parsers of URLs, mail and network addresses (source: net/url, net/mail, net, k8s.io/utils/net). */
import { hasLeadingZeros, parseIp } from '../../../lib/ip';

/** Leading zeros are fine, but not where there are colons. */
export function isIp(text: string): boolean {
  return parseIp(text) !== undefined && !(text.includes(':') && hasLeadingZeros(text));
}

export function isCidr(text: string): boolean {
  const [, address = '', bits = ''] = /^(.*)\/(\d+)$/.exec(text) ?? [];
  return isIp(address) && Number(bits) <= (address.includes(':') ? 128 : 32);
}

/** 6, 8 or 20 bytes: pairs between ":" or "-", or groups of four between ".". */
export function isMac(text: string): boolean {
  const [, separator = ''] = /^[0-9a-fA-F]+([:.-])/.exec(text) ?? [];
  if (separator === '') return false;
  const parts = text.split(separator);
  const digits = separator === '.' ? 4 : 2;
  return parts.every((part) => part.length === digits && /^[0-9a-fA-F]+$/.test(part)) && [6, 8, 20].includes((parts.length * digits) / 2);
}

const ATOM = String.raw`[^\s()<>[\]:;@\\,."]+`;
const DOTTED = `${ATOM}(?:\\.${ATOM})*`;
const QUOTED = String.raw`"(?:[^"\\\r\n]|\\.)*"`;
const ADDRESS = String.raw`(?:${DOTTED}|${QUOTED})@(?:${DOTTED}|\[[^\]\s]*\])`;
const MAIL = new RegExp(`^\\s*(?:${ADDRESS}|(?:(?:${ATOM}|${QUOTED}|[.\\s])*)<${ADDRESS}>)\\s*$`, 'u');

/** One address, with or without a name before it. Differs: comments and encoded words are not read. */
export function isEmail(text: string): boolean {
  return MAIL.test(text);
}

/** As in the first line of an HTTP request: an absolute path, or something with a scheme. */
export function isUri(text: string): boolean {
  if (text === '' || /[\p{Cc}]/u.test(text)) return false;
  const [, scheme, rest = text] = /^([a-zA-Z][a-zA-Z0-9+.-]*):(.*)$/s.exec(text) ?? [];
  const [target = ''] = rest.split('?');
  if (text === '*') return true;
  if (!target.startsWith('/')) return scheme !== undefined;
  const [, authority, path = target] = (scheme === undefined ? undefined : /^\/\/([^/]*)(.*)$/s.exec(target)) ?? [];
  return !/%(?![0-9a-fA-F]{2})/.test(path) && (authority === undefined || isAuthority(authority));
}

function isAuthority(text: string): boolean {
  const host = text.slice(text.lastIndexOf('@') + 1);
  if (host.startsWith('[')) return /^\[[^\]]*\](?::\d*)?$/.test(host);
  return /^(?:[\w.~!$&'()*+,;=<>"-]|%[89a-fA-F][0-9a-fA-F]|\P{ASCII})*(?::\d*)?$/u.test(host);
}
