/** What claims and their templates ask for (source: pkg/apis/resource/v1/defaults.go and validation/validation.go, 1.36). */
import type { IDeviceClaim } from 'kubernetes-models/resource.k8s.io/v1';
import { forbiddenField, invalid, notSupported, required } from '../../api/field-error';
import type { FieldError } from '../../api/field-error';
import { isDns1123Label, isDns1123Subdomain, isLabelValue, isQualifiedName } from '../../api/names';
import type { StrategyContext } from '../definition';
import { pushInvalid } from '../validation/labels';
import { validateFullyQualified, validateItems } from './lists';
import { validateOpaque, validateSelectors } from './selectors';

type DeviceClaim = Partial<IDeviceClaim>;
type Request = NonNullable<DeviceClaim['requests']>[number];
type Requested = NonNullable<Request['exactly']>;
type Toleration = NonNullable<Requested['tolerations']>[number];
type Constraint = NonNullable<DeviceClaim['constraints']>[number];
type Writable<T> = { -readonly [key in keyof T]: T[key] };

const REQUESTS_MAX = 32;
const ALTERNATIVES_MAX = 8;
const ADMIN_LABEL = 'resource.kubernetes.io/admin-access';
const NO_SUCH_REQUEST = "must be the name of a request in the claim or the name of a request and a subrequest separated by '/'";
export const TAINT_EFFECTS = ['NoExecute', 'NoSchedule', 'None'];

export function defaultDeviceClaim(devices: DeviceClaim | undefined): void {
  for (const { exactly, firstAvailable } of devices?.requests ?? []) {
    for (const requested of [...(exactly ? [exactly] : []), ...(firstAvailable ?? [])] as Writable<Requested>[]) {
      requested.allocationMode ||= 'ExactCount';
      if (requested.allocationMode === 'ExactCount') requested.count ||= 1;
      for (const toleration of (requested.tolerations ?? []) as Writable<Toleration>[]) toleration.operator ||= 'Equal';
    }
  }
}

export const ADMIN_ONLY = `admin access to devices requires the \`${ADMIN_LABEL}: true\` label on the containing namespace`;

export function isForAdmins(namespace: string, reader: StrategyContext['reader']): boolean {
  return reader.get('', 'namespaces', '', namespace)?.metadata?.labels?.[ADMIN_LABEL] === 'true';
}

/** Devices that are in use are for administrators, whose namespaces say so. */
export function validateAdminAccess(devices: DeviceClaim | undefined, namespace: string, { reader }: StrategyContext): FieldError[] {
  const index = (devices?.requests ?? []).findIndex(({ exactly }) => exactly?.adminAccess);
  if (index < 0 || isForAdmins(namespace, reader)) return [];
  return [forbiddenField(`spec.devices.requests[${index}].adminAccess`, ADMIN_ONLY)];
}

/** Differs: of tolerations' times and of capacity requirements nothing is checked. */
export function validateDeviceClaim(devices: DeviceClaim | undefined, field: string, errors: FieldError[]): void {
  const known = requestNames(devices);
  const references = (names: readonly string[] | undefined, at: string) => validateReferences(names, known, `${at}.requests`, errors);
  validateItems(devices?.requests, REQUESTS_MAX, `${field}.requests`, errors, (each, at) => validateRequest(each, at, errors), nameOf);
  validateItems(devices?.constraints, REQUESTS_MAX, `${field}.constraints`, errors, (each, at) => {
    references(each.requests, at);
    validateConstraint(each, at, errors);
  });
  validateItems(devices?.config, REQUESTS_MAX, `${field}.config`, errors, ({ requests, opaque }, at) => {
    references(requests, at);
    validateOpaque(opaque, `${at}.opaque`, errors);
  });
}

/** What the parts of a claim call its requests, and the alternatives in them. */
export function requestNames(devices: DeviceClaim | undefined): ReadonlySet<string> {
  return new Set(
    (devices?.requests ?? []).flatMap(({ name, firstAvailable }) => [name, ...(firstAvailable ?? []).map((sub) => `${name}/${sub.name}`)]),
  );
}

export function validateReferences(
  names: readonly string[] | undefined,
  known: ReadonlySet<string>,
  at: string,
  errors: FieldError[],
): void {
  validateItems(names, REQUESTS_MAX, at, errors, (name, where) => validateReference(name, known, where, errors), String);
}

function nameOf({ name }: { readonly name: string }): string {
  return name;
}

function validateRequest(request: Request, at: string, errors: FieldError[]): void {
  pushInvalid(errors, `${at}.name`, request.name, isDns1123Label(request.name));
  const several = request.firstAvailable?.length ? request.firstAvailable : undefined;
  const which = 'exactly one of `exactly` or `firstAvailable` is required';
  if (!request.exactly && !several) errors.push(required(at, which));
  if (request.exactly && several) return void errors.push(invalid(at, null, `${which}, but multiple fields are set`));
  validateItems(
    several,
    ALTERNATIVES_MAX,
    `${at}.firstAvailable`,
    errors,
    (alternative, inside) => {
      pushInvalid(errors, `${inside}.name`, alternative.name, isDns1123Label(alternative.name));
      validateRequested(alternative, inside, errors);
    },
    nameOf,
  );
  if (request.exactly) validateRequested(request.exactly, `${at}.exactly`, errors);
}

function validateRequested(requested: Requested, field: string, errors: FieldError[]): void {
  const { deviceClassName = '', allocationMode, count } = requested;
  if (deviceClassName === '') errors.push(required(`${field}.deviceClassName`));
  else pushInvalid(errors, `${field}.deviceClassName`, deviceClassName, isDns1123Subdomain(deviceClassName));
  validateSelectors(requested.selectors, `${field}.selectors`, errors);
  if (allocationMode === 'All') {
    if (count) errors.push(invalid(`${field}.count`, count, "must not be specified when allocationMode is 'All'"));
  } else if (allocationMode === 'ExactCount') {
    if ((count ?? 0) <= 0) errors.push(invalid(`${field}.count`, count ?? 0, 'must be greater than zero'));
  } else {
    errors.push(notSupported(`${field}.allocationMode`, allocationMode ?? '', ['All', 'ExactCount']));
  }
  for (const [index, toleration] of (requested.tolerations ?? []).entries()) {
    validateToleration(toleration, `${field}.tolerations[${index}]`, errors);
  }
}

function validateToleration({ key, operator, value = '', effect }: Toleration, at: string, errors: FieldError[]): void {
  if (key) pushInvalid(errors, `${at}.key`, key, isQualifiedName(key));
  if (operator === 'Exists') {
    if (value) errors.push(invalid(`${at}.value`, value, 'must be empty for operator `Exists`'));
  } else if (operator === 'Equal') pushInvalid(errors, `${at}.value`, value, isLabelValue(value));
  else errors.push(notSupported(`${at}.operator`, operator, ['Equal', 'Exists']));
  if (effect && !TAINT_EFFECTS.includes(effect)) errors.push(notSupported(`${at}.effect`, effect, TAINT_EFFECTS));
}

export function validateReference(name: string, known: ReadonlySet<string>, at: string, errors: FieldError[]): void {
  const parts = name.split('/');
  if (parts.length > 2) return void errors.push(invalid(at, name, NO_SUCH_REQUEST));
  for (const part of parts) pushInvalid(errors, at, part, isDns1123Label(part));
  if (!known.has(name)) errors.push(invalid(at, name, NO_SUCH_REQUEST));
}

function validateConstraint({ matchAttribute, distinctAttribute }: Constraint, at: string, errors: FieldError[]): void {
  if (matchAttribute !== undefined) validateFullyQualified(matchAttribute, `${at}.matchAttribute`, errors);
  else if (distinctAttribute !== undefined) validateFullyQualified(distinctAttribute, `${at}.distinctAttribute`, errors);
  else {
    const text = 'exactly one of "matchAttribute" or "distinctAttribute" is required, but multiple fields are set';
    errors.push(required(at, text));
  }
}
