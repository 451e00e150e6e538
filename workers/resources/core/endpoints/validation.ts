/** Source: k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateEndpoints, 1.36. */
import { notSupported, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import { isDns1123Label, isDns1123Subdomain, isPortNumber, isQualifiedName } from '../../../api/names';
import { pushInvalid } from '../../validation/labels';
import { ipWarnings, isIp, isNonSpecialIp } from '../../validation/ip';
import type { Endpoints } from './types';

type Subset = NonNullable<Endpoints['subsets']>[number];
type Address = NonNullable<Subset['addresses']>[number];

const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];

export function validateEndpoints(object: AnyObject): FieldError[] {
  const errors: FieldError[] = [];
  for (const [index, subset] of ((object as unknown as Endpoints).subsets ?? []).entries()) {
    const at = `subsets[${index}]`;
    if (!subset.addresses?.length && !subset.notReadyAddresses?.length) {
      errors.push(required(at, 'must specify `addresses` or `notReadyAddresses`'));
    }
    for (const list of ['addresses', 'notReadyAddresses'] as const) {
      for (const [position, address] of (subset[list] ?? []).entries()) {
        validateAddress(address, `${at}.${list}[${position}]`, errors);
      }
    }
    validatePorts(subset, `${at}.ports`, errors);
  }
  return errors;
}

function validateAddress(address: Address, at: string, errors: FieldError[]): void {
  const ip = address.ip ?? '';
  pushInvalid(errors, `${at}.ip`, ip, isIp(ip));
  if (address.hostname) {
    pushInvalid(errors, `${at}.hostname`, address.hostname, isDns1123Label(address.hostname));
  }
  if (address.nodeName !== undefined) {
    pushInvalid(errors, `${at}.nodeName`, address.nodeName, isDns1123Subdomain(address.nodeName));
  }
  pushInvalid(errors, `${at}.ip`, ip, isNonSpecialIp(ip));
}

export function endpointsWarnings(object: AnyObject): string[] {
  const subsets = (object as unknown as Endpoints).subsets ?? [];
  const odd = subsets.flatMap((subset, index) =>
    (['addresses', 'notReadyAddresses'] as const).flatMap((list) =>
      (subset[list] ?? []).flatMap(({ ip }, position) => ipWarnings(`subsets[${index}].${list}[${position}].ip`, ip)),
    ),
  );
  return ['v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice', ...odd];
}

function validatePorts({ ports }: Subset, field: string, errors: FieldError[]): void {
  for (const [index, { name, port, protocol, appProtocol }] of (ports ?? []).entries()) {
    const at = `${field}[${index}]`;
    if (!name && (ports ?? []).length > 1) {
      errors.push(required(`${at}.name`));
    } else if (name) {
      pushInvalid(errors, `${at}.name`, name, isDns1123Label(name));
    }
    pushInvalid(errors, `${at}.port`, port ?? 0, isPortNumber(port ?? 0));
    if (!protocol) {
      errors.push(required(`${at}.protocol`));
    } else if (!PROTOCOLS.includes(protocol)) {
      errors.push(notSupported(`${at}.protocol`, protocol, PROTOCOLS));
    }
    if (appProtocol !== undefined) pushInvalid(errors, `${at}.appProtocol`, appProtocol, isQualifiedName(appProtocol));
  }
}
