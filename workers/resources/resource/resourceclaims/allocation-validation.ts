/** What was allocated for a claim (source: pkg/apis/resource/validation/validation.go validateAllocationResult, 1.36). */
import { utf8Length } from '../../../lib/utf8';
import { invalid, notSupported, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import { isDns1123Label } from '../../../api/names';
import { validateNodeSelectorTerms } from '../../core/pods/validation/affinity';
import { pushInvalid } from '../../validation/labels';
import { requestNames, validateReference, validateReferences } from '../devices';
import { validateDriver, validateItems, validatePoolName } from '../lists';
import { validateBinding } from '../resourceslices/devices';
import { validateOpaque } from '../selectors';
import type { ResourceClaim } from './types';

type Allocation = NonNullable<NonNullable<ResourceClaim['status']>['allocation']>;
type Result = NonNullable<NonNullable<Allocation['devices']>['results']>[number];

const RESULTS_MAX = 32;
const CONFIGS_MAX = 64;
const SOURCES = ['FromClaim', 'FromClass'];
const UUID_FORM = 'uid must be in RFC 4122 normalized form, `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx` with lowercase hexadecimal characters';

export function validateAllocation(
  { devices, nodeSelector }: Allocation,
  claim: ResourceClaim['spec']['devices'],
  at: string,
  errors: FieldError[],
): void {
  const known = requestNames(claim);
  validateItems(devices?.results, RESULTS_MAX, `${at}.devices.results`, errors, (result, where) => {
    validateReference(result.request ?? '', known, `${where}.request`, errors);
    validateDriver(result.driver, `${where}.driver`, errors);
    validatePoolName(result.pool, `${where}.pool`, errors);
    pushInvalid(errors, `${where}.device`, result.device ?? '', isDns1123Label(result.device ?? ''));
    validateBinding(result, where, errors);
    if (result.shareID !== undefined) validateUuid(result.shareID, `${where}.shareID`, errors);
  });
  validateItems(devices?.config, CONFIGS_MAX, `${at}.devices.config`, errors, ({ source, requests, opaque }, where) => {
    if (!source) errors.push(required(`${where}.source`));
    else if (!SOURCES.includes(source)) errors.push(notSupported(`${where}.source`, source, SOURCES));
    validateReferences(requests, known, `${where}.requests`, errors);
    validateOpaque(opaque, `${where}.opaque`, errors);
  });
  if (nodeSelector) validateNodeSelectorTerms(nodeSelector.nodeSelectorTerms, `${at}.nodeSelector`, errors);
}

/** As the server prints it. */
export function deviceId({ driver = '', pool = '', device = '', shareID = '' }: Partial<Result>): object {
  return { Driver: driver, Pool: pool, Device: device, ShareID: shareID };
}

const HEX = '[0-9a-fA-F]';
const DASHED = new RegExp(`^${HEX}{8}-${HEX}{4}-${HEX}{4}-${HEX}{4}-${HEX}{12}$`);

/** Go's parser takes other forms too, which are not let through. */
export function validateUuid(text: string, at: string, errors: FieldError[]): void {
  const core = text.length === 45 ? text.replace(/^urn:uuid:/i, '') : text.length === 38 ? text.slice(1, -1) : text;
  const isPlain = text.length === 32 && new RegExp(`^${HEX}*$`).test(text);
  if (![32, 36, 38, 45].includes(text.length)) {
    errors.push(invalid(at, text, `error validating uid: invalid UUID length: ${utf8Length(text)}`));
  } else if (!isPlain && !DASHED.test(core)) errors.push(invalid(at, text, 'error validating uid: invalid UUID format'));
  else if (text.length !== 36 || text !== text.toLowerCase()) errors.push(invalid(at, text, UUID_FORM));
}
