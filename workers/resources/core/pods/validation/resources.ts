/** Source: k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateContainerResourceRequirements, 1.36. */
import { forbiddenField, invalid, notSupported, required } from '../../../../api/field-error';
import type { FieldError } from '../../../../api/field-error';
import { isQualifiedName } from '../../../../api/names';
import { canonicalQuantity, parseQuantity } from '../../../../api/quantity';
import { pushInvalid } from '../../../validation/labels';
import { NOT_NEGATIVE } from '../../../validation/values';

type Amounts = Readonly<Record<string, string | number>>;
interface Requirements {
  readonly limits?: unknown;
  readonly requests?: unknown;
}

const STANDARD = new Set(['cpu', 'memory', 'ephemeral-storage']);
const UNIT = 1_000_000_000n;

export function validateContainerResources(resources: Requirements | undefined, field: string, errors: FieldError[]): void {
  const limits = (resources?.limits ?? {}) as Amounts;
  const requests = (resources?.requests ?? {}) as Amounts;
  for (const name of Object.keys(limits).toSorted()) {
    validateAmount(name, limits[name] as string, `${field}.limits[${name}]`, errors);
  }
  for (const name of Object.keys(requests).toSorted()) {
    const request = requests[name] as string;
    validateAmount(name, request, `${field}.requests[${name}]`, errors);
    compareWithLimit(name, request, limits[name], field, errors);
  }
  const names = [...Object.keys(limits), ...Object.keys(requests)];
  if (names.some(isHugePages) && !names.includes('cpu') && !names.includes('memory')) {
    errors.push(forbiddenField(field, 'HugePages require cpu or memory'));
  }
}

/** Resources of the pod as a whole: fewer names count. */
export function validatePodResources(resources: Requirements | undefined, field: string, errors: FieldError[]): void {
  for (const list of ['limits', 'requests'] as const) {
    for (const [name, amount] of Object.entries((resources?.[list] ?? {}) as Amounts)) {
      if (name !== 'cpu' && name !== 'memory' && !isHugePages(name)) {
        errors.push(notSupported(`${field}.${list}[${name}]`, name, ['cpu', 'hugepages-', 'memory']));
      }
      validateQuantityValue(name, amount, `${field}.${list}[${name}]`, errors);
    }
  }
}

export function validateQuantityValue(name: string, amount: string | number, field: string, errors: FieldError[]): void {
  const nano = parseQuantity(amount)?.nano ?? 0n;
  if (nano < 0n) {
    errors.push(invalid(field, canonicalQuantity(amount), NOT_NEGATIVE));
  }
  if (isIntegerResource(name) && nano % UNIT !== 0n) {
    errors.push(invalid(field, canonicalQuantity(amount), 'must be an integer'));
  }
}

function validateAmount(name: string, amount: string | number, field: string, errors: FieldError[]): void {
  pushInvalid(errors, field, name, isQualifiedName(name));
  if (!name.includes('/') && !STANDARD.has(name) && !isHugePages(name)) {
    errors.push(invalid(field, name, 'must be a standard resource for containers'));
  }
  validateQuantityValue(name, amount, field, errors);
}

function compareWithLimit(
  name: string,
  request: string | number,
  limit: string | number | undefined,
  field: string,
  errors: FieldError[],
): void {
  if (limit === undefined) {
    if (!isOvercommitable(name)) {
      errors.push(required(`${field}.limits`, 'Limit must be set for non overcommitable resources'));
    }
    return;
  }
  const asked = parseQuantity(request)?.nano ?? 0n;
  const allowed = parseQuantity(limit)?.nano ?? 0n;
  if (!isOvercommitable(name) && asked !== allowed) {
    errors.push(invalid(`${field}.requests`, canonicalQuantity(request), `must be equal to ${name} limit of ${canonicalQuantity(limit)}`));
  } else if (asked > allowed) {
    errors.push(
      invalid(
        `${field}.requests`,
        canonicalQuantity(request),
        `must be less than or equal to ${name} limit of ${canonicalQuantity(limit)}`,
      ),
    );
  }
}

function isHugePages(name: string): boolean {
  return name.startsWith('hugepages-');
}

/** Extended resources count whole things. */
function isIntegerResource(name: string): boolean {
  return (name.includes('/') && !name.includes('kubernetes.io/')) || isHugePages(name) || name === 'pods' || name.startsWith('count/');
}

function isOvercommitable(name: string): boolean {
  return (!name.includes('/') || name.includes('kubernetes.io/')) && !isHugePages(name);
}
