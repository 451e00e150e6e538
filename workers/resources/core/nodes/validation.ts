/** Source: k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateNode, 1.36. */
import { duplicate, forbiddenField, invalid, notSupported, quote, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import { isLabelValue, isQualifiedName } from '../../../api/names';
import { complaintOf } from '../../../lib/go-json-error';
import { deepEqual } from '../../../lib/equal';
import { validateQuantityValue } from '../pods/validation/resources';
import { TAINT_EFFECTS } from '../pods/validation/tolerations';
import { pushInvalid } from '../../validation/labels';
import { isCidr, parseCidr } from '../../validation/cidr';
import type { Node } from './types';

type Spec = NonNullable<Node['spec']>;

const TAINTS = 'scheduler.alpha.kubernetes.io/taints';
const AVOID_PODS = 'scheduler.alpha.kubernetes.io/preferAvoidPods';

interface Avoids {
  readonly preferAvoidPods?: readonly { readonly podSignature?: { readonly podController?: { readonly controller?: boolean } } }[];
}

/** Upstream reports taints under metadata, where they once lived. */
export function validateNode(object: AnyObject): FieldError[] {
  const spec = ((object as unknown as Node).spec ?? {}) as Spec;
  const errors: FieldError[] = [];
  validateAnnotations(object, errors);
  validateTaints(spec.taints, 'metadata.taints', errors);
  validateAmounts(object, errors);
  validateSwap(object, errors);
  validateFeatures(object, errors);
  validateRanges(spec.podCIDRs ?? [], errors);
  return errors;
}

/** Texts of old that are read as JSON. */
function validateAnnotations({ metadata }: AnyObject, errors: FieldError[]): void {
  const at = 'metadata.annotations';
  const read = (name: string, field: string): unknown => {
    const text = metadata?.annotations?.[name];
    const complaint = text ? complaintOf(text) : undefined;
    if (complaint !== undefined) errors.push(invalid(field, name, complaint));
    return text && complaint === undefined ? JSON.parse(text) : undefined;
  };
  const taints = read(TAINTS, at);
  if (Array.isArray(taints)) validateTaints(taints as Spec['taints'], `${at}.${TAINTS}`, errors);
  const avoids = read(AVOID_PODS, `${at}.AvoidPods`) as Avoids | undefined;
  for (const [index, { podSignature }] of (avoids?.preferAvoidPods ?? []).entries()) {
    const entry = `${at}.${AVOID_PODS}[${index}].PodSignature`;
    const controller = podSignature?.podController;
    if (!controller) errors.push(required(entry));
    else if (!controller.controller) errors.push(invalid(`${entry}.PodController.Controller`, false, 'must point to a controller'));
  }
}

function validateSwap(object: AnyObject, errors: FieldError[]): void {
  const { nodeInfo } = ((object as unknown as Node).status ?? {}) as {
    readonly nodeInfo?: { readonly swap?: { readonly capacity?: number } };
  };
  const capacity = nodeInfo?.swap?.capacity;
  if (capacity !== undefined && capacity <= 0)
    errors.push(invalid('metadata.nodeSwapStatus.capacity', capacity, 'must be greater than zero'));
}

function validateAmounts(object: AnyObject, errors: FieldError[]): void {
  const { status } = object as unknown as Node;
  for (const list of ['capacity', 'allocatable'] as const) {
    for (const [name, amount] of Object.entries((status?.[list] ?? {}) as Readonly<Record<string, string>>)) {
      validateQuantityValue(name, amount, `status.${list}${name === '' ? '[]' : `.${name}`}`, errors);
    }
  }
}

/** One range, or two of different families. */
function validateRanges(ranges: readonly string[], errors: FieldError[]): void {
  for (const [index, range] of ranges.entries()) pushInvalid(errors, `spec.podCIDRs[${index}]`, range, isCidr(range));
  if (ranges.length < 2) return;
  const bad = ranges.findIndex((range) => !parseCidr(range));
  if (bad >= 0) {
    const why = `invalid CIDR[${bad}]: <nil> (invalid CIDR address: ${ranges[bad]})`;
    const message = `Internal error: invalid PodCIDRs. failed to check with dual stack with error:${why}`;
    errors.push({ type: 'InternalError', field: 'spec.podCIDRs', message });
  }
  const families = new Set(ranges.map((range) => range.includes(':')));
  if (bad >= 0 || families.size < 2 || ranges.length > 2)
    errors.push(invalid('spec.podCIDRs', ranges, 'may specify no more than one CIDR for each IP family'));
}

const FEATURE_NAME_MAX = 253;

/** What the node says it can do: sorted names, each once. */
function validateFeatures(object: AnyObject, errors: FieldError[]): void {
  const features =
    (object as unknown as { readonly status?: { readonly declaredFeatures?: readonly string[] } }).status?.declaredFeatures ?? [];
  for (const [index, name] of features.entries()) {
    const at = `status.declaredFeatures[${index}]`;
    const last = features[index - 1];
    if (last === name) errors.push(duplicate(at, name));
    else if (last !== undefined && last > name) errors.push(invalid(at, name, 'list must be sorted alphabetically'));
    if (name.length > FEATURE_NAME_MAX) {
      errors.push(invalid(at, name, `invalid feature name ${JSON.stringify(name)}: must be no more than ${FEATURE_NAME_MAX} characters`));
      continue;
    }
    if (/^[A-Z][A-Za-z0-9]*(\/[A-Za-z0-9]+)*$/.test(name)) continue;
    const rule =
      "must start with an UpperCamelCase segment, with subsequent segments separated by '/' (e.g., MyFeature or MyFeature/mySubFeature), and contain only alphanumeric characters and slashes";
    errors.push(invalid(at, name, `invalid feature name ${quote(name)}: ${rule}`));
  }
}

/** Also of the status. Upstream checks the whole node as on creation first, so that most causes are told twice. */
export function validateNodeUpdate(object: AnyObject, before: AnyObject): FieldError[] {
  const errors: FieldError[] = [];
  validateAnnotations(object, errors);
  validateAmounts(object, errors);
  validateFeatures(object, errors);
  validateAddresses(object, errors);
  const after = ((object as unknown as Node).spec ?? {}) as Spec;
  const stored = ((before as unknown as Node).spec ?? {}) as Spec;
  if (stored.podCIDRs?.length && !deepEqual(after.podCIDRs, stored.podCIDRs)) {
    errors.push(forbiddenField('spec.podCIDRs', 'node updates may not change podCIDR except from "" to valid'));
  }
  if (stored.providerID && after.providerID !== stored.providerID) {
    errors.push(forbiddenField('spec.providerID', 'node updates may not change providerID except from "" to valid'));
  }
  validateTaints(after.taints, 'metadata.taints', errors);
  if ((after.externalID ?? '') !== (stored.externalID ?? '')) errors.push(forbiddenField('spec.externalID', 'may not be updated'));
  return errors;
}

function validateAddresses(object: AnyObject, errors: FieldError[]): void {
  const seen = new Set<string>();
  for (const [index, { type, address }] of ((object as unknown as Node).status?.addresses ?? []).entries()) {
    const key = `${type}/${address}`;
    if (seen.has(key)) errors.push(duplicate(`status.addresses[${index}]`, { Type: type, Address: address }));
    seen.add(key);
  }
}

function validateTaints(taints: Spec['taints'], field: string, errors: FieldError[]): void {
  const seen = new Set<string>();
  for (const [index, { key = '', value = '', effect, timeAdded }] of (taints ?? []).entries()) {
    const at = `${field}[${index}]`;
    pushInvalid(errors, `${at}.key`, key, isQualifiedName(key));
    const texts = isLabelValue(value);
    if (texts.length > 0) errors.push(invalid(`${at}.value`, value, texts.join(';')));
    if (!effect) {
      errors.push(required(`${at}.effect`));
    } else if (!TAINT_EFFECTS.includes(effect)) {
      errors.push(notSupported(`${at}.effect`, effect, TAINT_EFFECTS));
    }
    const pair = `${key}/${effect}`;
    if (seen.has(pair)) {
      const shown = { Key: key, Value: value, Effect: effect, TimeAdded: timeAdded ?? null };
      errors.push(duplicate(at, shown, 'taints must be unique by key and effect pair'));
    }
    seen.add(pair);
  }
}
