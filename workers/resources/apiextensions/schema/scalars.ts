/** Types, numbers, texts and enumerations of values (source: k8s.io/kube-openapi/pkg/validation/validate/{type,validator,values}.go, 1.36). */
import { formatValue, invalid, notSupported, tooLong } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import { deepEqual } from '../../../lib/equal';
import { hasFormat, isKnownFormat } from './formats';
import type { JsonSchemaProps } from './json-schema';
import { matchesPattern } from './patterns';

/** `looseChoice`: an int-or-string may be anything, as where defaults are judged. */
export function typesOf(schema: JsonSchemaProps, looseChoice: boolean): readonly string[] {
  if (schema['x-kubernetes-int-or-string'] && !looseChoice) return ['integer', 'string'];
  return schema.type ? [schema.type] : [];
}

/** Upstream's checker takes lists for texts of the formats it knows. */
export function typeProblem(value: unknown, schema: JsonSchemaProps, types: readonly string[], path: string): FieldError | undefined {
  const { type, format } = schema;
  const kind = kindOf(value);
  const fits = types.length === 0 || types.includes(kind) || (kind === 'integer' && types.includes('number'));
  const isChecked = format !== undefined && isKnownFormat(type, format);
  if (isChecked && type === 'string' && Array.isArray(value)) return undefined;
  if (!fits && isChecked && value !== null && typeof value !== 'string' && !Array.isArray(value))
    return typeError(path, typeof value === 'number' ? (kind === 'integer' ? 'int64' : 'float64') : '', format);
  return fits ? undefined : typeError(path, kind, types.join(','));
}

/** Go keeps whole numbers apart from others, as far as 64 bits reach. */
function isWhole(value: number): boolean {
  return Number.isInteger(value) && Math.abs(value) <= 2 ** 63;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'number' ? (isWhole(value) ? 'integer' : 'number') : typeof value;
}

function typeError(path: string, shown: string, expected: string): FieldError {
  const value = JSON.stringify(shown);
  return {
    type: 'FieldValueTypeInvalid',
    field: path === '' ? '<nil>' : path,
    message: `Invalid value: ${value}: ${path} in body must be of type ${expected}: ${value}`,
  };
}

/** What is told without saying where. */
export function unplaced(detail: string): FieldError {
  return invalid('<nil>', '', detail);
}

/** Whole values are held against whole limits. */
export function numberProblems(value: number, schema: JsonSchemaProps, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const refuse = (text: string) => void errors.push(invalid(path, value, `${path} in body should be ${text}`));
  const { exclusiveMaximum, exclusiveMinimum, type, format } = schema;
  const whole = isWhole(value);
  const limit = (given: number | undefined) => (given !== undefined && whole ? Math.trunc(given) : given);
  if (!fitsRange(value, type, format))
    errors.push(unplaced(`Checked value must be of type ${type} ${format ? `with format ${format}` : '(default format)'} in ${path}`));
  const factor = limit(schema.multipleOf);
  if (factor !== undefined && factor <= 0)
    errors.push(invalid(path, factor, `factor MultipleOf declared for ${path} must be positive: ${factor}`));
  else if (factor !== undefined && !isMultiple(value, factor, whole)) refuse(`a multiple of ${factor}`);
  const minimum = limit(schema.minimum);
  if (minimum !== undefined && (exclusiveMinimum ? value <= minimum : value < minimum))
    refuse(exclusiveMinimum ? `greater than ${minimum}` : `greater than or equal to ${minimum}`);
  const maximum = limit(schema.maximum);
  if (maximum !== undefined && (exclusiveMaximum ? value >= maximum : value > maximum))
    refuse(exclusiveMaximum ? `less than ${maximum}` : `less than or equal to ${maximum}`);
  return errors;
}

const FLOAT32_MAX = 3.4028234663852886e38;

function fitsRange(value: number, type: string | undefined, format: string | undefined): boolean {
  if (type === 'integer') {
    if (!isWhole(value)) return false;
    return format !== 'int32' || (value >= -(2 ** 31) && value < 2 ** 31);
  }
  return format !== 'float' || Math.abs(value) <= FLOAT32_MAX;
}

function isMultiple(value: number, factor: number, whole: boolean): boolean {
  if (whole) return value % factor === 0;
  const quotient = factor < 1 ? (1 / factor) * value : value / factor;
  const below = Math.trunc(quotient);
  return quotient === below || Math.abs(quotient - below) / (Math.abs(quotient) + Math.abs(below)) < 1e-9;
}

/** The first thing wrong with a text is the only one told; formats are another validator. */
export function textProblems(value: string, schema: JsonSchemaProps, path: string): FieldError[] {
  const { maxLength, minLength, pattern, format } = schema;
  const errors: FieldError[] = [];
  const length = [...value].length;
  if (maxLength !== undefined && length > maxLength) errors.push(tooLong(path, maxLength));
  else if (minLength !== undefined && length < minLength)
    errors.push(invalid(path, value, `${path} in body should be at least ${minLength} chars long`));
  else if (pattern && !matchesPattern(pattern, value)) errors.push(invalid(path, value, `${path} in body should match '${pattern}'`));
  if (format && !hasFormat(value, format)) {
    const shown = formatValue(value);
    const message = `Invalid value: ${shown}: ${path} in body must be of type ${format}: ${shown}`;
    errors.push({ type: 'FieldValueTypeInvalid', field: path, message });
  }
  return errors;
}

/** null is in no enumeration. */
export function enumProblem(value: unknown, allowed: readonly unknown[], path: string): FieldError | undefined {
  if (value !== null && allowed.some((each) => equalsConverted(value, each))) return undefined;
  const choices = allowed.map((each) => (typeof each === 'string' ? each : JSON.stringify(each)));
  return notSupported(path, value, choices);
}

/** Upstream converts the value to the type of the choice first: numbers lose their fraction, whole ones become the sign with that code. */
function equalsConverted(value: unknown, choice: unknown): boolean {
  if (deepEqual(choice, value)) return true;
  if (typeof value !== 'number') return false;
  if (typeof choice === 'number') return Number.isInteger(choice) && Math.trunc(value) === choice;
  return typeof choice === 'string' && Number.isInteger(value) && value > 0 && value <= 0x10ffff && String.fromCodePoint(value) === choice;
}
