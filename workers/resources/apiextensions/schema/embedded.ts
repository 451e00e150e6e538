/** Objects inside objects, x-kubernetes-embedded-resource (source: apiextensions-apiserver/pkg/apiserver/schema/objectmeta, 1.36). */
import { isMap } from '../../../lib/member';
import { invalid, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import { isDns1035Label, isDns1123Label, isLabelKey, isLabelValue } from '../../../api/names';
import { decode } from '../../schema/decode';
import { valuesOf } from './json-schema';
import type { JsonSchemaProps } from './json-schema';
import { jsonKind } from '../../schema/numbers';

/** Calls `visit` with every embedded object of a value, outer ones first. */
function eachEmbedded(
  value: unknown,
  schema: JsonSchemaProps | undefined,
  path: string,
  visit: (object: Record<string, unknown>, path: string) => void,
): void {
  if (!schema) return;
  if (Array.isArray(value)) for (const [index, item] of value.entries()) eachEmbedded(item, schema.items, `${path}[${index}]`, visit);
  if (!isMap(value)) return;
  if (schema['x-kubernetes-embedded-resource']) visit(value, path);
  for (const [name, member] of Object.entries(value))
    eachEmbedded(member, schema.properties?.[name] ?? valuesOf(schema), path === '' ? name : `${path}.${name}`, visit);
}

/** Puts the typed metadata in place of what was given; unknown fields ("metadata.foo") are appended to `unknown`. */
export function decodeMetadata(holder: Record<string, unknown>, unknown: string[]): string | undefined {
  if (holder.metadata === undefined) return undefined;
  if (!isMap(holder.metadata)) return `json: cannot unmarshal ${jsonKind(holder.metadata)} into Go value of type v1.ObjectMeta`;
  const decoded = decode('v1', 'ConfigMap', { metadata: holder.metadata });
  if (!decoded) return undefined;
  for (const text of decoded.unknownFields) unknown.push(/"(.*)"/.exec(text)?.[1] ?? '');
  if (decoded.error !== undefined)
    return decoded.error.replace('ObjectMeta.metadata.', 'ObjectMeta.').replace(/ConfigMap\.metadata/, 'ObjectMeta');
  holder.metadata = decoded.object.metadata;
  return undefined;
}

/** The first of the embedded objects that can be none, as an error; others get typed metadata in place. */
export function decodeEmbedded(value: unknown, schema: JsonSchemaProps, path: string, unknown: string[]): FieldError | undefined {
  let error: FieldError | undefined;
  eachEmbedded(value, schema, path, (object, at) => {
    error ??= decodeOne(object, at === '' ? '' : `${at}.`, unknown);
  });
  return error;
}

function decodeOne(object: Record<string, unknown>, under: string, unknown: string[]): FieldError | undefined {
  for (const name of ['apiVersion', 'kind'])
    if (object[name] !== undefined && typeof object[name] !== 'string') return invalid(`${under}${name}`, object[name], 'must be a string');
  const given = object.metadata;
  if (given === null) object.metadata = {};
  const own: string[] = [];
  const problem = decodeMetadata(object, own);
  unknown.push(...own.map((each) => `${under}${each}`));
  return problem === undefined ? undefined : invalid(`${under}metadata`, given, problem);
}

export function validateEmbedded(value: unknown, schema: JsonSchemaProps, path = ''): FieldError[] {
  const errors: FieldError[] = [];
  eachEmbedded(value, schema, path, (object, at) => errors.push(...identityErrors(object, at === '' ? '' : `${at}.`)));
  return errors;
}

function identityErrors(object: Readonly<Record<string, unknown>>, under: string): FieldError[] {
  const { apiVersion, kind, metadata } = object;
  const errors: FieldError[] = [];
  if (apiVersion === undefined) errors.push(required(`${under}apiVersion`));
  if (kind === undefined) errors.push(required(`${under}kind`));
  if (apiVersion !== undefined) errors.push(...apiVersionErrors(apiVersion, `${under}apiVersion`));
  if (kind !== undefined) errors.push(...kindErrors(kind, `${under}kind`));
  if (isMap(metadata)) errors.push(...metadataErrors(metadata, `${under}metadata`));
  return errors;
}

function apiVersionErrors(value: unknown, field: string): FieldError[] {
  if (typeof value !== 'string') return [invalid(field, value, 'must be a string')];
  if (value === '') return [invalid(field, value, 'must not be empty')];
  return value.split('/').length > 2 ? [invalid(field, value, `unexpected GroupVersion string: ${value}`)] : [];
}

function kindErrors(value: unknown, field: string): FieldError[] {
  if (typeof value !== 'string') return [invalid(field, value, 'must be a string')];
  if (value === '') return [invalid(field, value, 'must not be empty')];
  const messages = isDns1035Label(value.toLowerCase());
  return messages.length ? [invalid(field, value, `may have mixed case, but should otherwise match: ${messages.join(',')}`)] : [];
}

/** Differs: owner references and finalizers of embedded objects are not checked. */
function metadataErrors({ name, namespace, labels, annotations }: Readonly<Record<string, unknown>>, field: string): FieldError[] {
  const errors: FieldError[] = [];
  if (typeof name === 'string' && name) for (const text of pathSegmentProblems(name)) errors.push(invalid(`${field}.name`, name, text));
  if (typeof namespace === 'string' && namespace)
    for (const text of isDns1123Label(namespace)) errors.push(invalid(`${field}.namespace`, namespace, text));
  for (const [key, value] of Object.entries(isMap(labels) ? labels : {})) {
    for (const text of isLabelKey(key)) errors.push(invalid(`${field}.labels`, key, text));
    for (const text of isLabelValue(String(value))) errors.push(invalid(`${field}.labels`, value, text));
  }
  for (const key of Object.keys(isMap(annotations) ? annotations : {}))
    for (const text of isLabelKey(key.toLowerCase())) errors.push(invalid(`${field}.annotations`, key, text));
  return errors;
}

function pathSegmentProblems(name: string): string[] {
  if (name === '.' || name === '..') return [`may not be '${name}'`];
  return ['/', '%'].filter((sign) => name.includes(sign)).map((sign) => `may not contain '${sign}'`);
}
