/**
 * Query strings, decoded by hand: the core has no URL class. The first value of a repeated parameter counts; pairs with a
 * semicolon or a bad escape are passed over.
 */
import { decodeUtf8 } from '../../lib/utf8';
import type { RequestOptions } from '../../api/request';

export function parseQuery(text: string): Record<string, string> {
  const query: Record<string, string> = {};
  for (const { name, value } of queryPairs(text)) if (!Object.hasOwn(query, name)) query[name] = value;
  return query;
}

/** With every value of what is repeated. */
export function queryPairs(text: string): { readonly name: string; readonly value: string }[] {
  return text.split('&').flatMap((pair) => {
    if (pair === '' || pair.includes(';')) return [];
    const at = pair.indexOf('=');
    const name = unescaped((at < 0 ? pair : pair.slice(0, at)).replaceAll('+', ' '));
    const value = at < 0 ? '' : unescaped(pair.slice(at + 1).replaceAll('+', ' '));
    return name !== undefined && value !== undefined ? [{ name, value }] : [];
  });
}

/** A text without its percent escapes; undefined where one is malformed. */
export function unescaped(text: string): string | undefined {
  if (/%(?![\da-fA-F]{2})/.test(text)) return undefined;
  return text.replaceAll(/(?:%[\da-fA-F]{2})+/g, (escapes) =>
    decodeUtf8(Uint8Array.from(escapes.slice(1).split('%'), (byte) => Number.parseInt(byte, 16))),
  );
}

const INT64_MAX = 2n ** 63n - 1n;

/** Options in their types; a text is the error of a value that cannot be converted. */
export function requestOptions(query: Readonly<Record<string, string>>): RequestOptions | string {
  const options: { -readonly [K in keyof RequestOptions]: RequestOptions[K] } = {};
  for (const name of ['labelSelector', 'fieldSelector', 'resourceVersion', 'resourceVersionMatch', 'continue', 'fieldManager'] as const) {
    if (query[name]) options[name] = query[name];
  }
  for (const name of ['limit', 'timeoutSeconds'] as const) {
    const value = query[name];
    if (value === undefined) continue;
    const number = parseInteger(value);
    if (typeof number === 'string') return number;
    options[name] = number;
  }
  for (const name of ['allowWatchBookmarks', 'sendInitialEvents', 'force'] as const) {
    if (query[name] !== undefined) options[name] = isTrue(query[name]);
  }
  if (query.dryRun !== undefined) options.dryRun = true;
  const { dryRun, fieldManager, fieldValidation } = query;
  if (dryRun || fieldManager || fieldValidation)
    options.given = {
      ...(dryRun ? { dryRun: [dryRun] } : {}),
      ...(fieldManager ? { fieldManager } : {}),
      ...(fieldValidation ? { fieldValidation } : {}),
    };
  const validation = query.fieldValidation;
  if (validation === 'Ignore' || validation === 'Warn' || validation === 'Strict') options.fieldValidation = validation;
  return options;
}

/** A text is the error. */
export function parseInteger(value: string): number | string {
  if (!/^[+-]?\d+$/.test(value)) return `strconv.ParseInt: parsing ${JSON.stringify(value)}: invalid syntax`;
  const outOfRange = BigInt(value) > INT64_MAX || BigInt(value) < -INT64_MAX - 1n;
  return outOfRange ? `strconv.ParseInt: parsing ${JSON.stringify(value)}: value out of range` : Number(value);
}

/** Upstream's reading of a boolean parameter: given without a value, or with any but "0" and "false", however that is written, it is true. */
export function isTrue(value: string): boolean {
  return value !== '0' && value.toLowerCase() !== 'false';
}
