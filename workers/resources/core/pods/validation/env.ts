/** Source: k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateEnv, 1.36. */
import { invalid, notSupported, required } from '../../../../api/field-error';
import type { FieldError } from '../../../../api/field-error';
import { isConfigKey, isDns1123Subdomain, isEnvVarName, isQualifiedName } from '../../../../api/names';
import { pushInvalid } from '../../../validation/labels';
import type { Container } from './containers';

type EnvVar = NonNullable<Container['env']>[number];
type Source = NonNullable<EnvVar['valueFrom']>;

const SOURCES = ['fieldRef', 'resourceFieldRef', 'configMapKeyRef', 'secretKeyRef', 'fileKeyRef'] as const;
const ENV_FIELDS = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];
const KNOWN_FIELDS = new Set([
  ...ENV_FIELDS,
  'metadata.annotations',
  'metadata.labels',
  'spec.restartPolicy',
  'spec.schedulerName',
  'status.phase',
]);
const ENV_RESOURCES = [
  'limits.cpu',
  'limits.ephemeral-storage',
  'limits.memory',
  'requests.cpu',
  'requests.ephemeral-storage',
  'requests.memory',
];

export function validateEnv(container: Container, at: string, errors: FieldError[]): void {
  const { env, envFrom } = container;
  for (let index = 0; index < (env?.length ?? 0); index++) {
    const variable = env?.[index] as EnvVar;
    const field = `${at}.env[${index}]`;
    if (!variable.name) {
      errors.push(required(`${field}.name`));
    } else {
      pushInvalid(errors, `${field}.name`, variable.name, isEnvVarName(variable.name));
    }
    if (variable.valueFrom) {
      validateSource(variable.valueFrom, variable.value ?? '', `${field}.valueFrom`, errors);
    }
  }
  for (const [index, source] of (envFrom ?? []).entries()) {
    validateEnvFrom(source, `${at}.envFrom[${index}]`, errors);
  }
}

/** A reference to a field of the pod, in a variable or a downward API volume. */
export function validateFieldRef(
  fieldRef: { readonly apiVersion?: string; readonly fieldPath?: string },
  allowed: readonly string[],
  field: string,
  errors: FieldError[],
): void {
  const { apiVersion = '', fieldPath = '' } = fieldRef;
  if (apiVersion === '') {
    errors.push(required(`${field}.apiVersion`));
    return;
  }
  if (fieldPath === '') {
    errors.push(required(`${field}.fieldPath`));
    return;
  }
  const at = `${field}.fieldPath`;
  const subscript = /^(metadata\.(?:annotations|labels))\['(.*)'\]$/.exec(fieldPath);
  if (subscript) {
    const key = subscript[2] as string;
    pushInvalid(errors, at, key, isQualifiedName(subscript[1] === 'metadata.annotations' ? key.toLowerCase() : key));
    return;
  }
  if (apiVersion !== 'v1') {
    errors.push(invalid(at, fieldPath, `error converting fieldPath: unsupported pod version: ${apiVersion}`));
  } else if (!KNOWN_FIELDS.has(fieldPath)) {
    errors.push(invalid(at, fieldPath, `error converting fieldPath: field label not supported: ${fieldPath}`));
  } else if (!allowed.includes(fieldPath)) {
    errors.push(notSupported(at, fieldPath, allowed));
  }
}

export function validateResourceFieldRef(
  ref: { readonly containerName?: string; readonly resource?: string },
  inVolume: boolean,
  field: string,
  errors: FieldError[],
): void {
  const { resource = '' } = ref;
  if (inVolume && !ref.containerName) {
    errors.push(required(`${field}.containerName`));
  } else if (resource === '') {
    errors.push(required(`${field}.resource`));
  } else if (!ENV_RESOURCES.includes(resource) && !/^(limits|requests)\.hugepages-/.test(resource)) {
    errors.push(notSupported(`${field}.resource`, resource, ENV_RESOURCES));
  }
}

function validateSource(source: Source, value: string, field: string, errors: FieldError[]): void {
  const given = SOURCES.filter((kind) => source[kind]);
  if (source.fieldRef) {
    validateFieldRef(source.fieldRef, ENV_FIELDS, `${field}.fieldRef`, errors);
  }
  if (source.resourceFieldRef) {
    validateResourceFieldRef(source.resourceFieldRef, false, `${field}.resourceFieldRef`, errors);
  }
  for (const kind of ['configMapKeyRef', 'secretKeyRef'] as const) {
    const selector = source[kind];
    if (selector) {
      validateKeySelector(selector, `${field}.${kind}`, errors);
    }
  }
  if (given.length === 0) {
    errors.push(invalid(field, '', 'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`'));
  }
  if (value !== '') {
    if (given.length > 0) {
      errors.push(invalid(field, '', 'may not be specified when `value` is not empty'));
    }
  } else if (given.length > 1) {
    errors.push(invalid(field, '', 'may not have more than one field specified at a time'));
  }
}

function validateKeySelector(
  { name = '', key = '' }: { readonly name?: string; readonly key?: string },
  field: string,
  errors: FieldError[],
): void {
  pushInvalid(errors, `${field}.name`, name, isDns1123Subdomain(name));
  if (key === '') {
    errors.push(required(`${field}.key`));
  } else {
    pushInvalid(errors, `${field}.key`, key, isConfigKey(key));
  }
}

function validateEnvFrom(source: NonNullable<Container['envFrom']>[number], field: string, errors: FieldError[]): void {
  if (source.prefix) {
    pushInvalid(errors, `${field}.prefix`, source.prefix, isEnvVarName(source.prefix));
  }
  const given = (['configMapRef', 'secretRef'] as const).filter((kind) => source[kind]);
  for (const kind of given) {
    const name = source[kind]?.name ?? '';
    if (name === '') {
      errors.push(required(`${field}.${kind}.name`));
    } else {
      pushInvalid(errors, `${field}.${kind}.name`, name, isDns1123Subdomain(name));
    }
  }
  if (given.length === 0) {
    errors.push(invalid(field, '', 'must specify one of: `configMapRef` or `secretRef`'));
  } else if (given.length > 1) {
    errors.push(invalid(field, '', 'may not have more than one field specified at a time'));
  }
}
