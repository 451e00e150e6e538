/** Source: pkg/apis/resource/validation/validation.go ValidateResourceClaimStatusUpdate, 1.36. */
import { duplicate, forbiddenField, invalid, required, tooLong, tooMany } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import { isDns1123Label } from '../../../api/names';
import { deepEqual } from '../../../lib/equal';
import { internalForm } from '../../schema/internal-form';
import { parseCidr } from '../../validation/cidr';
import { validateConditions } from '../../validation/conditions';
import type { Condition } from '../../validation/conditions';
import { ipText } from '../../../lib/ip';
import { pushInvalid } from '../../validation/labels';
import { IMMUTABLE } from '../../validation/values';
import type { StrategyContext } from '../../definition';
import { ADMIN_ONLY, isForAdmins } from '../devices';
import { validateDriver, validateItems, validatePoolName } from '../lists';
import { isSame, validateObjectText } from '../selectors';
import { deviceId, validateAllocation, validateUuid } from './allocation-validation';
import type { ResourceClaim } from './types';

type Status = NonNullable<ResourceClaim['status']>;
type DeviceStatus = NonNullable<Status['devices']>[number];
type NetworkData = NonNullable<DeviceStatus['networkData']>;

const CONSUMERS_MAX = 256;
const CONDITIONS_MAX = 8;
const INTERFACE_BYTES_MAX = 256;
const HARDWARE_BYTES_MAX = 128;
const ADDRESSES_MAX = 16;
const NO_ADDRESS = 'must be a valid address in CIDR form, (e.g. 10.9.8.7/24 or 2001:db8::1/64)';

export function validateResourceClaimStatus(object: AnyObject, before: AnyObject, { reader }: StrategyContext): FieldError[] {
  const { metadata, spec, status = {} } = object as unknown as ResourceClaim;
  const stored = (before as unknown as ResourceClaim).status;
  const errors = adminErrors(status, stored, metadata.namespace ?? '', reader);
  validateConsumers(status, errors);
  const allocated = new Set((status.allocation?.devices?.results ?? []).map((result) => JSON.stringify(deviceId(result))));
  for (const [index, device] of (status.devices ?? []).entries()) validateDevice(device, allocated, `status.devices[${index}]`, errors);
  const ids = (status.devices ?? []).map(deviceId);
  for (const [index, id] of ids.entries()) {
    if (ids.findIndex((other) => deepEqual(other, id)) < index) errors.push(duplicate(`status.devices[${index}]`, id));
  }
  errors.push(...reservationErrors(object, stored));
  if (!stored?.allocation && status.allocation) validateAllocation(status.allocation, spec.devices, 'status.allocation', errors);
  else if (stored?.allocation && status.allocation && !isSame(status.allocation, stored.allocation)) {
    errors.push(invalid('status.allocation', internalForm(status.allocation, 'AllocationResult'), IMMUTABLE));
  }
  return errors;
}

function adminErrors(status: Status, stored: Status | undefined, namespace: string, reader: StrategyContext['reader']): FieldError[] {
  if (stored?.allocation) return [];
  const index = (status.allocation?.devices?.results ?? []).findIndex(({ adminAccess }) => adminAccess);
  if (index < 0 || isForAdmins(namespace, reader)) return [];
  return [forbiddenField(`status.allocation.devices.results[${index}].adminAccess`, ADMIN_ONLY)];
}

function validateConsumers({ reservedFor }: Status, errors: FieldError[]): void {
  validateItems(
    reservedFor,
    CONSUMERS_MAX,
    'status.reservedFor',
    errors,
    (consumer, at) => {
      for (const part of ['resource', 'name', 'uid'] as const) if (!consumer[part]) errors.push(required(`${at}.${part}`));
    },
    ({ uid }) => uid,
  );
}

function reservationErrors(object: AnyObject, stored: Status | undefined): FieldError[] {
  const { metadata, status } = object as unknown as ResourceClaim;
  const field = 'status.reservedFor';
  const consumers = status?.reservedFor ?? [];
  const known = new Set(stored?.reservedFor?.map(({ uid }) => uid));
  if (consumers.length && !status?.allocation) return [forbiddenField(field, 'may not be specified when `allocated` is not set')];
  if (metadata.deletionTimestamp && consumers.some(({ uid }) => !known.has(uid)))
    return [forbiddenField(field, 'new entries may not be added while `deallocationRequested` or `deletionTimestamp` are set')];
  return [];
}

function validateDevice(device: DeviceStatus, allocated: ReadonlySet<string>, at: string, errors: FieldError[]): void {
  validateDriver(device.driver, `${at}.driver`, errors);
  validatePoolName(device.pool, `${at}.pool`, errors);
  pushInvalid(errors, `${at}.device`, device.device ?? '', isDns1123Label(device.device ?? ''));
  if (device.shareID !== undefined) validateUuid(device.shareID, `${at}.shareID`, errors);
  const id = deviceId(device);
  if (!allocated.has(JSON.stringify(id))) errors.push(invalid(at, id, 'must be an allocated device in the claim'));
  const count = device.conditions?.length ?? 0;
  if (count > CONDITIONS_MAX) errors.push(tooMany(`${at}.conditions`, count, CONDITIONS_MAX));
  validateConditions(device.conditions as readonly Condition[] | undefined, `${at}.conditions`, errors);
  if (device.data !== undefined && device.data !== null) validateObjectText(device.data, `${at}.data`, errors);
  if (device.networkData) validateNetworkData(device.networkData, `${at}.networkData`, errors);
}

function validateNetworkData({ interfaceName = '', hardwareAddress = '', ips }: NetworkData, at: string, errors: FieldError[]): void {
  if (interfaceName.length > INTERFACE_BYTES_MAX) errors.push(tooLong(`${at}.interfaceName`, INTERFACE_BYTES_MAX));
  if (hardwareAddress.length > HARDWARE_BYTES_MAX) errors.push(tooLong(`${at}.hardwareAddress`, HARDWARE_BYTES_MAX));
  validateItems(ips, ADDRESSES_MAX, `${at}.ips`, errors, (text, where) => validateAddress(text, where, errors), String);
}

/** An address with the size of its network. */
function validateAddress(text: string, at: string, errors: FieldError[]): void {
  const address = parseCidr(text);
  if (!address) return void errors.push(invalid(at, text, NO_ADDRESS));
  const canonical = `${ipText(address.ip)}/${address.prefix}`;
  if (canonical !== text) errors.push(invalid(at, text, `must be in canonical form ("${canonical}")`));
}
