/** The formats a schema's texts are checked against (source: k8s.io/kube-openapi/pkg/validation/strfmt, 1.36). Others are ignored. */
import { isDns1123Label, isDns1123Subdomain } from '../../../api/names';
import { isCidr, isEmail, isIp, isMac, isUri } from './address-formats';
import { isDate, isDateTime, isDuration } from './time-formats';

/** A letter, digit or symbol. */
const SIGN = String.raw`[a-zA-Z0-9\p{S}\p{L}]`;
const LABEL = String.raw`${SIGN}(?:[-a-zA-Z0-9\p{S}\p{L}]{0,61}${SIGN})?`;
/** One label with a hyphen at most behind its first sign, or several of which the last is letters. */
const HOSTNAME = new RegExp(String.raw`^(?:${SIGN}(?:-?${SIGN}{0,62})|(?:${LABEL}\.)+[a-zA-Z\p{L}]{2,63})$`, 'u');

const FORMATS: Readonly<Record<string, (text: string) => boolean>> = {
  'date-time': isDateTime,
  datetime: isDateTime,
  date: isDate,
  duration: isDuration,
  email: isEmail,
  hostname: (text) => text.length <= 255 && HOSTNAME.test(text),
  ipv4: (text) => text.includes('.') && isIp(text),
  ipv6: (text) => text.includes(':') && isIp(text),
  cidr: isCidr,
  mac: isMac,
  uri: isUri,
  uuid: (text) => /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i.test(text),
  uuid3: (text) => /^[0-9a-f]{8}-?[0-9a-f]{4}-?3[0-9a-f]{3}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i.test(text),
  uuid4: (text) => /^[0-9a-f]{8}-?[0-9a-f]{4}-?4[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}$/i.test(text),
  uuid5: (text) => /^[0-9a-f]{8}-?[0-9a-f]{4}-?5[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}$/i.test(text),
  byte: (text) => text !== '' && /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text),
  'k8s-short-name': (text) => isDns1123Label(text).length === 0,
  'k8s-long-name': (text) => isDns1123Subdomain(text).length === 0,
  isbn: (text) => isIsbn10(text) || isIsbn13(text),
  isbn10: isIsbn10,
  isbn13: isIsbn13,
  creditcard: isCreditCard,
  ssn: (text) => /^\d{3}[- ]\d{2}[- ]\d{4}$/.test(text),
  bsonobjectid: (text) => /^[0-9a-f]{24}$/i.test(text),
  rgbcolor: (text) => RGB.test(text),
  hexcolor: (text) => /^#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$/.test(text),
};

const PART = String.raw`\s*(?:0|[1-9]\d?|1\d\d?|2[0-4]\d|25[0-5])\s*`;
const RGB = new RegExp(String.raw`^rgb\(${PART},${PART},${PART}\)$`);

function isIsbn10(text: string): boolean {
  const digits = text.replaceAll(/[\s-]/g, '');
  if (!/^\d{9}[\dX]$/.test(digits)) return false;
  const sum = [...digits].reduce((total, digit, index) => total + (digit === 'X' ? 10 : Number(digit)) * (index + 1), 0);
  return sum % 11 === 0;
}

function isIsbn13(text: string): boolean {
  const digits = text.replaceAll(/[\s-]/g, '');
  return /^\d{13}$/.test(digits) && [...digits].reduce((total, digit, index) => total + Number(digit) * (index % 2 ? 3 : 1), 0) % 10 === 0;
}

const CARD =
  /^(?:4\d{12}(?:\d{3})?|5[1-5]\d{14}|(222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|6(?:011|5\d\d)\d{12}|(?:2131|1800|35\d{3})\d{11})$/;

function isCreditCard(text: string): boolean {
  const digits = text.replaceAll(/\D/g, '');
  if (!CARD.test(digits)) return false;
  const doubled = (digit: number) => (digit > 4 ? digit * 2 - 9 : digit * 2);
  const sum = [...digits].toReversed().reduce((total, digit, index) => total + (index % 2 ? doubled(Number(digit)) : Number(digit)), 0);
  return sum % 10 === 0;
}

const CHECKS = new Map(Object.entries(FORMATS).map(([name, check]) => [plainName(name), check]));

export function hasFormat(text: string, format: string): boolean {
  return CHECKS.get(plainName(format))?.(text) ?? true;
}

const NUMBER_FORMATS: Readonly<Record<string, readonly string[]>> = { integer: ['int32', 'int64'], number: ['float', 'double'] };
const TEXT_FORMATS = new Set([...Object.keys(FORMATS).map(plainName), 'password']);

function plainName(format: string): string {
  return format.replaceAll('-', '');
}

/** Whether values of the type can be checked against a format; of others definitions are warned. Hyphens don't count. */
export function isKnownFormat(type: string | undefined, format: string): boolean {
  if (!type || type === 'string') return TEXT_FORMATS.has(plainName(format));
  return NUMBER_FORMATS[type]?.includes(format) ?? false;
}
