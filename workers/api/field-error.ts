/** Validation failures with Kubernetes' wording (source: k8s.io/apimachinery/pkg/util/validation/field/errors.go, 1.36). */
export type FieldErrorType =
  | 'FieldValueRequired'
  | 'FieldValueInvalid'
  | 'FieldValueNotSupported'
  | 'FieldValueForbidden'
  | 'FieldValueDuplicate'
  | 'FieldValueTooLong'
  | 'FieldValueTooMany'
  | 'FieldValueTypeInvalid'
  | 'FieldValueNotFound'
  | 'InternalError';

export interface FieldError {
  readonly type: FieldErrorType;
  /** "spec.containers[0].name" */
  readonly field: string;
  /** The error without its field, as a Status cause carries it: 'Invalid value: "x": must be ...'. */
  readonly message: string;
}

export function required(field: string, detail = ''): FieldError {
  return { type: 'FieldValueRequired', field, message: withDetail('Required value', detail) };
}

export function forbiddenField(field: string, detail = ''): FieldError {
  return { type: 'FieldValueForbidden', field, message: withDetail('Forbidden', detail) };
}

export function invalid(field: string, value: unknown, detail: string): FieldError {
  return { type: 'FieldValueInvalid', field, message: withDetail(`Invalid value: ${formatValue(value)}`, detail) };
}

/** `supported` is printed in the order given; upstream's callers sort it. Upstream's values have types of their own, so that Go prints JSON. */
export function notSupported(field: string, value: unknown, supported: readonly string[]): FieldError {
  return unsupported(field, typeof value === 'string' ? goJson(value) : formatValue(value), supported);
}

/** The same of a value that is a plain string in Go. */
export function notSupportedText(field: string, value: string, supported: readonly string[]): FieldError {
  return unsupported(field, quote(value), supported);
}

function unsupported(field: string, printed: string, supported: readonly string[]): FieldError {
  const detail = supported.length > 0 ? `supported values: ${supported.map(quote).join(', ')}` : '';
  return { type: 'FieldValueNotSupported', field, message: withDetail(`Unsupported value: ${printed}`, detail) };
}

export function duplicate(field: string, value: unknown, detail = ''): FieldError {
  return { type: 'FieldValueDuplicate', field, message: withDetail(`Duplicate value: ${formatValue(value)}`, detail) };
}

export function notFoundField(field: string, value: unknown): FieldError {
  return { type: 'FieldValueNotFound', field, message: `Not found: ${formatValue(value)}` };
}

export function tooLong(field: string, maxBytes: number): FieldError {
  return { type: 'FieldValueTooLong', field, message: `Too long: may not be more than ${maxBytes} bytes` };
}

export function tooMany(field: string, actual: number, max: number): FieldError {
  return { type: 'FieldValueTooMany', field, message: `Too many: ${actual}: must have at most ${max} ${max === 1 ? 'item' : 'items'}` };
}

/** How messages print a value: texts quoted, numbers plain, absent values null, the rest as Go's JSON. */
export function formatValue(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return quote(value);
    case 'number':
      return Number.isInteger(value) && Math.abs(value) <= 2 ** 63 ? BigInt(value).toString() : `${value}`;
    case 'boolean':
      return `${value}`;
    default:
      return value === undefined || value === null ? 'null' : goJson(value);
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
};

/** Go's %q: what cannot be printed is escaped. */
export function quote(text: string): string {
  return `"${text.replaceAll(/["\\]|[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, escaped)}"`;
}

function escaped(character: string): string {
  if (character === '"' || character === '\\') return `\\${character}`;
  const short = ESCAPES[character];
  if (short !== undefined) return short;
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return `\\x${code.toString(16).padStart(2, '0')}`;
  if (code >= 0xd800 && code < 0xe000) return '\ufffd';
  return code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`;
}

/** A text that Go prints as JSON: it is of a type of its own, or behind a pointer. */
export function jsonText(text: string): { readonly toJSON: () => string } {
  return { toJSON: () => text };
}

/** encoding/json escapes what HTML would read. */
export function goJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function withDetail(text: string, detail: string): string {
  return detail === '' ? text : `${text}: ${detail}`;
}
