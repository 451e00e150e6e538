/** Source: k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidatePodResize, 1.36. */
import { forbiddenField, invalid } from '../../../../api/field-error';
import type { FieldError } from '../../../../api/field-error';
import { deepEqual } from '../../../../lib/equal';
import { MIRROR } from '../mirror';
import { computeQosClass } from '../qos';
import type { Pod } from '../types';
import type { Container } from './containers';
import type { PodSpec } from './pod-spec';

type Resources = Container['resources'];

const NO_PATH = '[]';
const MUTABLE = ['cpu', 'memory'];

/** What the change itself breaks; the pod's other checks come before, as `found`. */
export function validatePodResize(after: Pod, before: Pod, found: readonly FieldError[]): FieldError[] {
  const stored = before.spec as PodSpec;
  const spec = after.spec as PodSpec;
  if (before.metadata.annotations?.[MIRROR] !== undefined) return [forbiddenField(NO_PATH, 'static pods cannot be resized')];
  if (stored.os?.name === 'windows') return [forbiddenField(NO_PATH, 'windows pods cannot be resized')];
  const errors: FieldError[] = [...found];
  const was = before.status?.qosClass ?? computeQosClass(stored);
  if (computeQosClass(spec) !== was)
    errors.push(invalid('spec', after.status?.qosClass ?? '', 'Pod QOS Class may not change as a result of resizing'));
  if (!knowsResizes(before)) errors.push(forbiddenField('spec', 'Pod running on node without support for resize'));
  validatePodLevel(spec, stored, errors);
  if (!validateSameContainers(spec, stored, errors)) return errors;
  for (const list of ['initContainers', 'containers'] as const) {
    for (const [index, old] of (stored[list] ?? []).entries()) {
      validateRemoval(spec[list]?.[index]?.resources, old.resources, `spec.${list}[${index}].resources`, 'resource', errors);
    }
  }
  validateContainers(spec, stored, errors);
  return errors;
}

/** Kubelets that do tell what running containers have. */
function knowsResizes({ status }: Pod): boolean {
  const statuses = (status?.containerStatuses ?? []) as readonly {
    readonly state?: { readonly running?: object };
    readonly resources?: object;
  }[];
  const running = statuses.find(({ state }) => state?.running !== undefined);
  return running === undefined || running.resources !== undefined;
}

function validatePodLevel(spec: PodSpec, stored: PodSpec, errors: FieldError[]): void {
  if (stored.resources && !spec.resources) {
    errors.push(forbiddenField('spec.resources', 'pod-level resources cannot be removed'));
    return;
  }
  validateRemoval(spec.resources, stored.resources, 'spec.resources', 'pod-level resource', errors);
  const old = { resources: stored.resources ?? {} };
  if (!deepEqual(withOldAmounts({ resources: spec.resources ?? {} }, old), old)) {
    errors.push(forbiddenField('spec', 'only cpu and memory resources are mutable at pod-level'));
  }
}

/** None comes or goes, and all keep their places. */
function validateSameContainers(spec: PodSpec, stored: PodSpec, errors: FieldError[]): boolean {
  const known = errors.length;
  for (const list of ['containers', 'initContainers'] as const) {
    const now = spec[list] ?? [];
    const old = stored[list] ?? [];
    if (now.length !== old.length) errors.push(forbiddenField(`spec.${list}`, `${list} may not be added or removed on resize`));
    else {
      for (const [index, { name }] of now.entries()) {
        if (name === old[index]?.name) continue;
        errors.push(forbiddenField(`spec.${list}[${index}].name`, `${list} may not be renamed or reordered on resize`));
      }
    }
  }
  return errors.length === known;
}

function validateRemoval(now: Resources, old: Resources, field: string, what: string, errors: FieldError[]): void {
  for (const half of ['requests', 'limits'] as const) {
    const gone = Object.keys(old?.[half] ?? {}).some((name) => now?.[half]?.[name] === undefined);
    if (gone) errors.push(forbiddenField(`${field}.${half}`, `${what} ${half} cannot be removed`));
  }
}

/** Only CPU and memory of what runs beside the others can change. */
function validateContainers(spec: PodSpec, stored: PodSpec, errors: FieldError[]): void {
  for (const [index, container] of (spec.containers ?? []).entries()) {
    const old = stored.containers[index] as Container;
    if (!deepEqual(withOldAmounts(container, old), old)) errors.push(forbiddenField('spec', 'only cpu and memory resources are mutable'));
  }
  for (const [index, container] of (spec.initContainers ?? []).entries()) {
    const old = stored.initContainers?.[index] as Container;
    if (deepEqual(withOldAmounts(container, old), old)) continue;
    errors.push(
      forbiddenField(`spec.initContainers[${index}]`, 'only cpu and memory resources for init or sidecar containers are mutable'),
    );
  }
}

function withOldAmounts<Holder extends { readonly resources?: Resources }>(container: Holder, old: Holder): Holder {
  const resources: Record<string, Record<string, unknown>> = {};
  for (const half of ['limits', 'requests'] as const) {
    const before = (old.resources?.[half] ?? {}) as Record<string, unknown>;
    const amounts = { ...(container.resources?.[half] as Record<string, unknown> | undefined) };
    for (const name of MUTABLE) {
      delete amounts[name];
      if (before[name] !== undefined) amounts[name] = before[name];
    }
    if (old.resources?.[half] || Object.keys(amounts).length > 0) resources[half] = amounts;
  }
  return { ...container, resources: resources as Resources };
}
