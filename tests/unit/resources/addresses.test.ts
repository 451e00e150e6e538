/** Addresses and ranges as text: what is read, refused and only warned about. */
import { expect, it } from 'vitest';
import { cidrWarnings, isCanonicalCidr, isCidr, isStrictSubset, parseCidr } from '../../../workers/resources/validation/cidr';
import type { Cidr } from '../../../workers/resources/validation/cidr';
import { ipText, parseIp } from '../../../workers/lib/ip';
import { ipWarnings, isCanonicalIp, isIp, isNonSpecialIp } from '../../../workers/resources/validation/ip';

const NO_IP = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';
const NO_CIDR = 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)';

it.each([
  ['1.2.3.4', '1.2.3.4', []],
  ['1.2.3', undefined, [NO_IP]],
  ['1.2.3.004', '1.2.3.4', ['must not have leading 0s']],
  ['256.1.1.1', undefined, [NO_IP]],
  ['fd00:0:0::1', 'fd00::1', []],
  ['1:0:0:2:0:0:0:3', '1:0:0:2::3', []],
  ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0', []],
  ['000fd::1', 'fd::1', ['must not have leading 0s']],
  ['::1.2.3.4', '::102:304', []],
  ['::ffff:1.2.3.4', '1.2.3.4', ['must not be an IPv4-mapped IPv6 address']],
  ['1::2::3', undefined, [NO_IP]],
  ['1:2:3:4:5:6:7:8:9', undefined, [NO_IP]],
  [':1::2', undefined, [NO_IP]],
  ['fe80::1%eth0', undefined, [NO_IP]],
])('the address %j is %j', (text, canonical, errors) => {
  const ip = parseIp(text);
  expect(ip && ipText(ip)).toBe(canonical);
  expect(isIp(text)).toEqual(errors);
});

it.each([
  ['0.0.0.0', 'may not be unspecified (0.0.0.0)'],
  ['127.3.2.1', 'may not be in the loopback range (127.0.0.0/8, ::1/128)'],
  ['febf::1', 'may not be in the link-local range (169.254.0.0/16, fe80::/10)'],
  ['224.0.0.9', 'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)'],
  ['nothing', 'must be a valid IP address'],
])('nothing is reached at %s', (text, error) => {
  expect(isNonSpecialIp(text)).toEqual([error]);
});

it.each([
  ['10.0.0.0/8', []],
  ['10.0.0.1/8', ['must not have bits set beyond the prefix length']],
  ['fd00::1/64', ['must not have bits set beyond the prefix length']],
  ['10.0.0.0/08', ['must not have leading 0s in IP or prefix length']],
  ['::ffff:10.0.0.0/104', ['must not have an IPv4-mapped IPv6 address']],
  ['10.0.0.0/33', [NO_CIDR]],
  ['10.0.0.0', [NO_CIDR]],
])('the range %j', (text, errors) => {
  expect(isCidr(text)).toEqual(errors);
});

it.each([
  ['10.1.0.0/16', '10.0.0.0/8', true],
  ['10.0.0.0/8', '10.0.0.0/8', false],
  ['fd00:1::/32', 'fd00::/16', true],
  ['fe00::/32', 'fd00::/16', false],
  ['10.0.0.0/8', '::/0', false],
])('%s lies in %s: %s', (inner, outer, expected) => {
  expect(isStrictSubset(parseCidr(inner) as Cidr, parseCidr(outer) as Cidr)).toBe(expected);
});

it('what is written in an odd way is refused where it is new, and warned about elsewhere', () => {
  expect(isCanonicalIp('FD00::1')).toEqual(['must be in canonical form ("fd00::1")']);
  expect(isCanonicalCidr('FD00::/8')).toEqual(['must be in canonical form ("fd00::/8")']);
  expect([
    ...ipWarnings('f', 'FD00::1'),
    ...ipWarnings('f', '01.2.3.4'),
    ...ipWarnings('f', 'x'),
    ...cidrWarnings('g', 'FD00::/8'),
  ]).toEqual([
    'f: IPv6 address "FD00::1" should be in RFC 5952 canonical format ("fd00::1")',
    'f: non-standard IP address "01.2.3.4" is invalid: use "1.2.3.4"',
    'g: IPv6 CIDR value "FD00::/8" should be in RFC 5952 canonical format ("fd00::/8")',
  ]);
});
