/** Source: k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateConfigMap, 1.36. */
import { forbiddenField, invalid, tooLong } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import { isConfigKey } from '../../../api/names';
import { printed } from '../../schema/emptied';
import type { ConfigMap } from './types';
import { utf8Length } from '../../../lib/utf8';

const MAX_BYTES = 1024 * 1024;

export function validateConfigMap(object: AnyObject): FieldError[] {
  const { data, binaryData } = object as unknown as ConfigMap;
  const texts = (data ?? {}) as Readonly<Record<string, string>>;
  const binaries = (binaryData ?? {}) as Readonly<Record<string, string>>;
  const errors: FieldError[] = [];
  let size = 0;
  for (const [key, text] of Object.entries(texts)) {
    errors.push(...isConfigKey(key).map((message) => invalid(`data[${key}]`, key, message)));
    if (Object.hasOwn(binaries, key)) {
      errors.push(invalid(`data[${key}]`, key, 'duplicate of key present in binaryData'));
    }
    size += utf8Length(text);
  }
  for (const [key, text] of Object.entries(binaries)) {
    errors.push(...isConfigKey(key).map((message) => invalid(`binaryData[${key}]`, key, message)));
    size += decodedLength(text);
  }
  if (size > MAX_BYTES) {
    errors.push(tooLong('[]', MAX_BYTES));
  }
  return errors;
}

export function validateConfigMapUpdate(object: AnyObject, before: AnyObject): FieldError[] {
  const { immutable, data, binaryData } = object as unknown as ConfigMap;
  const stored = before as unknown as ConfigMap;
  const errors: FieldError[] = [];
  if (stored.immutable) {
    if (!immutable) {
      errors.push(forbiddenField('immutable', 'field is immutable when `immutable` is set'));
    }
    if (!sameMap(data, stored.data) || isNewlyEmpty(object, stored, 'data')) {
      errors.push(forbiddenField('data', 'field is immutable when `immutable` is set'));
    }
    if (!sameMap(binaryData, stored.binaryData) || isNewlyEmpty(object, stored, 'binaryData')) {
      errors.push(forbiddenField('binaryData', 'field is immutable when `immutable` is set'));
    }
  }
  return errors;
}

/** Given without anything in it, and not there before: not the same to upstream. */
export function isNewlyEmpty(object: object, stored: object, field: string): boolean {
  const has = (owner: object) => (owner as Readonly<Record<string, unknown>>)[field] ?? undefined;
  return has(object) === undefined && has(stored) === undefined && printed(object, field) !== null;
}

/** Bytes that a base64 text stands for. */
export function decodedLength(base64: string): number {
  return Math.floor((base64.replaceAll('=', '').length * 3) / 4);
}

export function sameMap(a: object | null | undefined, b: object | null | undefined): boolean {
  const left = (a ?? {}) as Readonly<Record<string, unknown>>;
  const right = (b ?? {}) as Readonly<Record<string, unknown>>;
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length && keys.every((key) => left[key] === right[key]);
}
