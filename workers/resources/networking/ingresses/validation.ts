/** Source: k8s.io/kubernetes/pkg/apis/networking/validation/validation.go ValidateIngress, 1.36. */
import { parseIp } from '../../../lib/ip';
import { invalid, notSupported, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import { isDns1123Label, isDns1123Subdomain, isPortName, isPortNumber, pathSegmentName } from '../../../api/names';
import { printed } from '../../schema/emptied';
import { pushInvalid } from '../../validation/labels';
import { isIp } from '../../validation/ip';
import type { Ingress } from './types';

type Backend = NonNullable<NonNullable<Ingress['spec']>['defaultBackend']>;
type Rule = NonNullable<NonNullable<Ingress['spec']>['rules']>[number];
type Path = NonNullable<Rule['http']>['paths'][number];

const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';
const PATH_TYPES = ['Exact', 'ImplementationSpecific', 'Prefix'];
const FORBIDDEN_IN_PATH = ['//', '/./', '/../', '%2f', '%2F'];
const FORBIDDEN_SUFFIXES = ['/..', '/.'];
const HOST_CHARACTERS_MAX = 253;
const WILDCARD = /^\*\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const WILDCARD_MESSAGE = String.raw`a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character (e.g. '*.example.com', regex used for validation is '\*\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`;

export function validateIngress(object: AnyObject): FieldError[] {
  const { spec } = object as unknown as Ingress;
  const errors: FieldError[] = [];
  if (!spec?.rules?.length && !spec?.defaultBackend) {
    errors.push(invalid('spec', printed(spec, 'rules'), 'either `defaultBackend` or `rules` must be specified'));
  }
  if (spec?.defaultBackend) {
    validateBackend(spec.defaultBackend, 'spec.defaultBackend', errors);
  }
  for (const [index, rule] of (spec?.rules ?? []).entries()) {
    validateRule(rule, `spec.rules[${index}]`, errors);
  }
  for (const [index, { hosts, secretName }] of (spec?.tls ?? []).entries()) {
    for (const [position, host] of (hosts ?? []).entries()) {
      validateHost(host, `spec.tls[${index}].hosts[${position}]`, errors);
    }
    if (secretName) pushInvalid(errors, `spec.tls[${index}].secretName`, secretName, isDns1123Subdomain(secretName));
  }
  if (spec?.ingressClassName !== undefined) {
    pushInvalid(errors, 'spec.ingressClassName', spec.ingressClassName, isDns1123Subdomain(spec.ingressClassName));
  }
  return errors;
}

/** The annotation is looked at on creation only. */
export function validateNewIngress(object: AnyObject): FieldError[] {
  const errors = validateIngress(object);
  const { metadata, spec } = object as unknown as Ingress;
  const annotated = metadata.annotations?.[CLASS_ANNOTATION];
  if (annotated !== undefined && spec?.ingressClassName !== undefined && annotated !== spec.ingressClassName) {
    errors.push(invalid(`annotations.${CLASS_ANNOTATION}`, annotated, `must match \`ingressClassName\` when both are specified`));
  }
  return errors;
}

export function validateIngressStatus(object: AnyObject): FieldError[] {
  const errors: FieldError[] = [];
  for (const [index, { ip, hostname }] of ((object as unknown as Ingress).status?.loadBalancer?.ingress ?? []).entries()) {
    const at = `status.loadBalancer.ingress[${index}]`;
    if (ip) pushInvalid(errors, `${at}.ip`, ip, isIp(ip));
    if (!hostname) continue;
    pushInvalid(errors, `${at}.hostname`, hostname, isDns1123Subdomain(hostname));
    if (parseIp(hostname)) errors.push(invalid(`${at}.hostname`, hostname, 'must be a DNS name, not an IP address'));
  }
  return errors;
}

export function ingressWarnings(object: AnyObject, before: AnyObject | undefined): string[] {
  const { metadata, spec } = object as unknown as Ingress;
  return before || metadata.annotations?.[CLASS_ANNOTATION] === undefined || spec?.ingressClassName !== undefined
    ? []
    : [`annotation "${CLASS_ANNOTATION}" is deprecated, please use 'spec.ingressClassName' instead`];
}

function validateRule({ host, http }: Rule, at: string, errors: FieldError[]): void {
  if (host) {
    if (parseIp(host)) errors.push(invalid(`${at}.host`, host, 'must be a DNS name, not an IP address'));
    validateHost(host, `${at}.host`, errors);
  }
  if (http && !http.paths?.length) {
    errors.push(required(`${at}.http.paths`));
  }
  for (const [index, path] of (http?.paths ?? []).entries()) {
    validatePath(path, `${at}.http.paths[${index}]`, errors);
  }
}

function validateHost(host: string, at: string, errors: FieldError[]): void {
  if (!host.includes('*')) {
    pushInvalid(errors, at, host, isDns1123Subdomain(host));
  } else {
    if (host.length > HOST_CHARACTERS_MAX) errors.push(invalid(at, host, `must be no more than ${HOST_CHARACTERS_MAX} characters`));
    if (!WILDCARD.test(host)) errors.push(invalid(at, host, WILDCARD_MESSAGE));
  }
}

function validatePath({ path = '', pathType, backend }: Path, at: string, errors: FieldError[]): void {
  if (pathType === undefined || pathType === null) {
    errors.push(required(`${at}.pathType`, 'pathType must be specified'));
    return;
  }
  if (pathType === 'Exact' || pathType === 'Prefix') {
    if (!path.startsWith('/')) {
      errors.push(invalid(`${at}.path`, path, 'must be an absolute path'));
    }
    for (const part of FORBIDDEN_IN_PATH) {
      if (path.includes(part)) {
        errors.push(invalid(`${at}.path`, path, `must not contain '${part}'`));
      }
    }
    for (const suffix of FORBIDDEN_SUFFIXES) {
      if (path.endsWith(suffix)) {
        errors.push(invalid(`${at}.path`, path, `cannot end with '${suffix}'`));
      }
    }
  } else if (PATH_TYPES.includes(pathType)) {
    if (path !== '' && !path.startsWith('/')) {
      errors.push(invalid(`${at}.path`, path, 'must be an absolute path'));
    }
  } else {
    errors.push(notSupported(`${at}.pathType`, pathType, PATH_TYPES));
  }
  validateBackend(backend ?? {}, `${at}.backend`, errors);
}

function validateBackend({ service, resource }: Backend, at: string, errors: FieldError[]): void {
  if (service && resource) {
    errors.push(invalid(at, '', 'cannot set both resource and service backends'));
  } else if (resource) {
    validateReference(resource, `${at}.resource`, errors);
  } else if (service) {
    validateServiceBackend(service, at, errors);
  } else {
    errors.push(invalid(at, '', 'resource or service backend is required'));
  }
}

interface Reference {
  readonly apiGroup?: string | null;
  readonly kind?: string;
  readonly name?: string;
}

/** Something else that stands for a backend or the parameters of a class. */
export function validateReference(reference: Reference, at: string, errors: FieldError[]): void {
  const { apiGroup } = reference;
  if (apiGroup !== undefined && apiGroup !== null) pushInvalid(errors, `${at}.apiGroup`, apiGroup, isDns1123Subdomain(apiGroup));
  for (const field of ['kind', 'name'] as const) {
    const text = reference[field];
    if (text) pushInvalid(errors, `${at}.${field}`, text, pathSegmentName(text, false));
    else errors.push(required(`${at}.${field}`));
  }
}

function validateServiceBackend({ name = '', port }: NonNullable<Backend['service']>, at: string, errors: FieldError[]): void {
  if (name === '') {
    errors.push(required(`${at}.service.name`));
  } else {
    pushInvalid(errors, `${at}.service.name`, name, isDns1123Label(name));
  }
  if (port?.name && port.number) {
    errors.push(invalid(at, '', 'cannot set both port name & port number'));
  } else if (port?.name) {
    pushInvalid(errors, `${at}.service.port.name`, port.name, isPortName(port.name));
  } else if (port?.number) {
    pushInvalid(errors, `${at}.service.port.number`, port.number, isPortNumber(port.number));
  } else {
    errors.push(required(at, 'port name or number is required'));
  }
}
