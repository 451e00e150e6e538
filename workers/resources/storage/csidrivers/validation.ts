/** Source: k8s.io/kubernetes/pkg/apis/storage/validation/validation.go ValidateCSIDriver, 1.36. */
import { duplicate, invalid, notSupported } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import { deepEqual } from '../../../lib/equal';
import { IMMUTABLE } from '../../validation/values';
import type { CSIDriver } from './types';

type Spec = CSIDriver['spec'] & { readonly serviceAccountTokenInSecrets?: boolean };

const FS_GROUP_POLICIES = ['File', 'None', 'ReadWriteOnceWithFSType'];
const LIFECYCLE_MODES = ['Persistent', 'Ephemeral'];
const TOKEN_SECONDS_MIN = 600;
const TOKEN_SECONDS_MAX = 2 ** 32;
const UPDATE_PERIOD_SECONDS_MIN = 10;

export function validateCsiDriver(object: AnyObject): FieldError[] {
  const spec = specOf(object);
  const errors: FieldError[] = [];
  const { fsGroupPolicy, nodeAllocatableUpdatePeriodSeconds: period } = spec;
  if (fsGroupPolicy !== undefined && !FS_GROUP_POLICIES.includes(fsGroupPolicy)) {
    errors.push(notSupported('spec.fsGroupPolicy', fsGroupPolicy, FS_GROUP_POLICIES));
  }
  validateTokens(spec, errors);
  for (const mode of spec.volumeLifecycleModes ?? []) {
    if (!LIFECYCLE_MODES.includes(mode)) errors.push(notSupported('spec.volumeLifecycleModes', mode, LIFECYCLE_MODES));
  }
  if (period !== undefined && period < UPDATE_PERIOD_SECONDS_MIN) {
    const field = 'spec.nodeAllocatableUpdatePeriodSeconds';
    errors.push(invalid(field, period, `must be greater than or equal to ${UPDATE_PERIOD_SECONDS_MIN} seconds`));
  }
  if (spec.serviceAccountTokenInSecrets !== undefined && !spec.tokenRequests?.length) {
    const text = 'serviceAccountTokenInSecrets is set but no tokenRequests are specified';
    errors.push(invalid('spec.serviceAccountTokenInSecrets', spec.serviceAccountTokenInSecrets, text));
  }
  return errors;
}

export function validateCsiDriverUpdate(object: AnyObject, before: AnyObject): FieldError[] {
  const errors = validateCsiDriver(object);
  const spec = specOf(object);
  const stored = specOf(before);
  if (spec.attachRequired !== stored.attachRequired) errors.push(invalid('spec.attachedRequired', spec.attachRequired, IMMUTABLE));
  if (!deepEqual(spec.volumeLifecycleModes, stored.volumeLifecycleModes)) {
    errors.push(invalid('spec.volumeLifecycleModes', spec.volumeLifecycleModes, IMMUTABLE));
  }
  return errors;
}

/** Drivers that get tokens should say how; told again where the tokens change. */
export function warnOfCsiDriver(object: AnyObject, before: AnyObject | undefined): string[] {
  const { tokenRequests, serviceAccountTokenInSecrets } = specOf(object);
  if (before && deepEqual(tokenRequests, specOf(before).tokenRequests)) return [];
  return tokenRequests?.length && serviceAccountTokenInSecrets === undefined
    ? [
        'spec.serviceAccountTokenInSecrets is unset; if supported by this CSI driver, set to true to prevent possible logging of tokens in volume attributes',
      ]
    : [];
}

function validateTokens({ tokenRequests }: Spec, errors: FieldError[]): void {
  const audiences = new Set<string>();
  for (const [index, { audience, expirationSeconds: seconds }] of (tokenRequests ?? []).entries()) {
    const at = `spec.tokenRequests[${index}]`;
    if (audiences.has(audience)) {
      errors.push(duplicate(`${at}.audience`, audience));
      continue;
    }
    audiences.add(audience);
    if (seconds === undefined) continue;
    const field = `${at}.expirationSeconds`;
    if (seconds < TOKEN_SECONDS_MIN) errors.push(invalid(field, seconds, 'may not specify a duration less than 10 minutes'));
    if (seconds > TOKEN_SECONDS_MAX) errors.push(invalid(field, seconds, 'may not specify a duration larger than 2^32 seconds'));
  }
}

function specOf(object: AnyObject): Spec {
  return (object as unknown as CSIDriver).spec;
}
