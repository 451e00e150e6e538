/** Source: k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateSecret, 1.36. */
import { forbiddenField, invalid, required, tooLong } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import { isConfigKey } from '../../../api/names';
import { decodedLength, sameMap } from '../configmaps/validation';
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
  return (TYPE_KEYS[type] ?? []).flatMap((key) => {
    const text = entries[key];
    if (text === undefined) {
      return [required(`data[${key}]`)];
    }
    if (key.startsWith('.docker') && !isJsonObject(text)) {
      return [invalid(`data[${key}]`, '<secret contents redacted>', 'invalid JSON')];
    }
    return [];
  });
}

/** A quick look at the decoded text: JSON starts with a brace. Differs: the rest of the document is not parsed. */
function isJsonObject(base64: string): boolean {
  return /^(ey|ew|eC|IH|CX)/.test(base64);
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
    if (!sameMap(secret.data, stored.data)) {
      errors.push(forbiddenField('data', 'field is immutable when `immutable` is set'));
    }
  }
  return [...errors, ...validateSecret(object)];
}
