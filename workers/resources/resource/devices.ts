/** What claims and classes of devices share (source: pkg/apis/resource/v1/defaults.go and validation/validation.go, 1.36). */
import type { IDeviceClaim } from 'kubernetes-models/resource.k8s.io/v1';
import { duplicate, invalid, notSupported, required } from '../../api/field-error';
import type { FieldError } from '../../api/field-error';
import { isDns1123Label, isDns1123Subdomain } from '../../api/names';
import { pushInvalid } from '../validation/labels';

type DeviceClaim = Partial<IDeviceClaim>;
type Request = NonNullable<DeviceClaim['requests']>[number];
type Requested = NonNullable<Request['exactly']>;

export function defaultDeviceClaim(devices: DeviceClaim | undefined): void {
  for (const { exactly, firstAvailable } of devices?.requests ?? []) {
    for (const requested of [...(exactly ? [exactly] : []), ...(firstAvailable ?? [])] as Writable<Requested>[]) {
      requested.allocationMode ||= 'ExactCount';
      if (requested.allocationMode === 'ExactCount') requested.count ||= 1;
    }
  }
}

type Writable<T> = { -readonly [key in keyof T]: T[key] };

/** Differs: CEL expressions, constraints, tolerations and opaque parameters are not checked. */
export function validateDeviceClaim(devices: DeviceClaim | undefined, field: string, errors: FieldError[]): void {
  const names = new Set<string>();
  for (const [index, request] of (devices?.requests ?? []).entries()) {
    const at = `${field}.requests[${index}]`;
    pushInvalid(errors, `${at}.name`, request.name ?? '', isDns1123Label(request.name ?? ''));
    const forms = [request.exactly, request.firstAvailable?.length ? request.firstAvailable : undefined].filter(Boolean).length;
    if (forms === 0) errors.push(required(at, 'exactly one of `exactly` or `firstAvailable` is required'));
    if (forms === 2)
      errors.push(invalid(at, null, 'exactly one of `exactly` or `firstAvailable` is required, but multiple fields are set'));
    if (request.exactly) validateRequested(request.exactly, `${at}.exactly`, errors);
    for (const [position, alternative] of (request.firstAvailable ?? []).entries()) {
      const inside = `${at}.firstAvailable[${position}]`;
      pushInvalid(errors, `${inside}.name`, alternative.name ?? '', isDns1123Label(alternative.name ?? ''));
      validateRequested(alternative, inside, errors);
    }
    if (names.has(request.name)) errors.push(duplicate(`${at}.name`, request.name));
    names.add(request.name);
  }
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
}

export function validateSelectors(
  selectors: readonly { readonly cel?: { readonly expression?: string } }[] | undefined,
  field: string,
  errors: FieldError[],
): void {
  for (const [index, { cel }] of (selectors ?? []).entries()) {
    if (!cel) errors.push(required(`${field}[${index}].cel`));
    else if (!cel.expression) errors.push(required(`${field}[${index}].cel.expression`));
  }
}
