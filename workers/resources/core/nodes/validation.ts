/** Source: k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateNode, 1.36. */
import { duplicate, forbiddenField, notSupported, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import { isLabelValue, isQualifiedName } from '../../../api/names';
import { deepEqual } from '../../../lib/equal';
import { TAINT_EFFECTS } from '../pods/validation/tolerations';
import { pushInvalid } from '../../validation/labels';
import { isCidr } from '../../validation/cidr';
import type { Node } from './types';

type Spec = NonNullable<Node['spec']>;

/** Upstream reports taints under metadata, where they once lived. */
export function validateNode(object: AnyObject): FieldError[] {
  const spec = ((object as unknown as Node).spec ?? {}) as Spec;
  const errors: FieldError[] = [];
  validateTaints(spec.taints, 'metadata.taints', errors);
  for (const [index, cidr] of (spec.podCIDRs ?? []).entries()) {
    pushInvalid(errors, `spec.podCIDRs[${index}]`, cidr, isCidr(cidr));
  }
  return errors;
}

export function validateNodeUpdate(object: AnyObject, before: AnyObject): FieldError[] {
  const errors = validateNode(object);
  const after = ((object as unknown as Node).spec ?? {}) as Spec;
  const stored = ((before as unknown as Node).spec ?? {}) as Spec;
  if (stored.podCIDRs?.length && !deepEqual(after.podCIDRs, stored.podCIDRs)) {
    errors.push(forbiddenField('spec.podCIDRs', 'node updates may not change podCIDR except from "" to valid'));
  }
  if (stored.providerID && after.providerID !== stored.providerID) {
    errors.push(forbiddenField('spec.providerID', 'node updates may not change providerID except from "" to valid'));
  }
  return errors;
}

function validateTaints(taints: Spec['taints'], field: string, errors: FieldError[]): void {
  const seen = new Set<string>();
  for (const [index, { key = '', value = '', effect, timeAdded }] of (taints ?? []).entries()) {
    const at = `${field}[${index}]`;
    pushInvalid(errors, `${at}.key`, key, isQualifiedName(key));
    pushInvalid(errors, `${at}.value`, value, isLabelValue(value));
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
