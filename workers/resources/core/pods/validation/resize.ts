/** Source: k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidatePodResize, 1.36. */
import { forbiddenField, invalid } from '../../../../api/field-error';
import type { FieldError } from '../../../../api/field-error';
import { computeQosClass } from '../qos';
import type { Pod } from '../types';
import { validatePodSpec } from './pod-spec';
import type { PodSpec } from './pod-spec';

const MIRROR = 'kubernetes.io/config.mirror';
const NO_PATH = '[]';

export function validatePodResize(after: Pod, before: Pod): FieldError[] {
  if (before.metadata.annotations?.[MIRROR] !== undefined) return [forbiddenField(NO_PATH, 'static pods cannot be resized')];
  const stored = before.spec as PodSpec;
  const spec = after.spec as PodSpec;
  if (stored.os?.name === 'windows') return [forbiddenField(NO_PATH, 'windows pods cannot be resized')];
  const errors: FieldError[] = [];
  validatePodSpec(spec, 'spec', errors);
  const now = computeQosClass(spec);
  const was = before.status?.qosClass ?? computeQosClass(stored);
  if (now !== was) errors.push(invalid('spec', was, 'Pod QOS Class may not change as a result of resizing'));
  for (const list of ['containers', 'initContainers'] as const) {
    for (const [index, container] of (spec[list] ?? []).entries()) {
      const old = stored[list]?.[index]?.resources;
      for (const half of ['limits', 'requests'] as const) {
        const gone = Object.keys(old?.[half] ?? {}).some((name) => container.resources?.[half]?.[name] === undefined);
        if (gone) errors.push(forbiddenField(`spec.${list}[${index}].resources.${half}`, `resource ${half} cannot be removed`));
      }
    }
  }
  return errors;
}
