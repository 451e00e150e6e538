/** Source: k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateEnv, 1.36. */
import { invalid, notFoundField, notSupported, notSupportedText, required } from '../../../../api/field-error';
import type { FieldError } from '../../../../api/field-error';
import { dnsSubdomainName, isConfigKey, isDns1123Label, isDns1123Subdomain, isEnvVarName, isQualifiedName } from '../../../../api/names';
import { canonicalQuantity, parseQuantity } from '../../../../api/quantity';
import { pushInvalid } from '../../../validation/labels';
import type { Container, PodContext } from './containers';
import { needed, validatePathNoBacksteps } from './paths';

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
/** What spec.nodeName was called once. */
const FORMER_NODE_NAME = 'spec.host';
const ENV_RESOURCES = [
  'limits.cpu',
  'limits.ephemeral-storage',
  'limits.memory',
  'requests.cpu',
  'requests.ephemeral-storage',
  'requests.memory',
];

const BYTE_DIVISORS = ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei'];
/** What a divisor is of, what it can be, and how the message names the resource. */
const DIVISORS: readonly (readonly [RegExp, readonly string[], string])[] = [
  [/^(limits|requests)\.cpu$/, ['1m', '1'], 'values 1m and 1 are supported with the cpu'],
  [/^(limits|requests)\.memory$/, BYTE_DIVISORS, `values ${BYTE_DIVISORS.join(', ')} are supported with the memory`],
  [
    /^(limits|requests)\.ephemeral-storage$/,
    BYTE_DIVISORS,
    `values ${BYTE_DIVISORS.join(', ')} are supported with the local ephemeral storage`,
  ],
  [/^(limits|requests)\.hugepages-/, BYTE_DIVISORS, `values ${BYTE_DIVISORS.join(', ')} are supported with the hugepages`],
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
    validateEnvFrom(source, `${at}.envFrom`, index, errors);
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
  const failed = (why: string): void => void errors.push(invalid(at, fieldPath, `error converting fieldPath: ${why}`));
  const [path, key] = subscripted(fieldPath);
  if (apiVersion !== 'v1') {
    failed(`unsupported pod version: ${apiVersion}`);
  } else if (path === 'metadata.annotations' || path === 'metadata.labels') {
    const shown = path === 'metadata.annotations' ? key.toLowerCase() : key;
    pushInvalid(errors, field, shown, isQualifiedName(shown));
  } else if (path !== '') {
    failed(`field label does not support subscript: ${fieldPath}`);
  } else if (fieldPath === FORMER_NODE_NAME && allowed.includes('spec.nodeName')) {
    return;
  } else if (!KNOWN_FIELDS.has(fieldPath)) {
    failed(`field label not supported: ${fieldPath}`);
  } else if (!allowed.includes(fieldPath)) {
    errors.push(notSupported(at, fieldPath, allowed));
  }
}

/** `path['key']`; two empty texts for what is none. */
function subscripted(fieldPath: string): readonly [path: string, key: string] {
  const at = fieldPath.indexOf("['");
  if (at < 1 || !fieldPath.endsWith("']") || at + 2 > fieldPath.length - 2) return ['', ''];
  return [fieldPath.slice(0, at), fieldPath.slice(at + 2, -2)];
}

export function validateResourceFieldRef(
  ref: { readonly containerName?: string; readonly resource?: string; readonly divisor?: string | number },
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
    errors.push(notSupportedText(`${field}.resource`, resource, ENV_RESOURCES));
  }
  const { divisor = '0' } = ref;
  if (parseQuantity(divisor)?.nano === 0n) return;
  for (const [pattern, allowed, text] of DIVISORS) {
    if (pattern.test(resource) && !allowed.includes(canonicalQuantity(divisor))) {
      errors.push(invalid(`${field}.divisor`, resource, `only divisor's ${text} resource`));
    }
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
  if (source.fileKeyRef) validateFileKey(source.fileKeyRef, `${field}.fileKeyRef`, errors);
  if (given.length === 0) {
    errors.push(
      invalid(field, '', 'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`'),
    );
  } else if (value !== '') {
    errors.push(invalid(field, '', 'may not be specified when `value` is not empty'));
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

/** A line of a file in one of the pod's emptyDirs. */
function validateFileKey(
  { key, volumeName = '', path = '' }: NonNullable<Source['fileKeyRef']>,
  field: string,
  errors: FieldError[],
): void {
  if (!key) errors.push(required(`${field}.key`));
  else pushInvalid(errors, `${field}.key`, key, isEnvVarName(key));
  if (volumeName === '') errors.push(required(`${field}.volumeName`));
  else pushInvalid(errors, `${field}.volumeName`, volumeName, isDns1123Label(volumeName));
  needed(path, `${field}.path`, errors);
  validatePathNoBacksteps(path, `${field}.path`, errors);
}

/** The files' volumes are looked up when all else has been checked. */
export function validateFileKeyVolumes({ spec, volumes }: PodContext, field: string, errors: FieldError[]): void {
  for (const list of ['initContainers', 'containers', 'ephemeralContainers'] as const) {
    for (const [index, { env }] of (spec[list] ?? []).entries()) {
      for (const [position, { valueFrom }] of (env ?? []).entries()) {
        if (!valueFrom?.fileKeyRef) continue;
        const name = valueFrom.fileKeyRef.volumeName ?? '';
        const at = `${field}.${list}[${index}].env[${position}].valueFrom.fileKeyRef.volumeName`;
        const volume = volumes.get(name);
        if (!volume) errors.push(notFoundField(at, name));
        else if (!volume.emptyDir) errors.push(invalid(at, name, 'referenced volume must be of type emptyDir'));
      }
    }
  }
}

/** How many sources there are is reported at the list. */
function validateEnvFrom(source: NonNullable<Container['envFrom']>[number], list: string, index: number, errors: FieldError[]): void {
  const field = `${list}[${index}]`;
  if (source.prefix) {
    pushInvalid(errors, `${field}.prefix`, source.prefix, isEnvVarName(source.prefix));
  }
  const given = (['configMapRef', 'secretRef'] as const).filter((kind) => source[kind]);
  for (const kind of given) {
    const name = source[kind]?.name ?? '';
    if (name === '') {
      errors.push(required(`${field}.${kind}.name`));
    } else {
      pushInvalid(errors, `${field}.${kind}.name`, name, dnsSubdomainName(name, true));
    }
  }
  if (given.length === 0) {
    errors.push(invalid(list, '', 'must specify one of: `configMapRef` or `secretRef`'));
  } else if (given.length > 1) {
    errors.push(invalid(list, '', 'may not have more than one field specified at a time'));
  }
}
