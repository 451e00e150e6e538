/** Source: k8s.io/kubernetes/pkg/apis/storage/validation/validation.go ValidateCSINode, 1.36. */
import { duplicate, invalid, required, tooLong } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import { isDns1123Subdomain, isQualifiedName } from '../../../api/names';
import { deepEqual } from '../../../lib/equal';
import { printed } from '../../schema/emptied';
import { pushInvalid } from '../../validation/labels';
import { NOT_NEGATIVE } from '../../validation/values';
import type { CSINode } from './types';

type Driver = CSINode['spec']['drivers'][number];

const DRIVER_NAME_BYTES_MAX = 63;
const NODE_ID_BYTES_MAX = 256;

export function validateCsiNode(object: AnyObject): FieldError[] {
  return validateDrivers(object, () => NODE_ID_BYTES_MAX);
}

/** A driver may come and go; one that stays may only say how many volumes it can take now. */
export function validateCsiNodeUpdate(object: AnyObject, before: AnyObject): FieldError[] {
  const stored = new Map(driversOf(before).map((driver) => [driver.name, driver]));
  const errors = validateDrivers(object, (driver) => (stored.get(driver.name)?.nodeID === driver.nodeID ? Infinity : NODE_ID_BYTES_MAX));
  for (const driver of driversOf(object)) {
    const old = stored.get(driver.name);
    const unchanged = !old || deepEqual({ ...old, allocatable: null }, { ...driver, allocatable: null });
    if (!unchanged) errors.push(invalid('spec.drivers', internalDriver(driver), 'field is immutable'));
  }
  return errors;
}

function validateDrivers(object: AnyObject, nodeIdMax: (driver: Driver) => number): FieldError[] {
  const errors: FieldError[] = [];
  const names = new Set<string>();
  for (const [index, driver] of driversOf(object).entries()) {
    const at = `spec.drivers[${index}]`;
    validateDriver(driver, at, nodeIdMax(driver), errors);
    if (names.has(driver.name)) errors.push(duplicate(`${at}.name`, driver.name));
    names.add(driver.name);
    validateTopologyKeys(driver.topologyKeys, at, errors);
  }
  return errors;
}

function validateDriver(driver: Driver, at: string, nodeIdMax: number, errors: FieldError[]): void {
  validateDriverName(driver.name, `${at}.name`, errors);
  if (!driver.nodeID) errors.push(required(`${at}.nodeID`));
  if (driver.nodeID.length > nodeIdMax) errors.push(invalid(`${at}.nodeID`, driver.nodeID, `must be ${nodeIdMax} characters or less`));
  const count = driver.allocatable?.count;
  if (count !== undefined && count < 0) errors.push(invalid(`${at}.allocatable.count`, count, NOT_NEGATIVE));
}

function validateTopologyKeys(topologyKeys: Driver['topologyKeys'], at: string, errors: FieldError[]): void {
  const keys = new Set<string>();
  for (const key of topologyKeys ?? []) {
    if (!key) errors.push(required(at));
    if (keys.has(key)) errors.push(duplicate(at, key));
    keys.add(key);
    pushInvalid(errors, at, key, isQualifiedName(key));
  }
}

/** The name that a CSI driver goes by (pkg/apis/core/validation/validation.go ValidateCSIDriverName). */
export function validateDriverName(name: string, field: string, errors: FieldError[]): void {
  if (!name) errors.push(required(field));
  if (name.length > DRIVER_NAME_BYTES_MAX) errors.push(tooLong(field, DRIVER_NAME_BYTES_MAX));
  if (name) pushInvalid(errors, field, name, isDns1123Subdomain(name.toLowerCase()));
}

/** As it is quoted: without what may change. */
function internalDriver(driver: Driver): unknown {
  return { Name: driver.name, NodeID: driver.nodeID, TopologyKeys: printed(driver, 'topologyKeys'), Allocatable: null };
}

function driversOf(object: AnyObject): readonly Driver[] {
  return (object as unknown as CSINode).spec.drivers ?? [];
}
