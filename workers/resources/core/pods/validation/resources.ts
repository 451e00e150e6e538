/** Source: k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateResourceRequirements, 1.36. */
import { duplicate, forbiddenField, invalid, notSupported, required } from '../../../../api/field-error';
import type { FieldError } from '../../../../api/field-error';
import { isDns1123Label, isQualifiedName } from '../../../../api/names';
import { canonicalQuantity, isFraction, parseQuantity } from '../../../../api/quantity';
import { pushInvalid } from '../../../validation/labels';
import { NOT_NEGATIVE } from '../../../validation/values';

type Amounts = Readonly<Record<string, string | number>>;
interface Claim {
  readonly name?: string;
  readonly request?: string;
}
interface Requirements {
  readonly limits?: unknown;
  readonly requests?: unknown;
  readonly claims?: readonly Claim[];
}
type CheckName = (name: string, field: string, errors: FieldError[]) => void;

const CONTAINER_NAMES = new Set(['cpu', 'memory', 'ephemeral-storage']);
const POD_LEVEL = ['cpu', 'hugepages-', 'memory'];
const INTEGERS = new Set([
  'pods',
  'services',
  'replicationcontrollers',
  'resourcequotas',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'services.nodeports',
  'services.loadbalancers',
]);
const NATIVE_PREFIX = 'kubernetes.io/';
const UNIT = 1_000_000_000n;

/** Amounts are told in the order of their names; upstream has no order there. */
export function validateContainerResources(
  resources: Requirements | undefined,
  field: string,
  errors: FieldError[],
  podClaims: readonly Claim[] = [],
): void {
  validateRequirements(resources ?? {}, validateContainerResourceName, field, podClaims, errors);
}

export function validateRequirements(
  resources: Requirements,
  checkName: CheckName,
  field: string,
  podClaims: readonly Claim[],
  errors: FieldError[],
): void {
  const limits = (resources.limits ?? {}) as Amounts;
  const requests = (resources.requests ?? {}) as Amounts;
  for (const name of Object.keys(limits).toSorted()) validateAmount(name, limits[name] ?? 0, checkName, `${field}.limits[${name}]`, errors);
  for (const name of Object.keys(requests).toSorted()) {
    const request = requests[name] ?? 0;
    const at = `${field}.requests[${name}]`;
    checkName(name, at, errors);
    validateQuantityValue(name, request, at, errors);
    compareWithLimit(name, request, limits[name], field, errors);
    validateHugePages(name, request, at, errors);
  }
  const names = [...Object.keys(limits), ...Object.keys(requests)];
  if (names.some(isHugePages) && !names.includes('cpu') && !names.includes('memory')) {
    errors.push(forbiddenField(field, 'HugePages require cpu or memory'));
  }
  validateClaims(resources.claims ?? [], podClaims, `${field}.claims`, errors);
}

export function validatePodLevelName(name: string, field: string, errors: FieldError[]): void {
  if (!validateName(name, field, errors)) return;
  if (name !== 'cpu' && name !== 'memory' && !isHugePages(name)) errors.push(notSupported(field, name, POD_LEVEL));
}

export function validateQuantityValue(name: string, amount: string | number, field: string, errors: FieldError[]): void {
  const nano = parseQuantity(amount)?.nano ?? 0n;
  if (nano < 0n) {
    errors.push(invalid(field, canonicalQuantity(amount), NOT_NEGATIVE));
  }
  if (isIntegerResource(name) && isFraction(amount)) {
    errors.push(invalid(field, canonicalQuantity(amount), 'must be an integer'));
  }
}

function validateAmount(name: string, amount: string | number, checkName: CheckName, field: string, errors: FieldError[]): void {
  checkName(name, field, errors);
  validateQuantityValue(name, amount, field, errors);
  validateHugePages(name, amount, field, errors);
}

/** Qualified, or one of the names that need not be; false after an error. */
function validateName(name: string, field: string, errors: FieldError[]): boolean {
  const messages = isQualifiedName(name);
  pushInvalid(errors, field, name, messages);
  if (messages.length > 0) return false;
  if (name.includes('/') || isStandard(name)) return true;
  errors.push(invalid(field, name, 'must be a standard resource type or fully qualified'));
  return false;
}

export function validateContainerResourceName(name: string, field: string, errors: FieldError[]): void {
  validateName(name, field, errors);
  if (!name.includes('/')) {
    if (!CONTAINER_NAMES.has(name) && !isHugePages(name)) errors.push(invalid(field, name, 'must be a standard resource for containers'));
  } else if (!isNative(name) && !isExtended(name)) {
    errors.push(invalid(field, name, "doesn't follow extended resource name standard"));
  }
}

function compareWithLimit(
  name: string,
  request: string | number,
  limit: string | number | undefined,
  field: string,
  errors: FieldError[],
): void {
  const overcommits = isNative(name) && !isHugePages(name);
  if (limit === undefined) {
    if (!overcommits) errors.push(required(`${field}.limits`, 'Limit must be set for non overcommitable resources'));
    return;
  }
  const asked = parseQuantity(request)?.nano ?? 0n;
  const allowed = parseQuantity(limit)?.nano ?? 0n;
  const how = !overcommits && asked !== allowed ? 'equal to' : asked > allowed ? 'less than or equal to' : undefined;
  if (how) {
    errors.push(invalid(`${field}.requests`, canonicalQuantity(request), `must be ${how} ${name} limit of ${canonicalQuantity(limit)}`));
  }
}

/** Whole pages only; a name that says no size is divided by nothing. */
function validateHugePages(name: string, amount: string | number, field: string, errors: FieldError[]): void {
  if (!isHugePages(name)) return;
  const page = parseQuantity(name.slice('hugepages-'.length))?.nano ?? 0n;
  const nano = parseQuantity(amount)?.nano ?? 0n;
  if (page > 0n && page % UNIT === 0n && nano % UNIT === 0n && nano % page === 0n) return;
  errors.push(invalid(field, canonicalQuantity(amount), `${canonicalQuantity(amount)} is not positive integer multiple of ${name}`));
}

function validateClaims(claims: readonly Claim[], podClaims: readonly Claim[], field: string, errors: FieldError[]): void {
  const known = new Set(podClaims.flatMap(({ name }) => (name ? [name] : [])));
  const where = known.size === 0 ? ' which is empty' : `: ${[...known].toSorted().join(', ')}`;
  const seen = new Set<string>();
  /** How many requests of a claim there are. */
  const requests = new Map<string, number>();
  for (const [index, { name = '', request = '' }] of claims.entries()) {
    const at = `${field}[${index}]`;
    if (name === '') {
      errors.push(required(at));
      continue;
    }
    if (seen.has(name)) {
      errors.push(duplicate(at, name));
    } else {
      const key = request === '' ? name : `${name}/${request}`;
      if (request !== '') pushInvalid(errors, `${at}.request`, request, isDns1123Label(request));
      if (seen.has(key)) errors.push(duplicate(at, key));
      else if (request !== '') requests.set(name, (requests.get(name) ?? 0) + 1);
      else for (let count = requests.get(name) ?? 0; count > 0; count--) errors.push(duplicate(at, name));
      seen.add(key);
    }
    if (!known.has(name)) {
      const message = `Not found: ${JSON.stringify(name)}: must be one of the names in pod.spec.resourceClaims${where}`;
      errors.push({ type: 'FieldValueNotFound', field: at, message });
    }
  }
}

/** Names of containers, quotas and volumes (source: pkg/apis/core/helper/helpers.go IsStandardResourceName). */
function isStandard(name: string): boolean {
  const [half = '', rest = ''] = [name.slice(0, name.indexOf('.')), name.slice(name.indexOf('.') + 1)];
  if (CONTAINER_NAMES.has(name) || INTEGERS.has(name) || isHugePages(name) || name === 'storage') return true;
  if (half === 'limits') return CONTAINER_NAMES.has(rest);
  return half === 'requests' && (CONTAINER_NAMES.has(rest) || rest === 'storage' || isHugePages(rest));
}

function isHugePages(name: string): boolean {
  return name.startsWith('hugepages-');
}

/** Kubernetes' own names have no domain, or one of its own. */
function isNative(name: string): boolean {
  return !name.includes('/') || name.includes(NATIVE_PREFIX);
}

/** Names of somebody else's domain that a quota could count as well. */
function isExtended(name: string): boolean {
  return !isNative(name) && !name.startsWith('requests.') && isQualifiedName(`requests.${name}`).length === 0;
}

/** Extended resources count whole things. */
function isIntegerResource(name: string): boolean {
  return INTEGERS.has(name) || isExtended(name);
}
