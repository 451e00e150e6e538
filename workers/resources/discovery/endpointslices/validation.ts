/** Source: k8s.io/kubernetes/pkg/apis/discovery/validation/validation.go, 1.36. */
import { duplicate, invalid, notSupported, required, tooMany } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import { isDns1123Label, isDns1123Subdomain, isLabelKey, isLabelValue } from '../../../api/names';
import { pushInvalid } from '../../validation/labels';
import { deepEqual } from '../../../lib/equal';
import { isCanonicalIp, isIp, isNonSpecialIp } from '../../validation/ip';
import type { EndpointSlice } from './types';

type Endpoint = NonNullable<EndpointSlice['endpoints']>[number];

const ADDRESS_TYPES = ['FQDN', 'IPv4', 'IPv6'];
const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];
const MAX_ADDRESSES = 100;
const MAX_ENDPOINTS = 1000;
const MAX_PORTS = 20_000;
const MAX_HINTS = 8;

export function validateEndpointSlice(object: AnyObject): FieldError[] {
  const slice = object as unknown as EndpointSlice;
  const errors: FieldError[] = [];
  if (!slice.addressType) {
    errors.push(required('addressType'));
  } else if (!ADDRESS_TYPES.includes(slice.addressType)) {
    errors.push(notSupported('addressType', slice.addressType, ADDRESS_TYPES));
  }
  validatePorts(slice, errors);
  validateEndpoints(slice, errors);
  return errors;
}

export function validateEndpointSliceUpdate(object: AnyObject, before: AnyObject): FieldError[] {
  const { addressType, endpoints } = object as unknown as EndpointSlice;
  const errors = deepEqual(endpoints, (before as unknown as EndpointSlice).endpoints)
    ? validateEndpointSlice({ ...object, endpoints: [] })
    : validateEndpointSlice(object);
  if (addressType !== (before as unknown as EndpointSlice).addressType) {
    errors.push(invalid('addressType', addressType, 'field is immutable'));
  }
  return errors;
}

function validateEndpoints({ endpoints, addressType }: EndpointSlice, errors: FieldError[]): void {
  const count = endpoints?.length ?? 0;
  if (count > MAX_ENDPOINTS) {
    errors.push(tooMany('endpoints', count, MAX_ENDPOINTS));
    return;
  }
  for (let index = 0; index < count; index++) {
    validateEndpoint(endpoints?.[index] as Endpoint, addressType, `endpoints[${index}]`, errors);
  }
}

function validateEndpoint(endpoint: Endpoint, addressType: string, at: string, errors: FieldError[]): void {
  const { addresses, nodeName, hostname } = endpoint;
  if (!addresses?.length) {
    errors.push(required(`${at}.addresses`, 'must contain at least 1 address'));
  } else if (addresses.length > MAX_ADDRESSES) {
    errors.push(tooMany(`${at}.addresses`, addresses.length, MAX_ADDRESSES));
  }
  for (const [index, address] of (addresses ?? []).entries()) {
    const field = `${at}.addresses[${index}]`;
    if (addressType === 'FQDN') validateFullName(address, field, errors);
    if (addressType !== 'IPv4' && addressType !== 'IPv6') continue;
    const messages = isIp(address);
    if (messages.length > 0) {
      pushInvalid(errors, field, address, messages);
      continue;
    }
    const isV6 = address.includes(':');
    if (addressType === 'IPv6' && !isV6) {
      errors.push(invalid(`${at}.addresses`, address, 'must be an IPv6 address'));
    } else if (addressType === 'IPv4' && isV6) {
      errors.push(invalid(`${at}.addresses`, address, 'must be an IPv4 address'));
    } else {
      pushInvalid(errors, field, address, isCanonicalIp(address));
    }
    pushInvalid(errors, field, address, isNonSpecialIp(address));
  }
  if (nodeName !== undefined) {
    pushInvalid(errors, `${at}.nodeName`, nodeName, isDns1123Subdomain(nodeName));
  }
  if (hostname !== undefined) {
    pushInvalid(errors, `${at}.hostname`, hostname, isDns1123Label(hostname));
  }
  validateHints(endpoint.hints?.forZones, `${at}.hints.forZones`, isLabelValue, errors);
  validateHints(endpoint.hints?.forNodes, `${at}.hints.forNodes`, isDns1123Subdomain, errors);
}

/** A name of at least two labels; one more dot may end it. */
function validateFullName(address: string, field: string, errors: FieldError[]): void {
  if (address === '') return void errors.push(required(field));
  const name = address.replace(/\.$/, '');
  const labels = name.split('.');
  const messages = isDns1123Subdomain(name);
  if (messages.length) return void errors.push(invalid(field, name, messages.join(',')));
  if (labels.length < 2) return void errors.push(invalid(field, name, 'should be a domain with at least two segments separated by dots'));
  for (const label of labels) pushInvalid(errors, field, label, isDns1123Label(label));
}

function validateHints(
  hints: readonly { readonly name: string }[] | undefined,
  field: string,
  rule: (name: string) => readonly string[],
  errors: FieldError[],
): void {
  if ((hints?.length ?? 0) > MAX_HINTS) return void errors.push(tooMany(field, hints?.length ?? 0, MAX_HINTS));
  const seen = new Set<string>();
  for (const [index, { name }] of (hints ?? []).entries()) {
    if (seen.has(name)) errors.push(duplicate(`${field}[${index}].name`, name));
    pushInvalid(errors, `${field}[${index}].name`, name, rule(name));
    seen.add(name);
  }
}

function validatePorts({ ports }: EndpointSlice, errors: FieldError[]): void {
  if ((ports?.length ?? 0) > MAX_PORTS) {
    errors.push(tooMany('ports', ports?.length ?? 0, MAX_PORTS));
    return;
  }
  const names = new Set<string>();
  for (const [index, { name, protocol, appProtocol }] of (ports ?? []).entries()) {
    const at = `ports[${index}]`;
    if (name) {
      pushInvalid(errors, `${at}.name`, name, isDns1123Label(name));
    }
    if (names.has(name ?? '')) {
      errors.push(duplicate(`${at}.name`, name ?? ''));
    }
    names.add(name ?? '');
    if (protocol === undefined) {
      errors.push(required(`${at}.protocol`));
    } else if (!PROTOCOLS.includes(protocol)) {
      errors.push(notSupported(`${at}.protocol`, protocol, PROTOCOLS));
    }
    if (appProtocol !== undefined) pushInvalid(errors, `${at}.appProtocol`, appProtocol, isLabelKey(appProtocol));
  }
}
