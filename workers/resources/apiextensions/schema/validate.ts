/**
 * Custom objects against their schema, with the texts of kube-openapi's validators (source: k8s.io/kube-openapi/pkg/validation/validate
 * and apiextensions-apiserver/pkg/apiserver/validation, 1.36). Members that an update leaves as they were are not judged again.
 */
import { duplicate, formatValue, invalid, notSupported, required, tooLong, tooMany } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import { deepEqual } from '../../../lib/equal';
import { hasFormat, isKnownFormat } from './formats';
import { isMap, valuesOf } from './json-schema';
import type { JsonSchemaProps } from './json-schema';

/** `before` is the stored value at the same place, undefined on creation. */
export function validateValue(value: unknown, schema: JsonSchemaProps, path: string, before: unknown, errors: FieldError[]): void {
  if (before !== undefined && deepEqual(value, before)) return;
  if (value !== null || !schema.nullable) validateType(value, schema, path, errors);
  if (value !== null) validateCombinations(value, schema, path, before, errors);
  if (typeof value === 'number') validateNumber(value, schema, path, errors);
  else if (typeof value === 'string') validateText(value, schema, path, errors);
  else if (Array.isArray(value)) validateList(value, schema, path, before, errors);
  if (schema.enum?.length && (value === null || !schema.enum.some((allowed) => deepEqual(allowed, value)))) {
    const choices = schema.enum.map((allowed) => (typeof allowed === 'string' ? allowed : JSON.stringify(allowed)));
    errors.push(notSupported(path, value, choices));
  }
  if (isMap(value)) validateMembers(value, schema, path, before, errors);
}

/** Upstream's checker takes lists for texts of the formats it knows. */
function validateType(value: unknown, schema: JsonSchemaProps, path: string, errors: FieldError[]): void {
  const { type, format } = schema;
  const kind = kindOf(value);
  const types = schema['x-kubernetes-int-or-string'] ? ['integer', 'string'] : type ? [type] : [];
  const fits = types.length === 0 || types.includes(kind) || (kind === 'integer' && types.includes('number'));
  const isChecked = format !== undefined && isKnownFormat(type, format);
  if (isChecked && type === 'string' && Array.isArray(value)) return;
  if (!fits && isChecked && value !== null && typeof value !== 'string' && !Array.isArray(value)) {
    const shown = typeof value === 'number' ? (kind === 'integer' ? 'int64' : 'float64') : '';
    errors.push(typeError(path, shown, format));
    return;
  }
  if (!fits) errors.push(typeError(path, kind, types.join(',')));
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'number' ? (Number.isInteger(value) ? 'integer' : 'number') : typeof value;
}

function typeError(path: string, shown: string, expected: string): FieldError {
  const value = JSON.stringify(shown);
  return {
    type: 'FieldValueTypeInvalid',
    field: path === '' ? '<nil>' : path,
    message: `Invalid value: ${value}: ${path} in body must be of type ${expected}: ${value}`,
  };
}

function validateNumber(value: number, schema: JsonSchemaProps, path: string, errors: FieldError[]): void {
  const refuse = (text: string) => void errors.push(invalid(path, value, `${path} in body should be ${text}`));
  const { maximum, minimum, multipleOf, type } = schema;
  if (type === 'integer' && !Number.isInteger(value))
    errors.push(
      unplaced(`Checked value must be of type integer ${schema.format ? `with format ${schema.format}` : '(default format)'} in ${path}`),
    );
  if (multipleOf !== undefined && Number.isInteger(value) && multipleOf < 1) {
    const factor = Math.trunc(multipleOf);
    errors.push(invalid(path, factor, `factor MultipleOf declared for ${path} must be positive: ${factor}`));
  } else if (multipleOf !== undefined && Math.abs(value / multipleOf - Math.round(value / multipleOf)) > 1e-9)
    refuse(`a multiple of ${multipleOf}`);
  if (maximum !== undefined) {
    if (schema.exclusiveMaximum ? value >= maximum : value > maximum)
      refuse(schema.exclusiveMaximum ? `less than ${maximum}` : `less than or equal to ${maximum}`);
  }
  if (minimum !== undefined) {
    if (schema.exclusiveMinimum ? value <= minimum : value < minimum)
      refuse(schema.exclusiveMinimum ? `greater than ${minimum}` : `greater than or equal to ${minimum}`);
  }
}

/** The first thing wrong with a text is the only one told; formats are another validator. */
function validateText(value: string, schema: JsonSchemaProps, path: string, errors: FieldError[]): void {
  const length = [...value].length;
  if (schema.maxLength !== undefined && length > schema.maxLength) errors.push(tooLong(path, schema.maxLength));
  else if (schema.minLength !== undefined && length < schema.minLength)
    errors.push(invalid(path, value, `${path} in body should be at least ${schema.minLength} chars long`));
  else if (schema.pattern !== undefined && !patternOf(schema.pattern).test(value))
    errors.push(invalid(path, value, `${path} in body should match '${schema.pattern}'`));
  if (schema.format && !hasFormat(value, schema.format)) {
    const shown = formatValue(value);
    errors.push({
      type: 'FieldValueTypeInvalid',
      field: path,
      message: `Invalid value: ${shown}: ${path} in body must be of type ${schema.format}: ${shown}`,
    });
  }
}

/** Patterns repeat with every object; a definition has few of them. */
const patterns = new Map<string, RegExp>();
const PATTERNS_MAX = 1000;

function patternOf(source: string): RegExp {
  let found = patterns.get(source);
  if (!found) {
    if (patterns.size >= PATTERNS_MAX) patterns.clear();
    found = new RegExp(source, 'u');
    patterns.set(source, found);
  }
  return found;
}

function validateList(value: readonly unknown[], schema: JsonSchemaProps, path: string, before: unknown, errors: FieldError[]): void {
  const old = oldItems(schema, before);
  const { items } = schema;
  if (items) for (const [index, item] of value.entries()) validateValue(item, items, `${path}[${index}]`, old(item), errors);
  if (schema.maxItems !== undefined && value.length > schema.maxItems) errors.push(tooMany(path, value.length, schema.maxItems));
  if (schema.minItems !== undefined && value.length < schema.minItems)
    errors.push(invalid(path, value.length, `${path} in body should have at least ${schema.minItems} items`));
  if (schema.uniqueItems && value.some((item, index) => value.findIndex((other) => deepEqual(other, item)) !== index))
    errors.push(invalid(path, value, `${path} in body shouldn't contain duplicates`));
}

/** Items of keyed lists are told apart by their keys; those of other lists have no past. */
function oldItems(schema: JsonSchemaProps, before: unknown): (item: unknown) => unknown {
  if (schema['x-kubernetes-list-type'] !== 'map' || !Array.isArray(before)) return () => undefined;
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  const keyOf = (item: unknown) => JSON.stringify(isMap(item) ? keys.map((key) => item[key]) : item);
  const known = new Map(before.map((item) => [keyOf(item), item]));
  return (item) => known.get(keyOf(item));
}

function validateMembers(
  value: Readonly<Record<string, unknown>>,
  schema: JsonSchemaProps,
  path: string,
  before: unknown,
  errors: FieldError[],
): void {
  const old = isMap(before) ? before : undefined;
  const under = (name: string) => (path === '' ? name : `${path}.${name}`);
  const count = Object.keys(value).length;
  if (schema.maxProperties !== undefined && count > schema.maxProperties) errors.push(tooMany(path, count, schema.maxProperties));
  if (schema.minProperties !== undefined && count < schema.minProperties)
    errors.push(invalid(path, count, `${path} in body should have at least ${schema.minProperties} properties`));
  for (const name of schema.required ?? []) if (value[name] === undefined) errors.push(required(under(name)));
  const values = valuesOf(schema);
  for (const [name, member] of Object.entries(value)) {
    const declared = schema.properties?.[name] ?? values;
    if (declared) validateValue(member, declared, under(name), old?.[name], errors);
  }
}

function validateCombinations(value: unknown, schema: JsonSchemaProps, path: string, before: unknown, errors: FieldError[]): void {
  const failing = (each: JsonSchemaProps): FieldError[] => {
    const found: FieldError[] = [];
    validateValue(value, each, path, before, found);
    return found;
  };
  const refuse = (text: string) => void errors.push(unplaced(`${JSON.stringify(path)} ${text}`));
  const { allOf, anyOf, oneOf, not } = schema;
  if (anyOf?.length) {
    const results = anyOf.map(failing);
    if (!results.some((found) => found.length === 0)) {
      refuse('must validate at least one schema (anyOf)');
      errors.push(...best(results));
    }
  }
  if (oneOf?.length) {
    const results = oneOf.map(failing);
    const valid = results.filter((found) => found.length === 0).length;
    if (valid === 0) {
      refuse('must validate one and only one schema (oneOf). Found none valid');
      errors.push(...best(results));
    } else if (valid > 1) refuse(`must validate one and only one schema (oneOf). Found ${valid} valid alternatives`);
  }
  if (allOf?.length) {
    const failures = allOf.map(failing).filter((found) => found.length > 0);
    errors.push(...failures.flat());
    if (failures.length) refuse(`must validate all the schemas (allOf)${failures.length === allOf.length ? '. None validated' : ''}`);
  }
  if (not && failing(not).length === 0) refuse('must not validate the schema (not)');
}

/** What is told without saying where. */
function unplaced(detail: string): FieldError {
  return invalid('<nil>', '', detail);
}

/** The alternative that fits best is the one that is explained. */
function best(results: readonly FieldError[][]): readonly FieldError[] {
  return results.toSorted((a, b) => a.length - b.length)[0] ?? [];
}

/** Sets and keyed lists without repetitions (source: .../schema/listtype/validation.go). */
export function validateListTypes(value: unknown, schema: JsonSchemaProps | undefined, path: string, errors: FieldError[]): void {
  if (!schema) return;
  if (Array.isArray(value)) {
    const type = schema['x-kubernetes-list-type'];
    const misfit = type === 'map' ? value.findIndex((item) => item !== null && !isMap(item)) : -1;
    if (misfit >= 0) errors.push(invalid(`${path}[${misfit}]`, value[misfit], 'must be an object for an array of list-type map'));
    else if (type === 'set' || type === 'map') {
      const keys = schema['x-kubernetes-list-map-keys'] ?? [];
      const keyOf = (item: unknown): unknown =>
        type === 'map' && isMap(item)
          ? Object.fromEntries(keys.filter((key) => item[key] !== undefined).map((key) => [key, item[key]]))
          : item;
      for (const [index, item] of value.entries()) {
        const key = keyOf(item);
        if (value.slice(0, index).some((other) => deepEqual(keyOf(other), key))) errors.push(duplicate(`${path}[${index}]`, key));
      }
    }
    for (const [index, item] of value.entries()) validateListTypes(item, schema.items, `${path}[${index}]`, errors);
  } else if (isMap(value)) {
    const values = valuesOf(schema);
    for (const [name, member] of Object.entries(value))
      validateListTypes(member, schema.properties?.[name] ?? values, path === '' ? name : `${path}.${name}`, errors);
  }
}
