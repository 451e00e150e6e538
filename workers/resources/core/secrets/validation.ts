/** Source: k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateSecret, 1.36. */
import { forbiddenField, invalid, required, tooLong } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import { isConfigKey } from '../../../api/names';
import { complaintOf } from '../../../lib/go-json-error';
import { decodedLength, isNewlyEmpty, sameMap } from '../configmaps/validation';
import type { Secret } from './types';

const MAX_BYTES = 1024 * 1024;
const TYPE_KEYS: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/dockercfg': ['.dockercfg'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
};

export function validateSecret(object: AnyObject): FieldError[] {
  const { metadata, type, data } = object as unknown as Secret;
  const entries = (data ?? {}) as Readonly<Record<string, string>>;
  const errors: FieldError[] = [];
  let size = 0;
  for (const [key, text] of Object.entries(entries)) {
    errors.push(...isConfigKey(key).map((message) => invalid(`data[${key}]`, key, message)));
    size += decodedLength(text);
  }
  if (size > MAX_BYTES) {
    errors.push(tooLong('data', MAX_BYTES));
  }
  if (type === 'kubernetes.io/service-account-token' && !metadata.annotations?.['kubernetes.io/service-account.name']) {
    errors.push(required('metadata.annotations[kubernetes.io/service-account.name]'));
  } else if (type === 'kubernetes.io/basic-auth') {
    if (entries.username === undefined && entries.password === undefined) {
      errors.push(required('data[username]'), required('data[password]'));
    }
  } else {
    errors.push(...missingKeys(type ?? '', entries));
  }
  return errors;
}

function missingKeys(type: string, entries: Readonly<Record<string, string>>): FieldError[] {
  return (Object.hasOwn(TYPE_KEYS, type) ? (TYPE_KEYS[type] ?? []) : []).flatMap((key) => {
    const text = entries[key];
    if (text === undefined || (text === '' && key === 'ssh-privatekey')) return [required(`data[${key}]`)];
    const error = key.startsWith('.docker') ? jsonError(decodeAscii(text)) : undefined;
    return error === undefined ? [] : [invalid(`data[${key}]`, '<secret contents redacted>', error)];
  });
}

/** A certificate that is none is stored all the same. */
export function secretWarnings(object: AnyObject): string[] {
  const { type, data } = object as unknown as Secret;
  const certificate = (data as Readonly<Record<string, string>> | undefined)?.['tls.crt'];
  const isPem = certificate === undefined || decodeAscii(certificate).includes('-----BEGIN ');
  return type === 'kubernetes.io/tls' && !isPem ? ['tls: failed to find any PEM data in certificate input'] : [];
}

/** What encoding/json says about a text that is to be an object. */
function jsonError(text: string): string | undefined {
  const complaint = complaintOf(text);
  if (complaint !== undefined) return complaint;
  const parsed: unknown = JSON.parse(text);
  const kind = Array.isArray(parsed) ? 'array' : parsed === null || parsed === undefined ? 'object' : typeof parsed;
  return kind === 'object'
    ? undefined
    : `json: cannot unmarshal ${kind === 'boolean' ? 'bool' : kind} into Go value of type map[string]interface {}`;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The bytes as Latin-1 characters. */
function decodeAscii(base64: string): string {
  let bits = 0;
  let held = 0;
  let text = '';
  for (const character of base64.replaceAll('=', '')) {
    held = ((held << 6) | ALPHABET.indexOf(character)) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      text += String.fromCodePoint((held >> bits) & 0xff);
    }
  }
  return text;
}

export function validateSecretUpdate(object: AnyObject, before: AnyObject): FieldError[] {
  const secret = object as unknown as Secret;
  const stored = before as unknown as Secret;
  const errors: FieldError[] = [];
  if (secret.type !== stored.type) {
    errors.push(invalid('type', secret.type, 'field is immutable'));
  }
  if (stored.immutable) {
    if (!secret.immutable) {
      errors.push(forbiddenField('immutable', 'field is immutable when `immutable` is set'));
    }
    if (!sameMap(secret.data, stored.data) || isNewlyEmpty(object, stored, 'data')) {
      errors.push(forbiddenField('data', 'field is immutable when `immutable` is set'));
    }
  }
  return errors;
}
