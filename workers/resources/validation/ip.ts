/** What is said of texts that should be IP addresses (source: k8s.io/apimachinery/pkg/util/validation/ip.go, 1.36). */
import { hasLeadingZeros, ipText, isV4, parseIp } from '../../lib/ip';
import type { Ip } from '../../lib/ip';

const IP_MESSAGE = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';
/** The messages for what is no IP address, or is not written as one is today. */
export function isIp(text: string): readonly string[] {
  const ip = parseIp(text);
  if (!ip) return [IP_MESSAGE];
  if (hasLeadingZeros(text)) return ['must not have leading 0s'];
  return ip.colons && isV4(ip) ? ['must not be an IPv4-mapped IPv6 address'] : [];
}

/** As {@link isIp}; there is one way to write each address. */
export function isCanonicalIp(text: string): readonly string[] {
  const messages = isIp(text);
  const canonical = messages.length ? text : ipText(parseIp(text) as Ip);
  return canonical === text ? messages : [`must be in canonical form ("${canonical}")`];
}

/** Of an address that validation lets through, or never sees. */
export function ipWarnings(field: string, text: string): readonly string[] {
  const ip = parseIp(text);
  if (!ip) return [];
  const canonical = ipText(ip);
  if (isIp(text).length) return [`${field}: non-standard IP address ${JSON.stringify(text)} is invalid: use "${canonical}"`];
  return canonical === text
    ? []
    : [`${field}: IPv6 address ${JSON.stringify(text)} should be in RFC 5952 canonical format ("${canonical}")`];
}

/** The messages for an address that nothing can be reached at from elsewhere. */
export function isNonSpecialIp(text: string): readonly string[] {
  const ip = parseIp(text);
  if (!ip) return ['must be a valid IP address'];
  const v4 = isV4(ip);
  const bytes = v4 ? ip.bytes.slice(12) : ip.bytes;
  const [first = 0, second = 0, third = 0] = bytes;
  const loopback = v4 ? first === 127 : bytes.every((byte, at) => byte === (at === 15 ? 1 : 0));
  const local = v4 ? first === 169 && second === 254 : first === 0xfe && (second & 0xc0) === 0x80;
  const multicast = v4 ? first === 224 && second === 0 && third === 0 : first === 0xff && (second & 0x0f) === 2;
  return [
    ...(bytes.every((byte) => byte === 0) ? [`may not be unspecified (${text})`] : []),
    ...(loopback ? ['may not be in the loopback range (127.0.0.0/8, ::1/128)'] : []),
    ...(local ? ['may not be in the link-local range (169.254.0.0/16, fe80::/10)'] : []),
    ...(multicast ? ['may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)'] : []),
  ];
}
