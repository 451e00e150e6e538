/** Whole Pods (source: k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidatePod*, 1.36). */
import { forbiddenField, invalid } from '../../../../api/field-error';
import type { FieldError } from '../../../../api/field-error';
import type { AnyObject } from '../../../../api/meta';
import { deepEqual } from '../../../../lib/equal';
import { diffOf, internalPodSpec } from '../../../schema/internal-form';
import type { StrategyContext } from '../../../definition';
import type { Pod } from '../types';
import { validateEphemeralContainersUpdate } from './ephemeral-containers';
import { validatePodResize } from './resize';
import { validatePodSpec } from './pod-spec';
import type { PodSpec } from './pod-spec';

const SPEC_CHANGE =
  'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';

export function validatePod(object: AnyObject): FieldError[] {
  const errors: FieldError[] = [];
  validatePodSpec((object as unknown as Pod).spec as PodSpec | undefined, 'spec', errors);
  return errors;
}

/** After creation only images, tolerations (more of them), deadlines (earlier ones) and gates (fewer) can change. */
export function validatePodUpdate(
  object: AnyObject,
  before: AnyObject,
  { subresource }: Pick<StrategyContext, 'subresource'>,
): FieldError[] {
  if (subresource === 'resize') return validatePodResize(object as unknown as Pod, before as unknown as Pod);
  const after = (object as unknown as Pod).spec as PodSpec;
  const stored = (before as unknown as Pod).spec as PodSpec;
  if (deepEqual(after, stored)) {
    return [];
  }
  if (subresource === 'ephemeralcontainers') return validateEphemeralContainersUpdate(after, stored);
  const errors: FieldError[] = [];
  validatePodSpec(after, 'spec', errors);
  for (const list of ['containers', 'initContainers'] as const) {
    if ((after[list]?.length ?? 0) !== (stored[list]?.length ?? 0)) {
      return [
        ...errors,
        forbiddenField(`spec.${list}`, `pod updates may not add or remove ${list === 'containers' ? 'containers' : 'init containers'}`),
      ];
    }
  }
  validateDeadline(after, stored, errors);
  validateGates(after, stored, errors);
  const tolerationsGrow = (stored.tolerations ?? []).every((toleration) =>
    after.tolerations?.some((candidate) => deepEqual({ ...candidate, tolerationSeconds: 0 }, { ...toleration, tolerationSeconds: 0 })),
  );
  if (!tolerationsGrow) {
    errors.push(forbiddenField('spec.tolerations', 'existing toleration can not be modified except its tolerationSeconds'));
  }
  const munged = mutableRemoved(after, stored);
  if (!deepEqual(munged, stored)) {
    errors.push(forbiddenField('spec', `${SPEC_CHANGE}\n${diffOf(internalPodSpec(stored), internalPodSpec(munged))}`));
  }
  return errors;
}

export function validatePodStatusUpdate(object: AnyObject, before: AnyObject): FieldError[] {
  const { status, spec } = object as unknown as Pod;
  const stored = before as unknown as Pod;
  const errors: FieldError[] = [];
  const nominated = status?.nominatedNodeName;
  if (nominated && !/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(nominated)) {
    errors.push(
      invalid(
        'status.nominatedNodeName',
        nominated,
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
      ),
    );
  }
  if (stored.spec?.restartPolicy === 'Always' || spec?.restartPolicy === 'Always') {
    return errors;
  }
  for (const [index, container] of (stored.status?.containerStatuses ?? []).entries()) {
    const now = status?.containerStatuses?.find(({ name }) => name === container.name);
    const stopped = container.state?.terminated && (stored.spec?.restartPolicy === 'Never' || container.state.terminated.exitCode === 0);
    if (stopped && now?.state && !now.state.terminated) {
      errors.push(forbiddenField(`status.containerStatuses[${index}].state`, 'may not be transitioned to non-terminated state'));
    }
  }
  return errors;
}

function validateDeadline(after: PodSpec, stored: PodSpec, errors: FieldError[]): void {
  const now = after.activeDeadlineSeconds;
  const was = stored.activeDeadlineSeconds;
  if (was === undefined || now === was) {
    return;
  }
  if (now === undefined) {
    errors.push(invalid('spec.activeDeadlineSeconds', null, 'must not update from a positive integer to nil value'));
  } else if (now > was) {
    errors.push(invalid('spec.activeDeadlineSeconds', now, `must be less than or equal to previous value`));
  }
}

function validateGates(after: PodSpec, stored: PodSpec, errors: FieldError[]): void {
  const known = new Set((stored.schedulingGates ?? []).map(({ name }) => name));
  for (const [index, { name }] of (after.schedulingGates ?? []).entries()) {
    if (!known.has(name)) {
      errors.push(
        forbiddenField(`spec.schedulingGates[${index}].name`, `only deletion is allowed, but found new scheduling gate '${name}'`),
      );
    }
  }
}

/** `after` with every field that may change set back to what is stored. */
function mutableRemoved(after: PodSpec, stored: PodSpec): PodSpec {
  const images = (list: PodSpec['initContainers'], old: PodSpec['initContainers']) =>
    list?.map((container, index) => ({ ...container, image: old?.[index]?.image }));
  const gated = (stored.schedulingGates?.length ?? 0) > 0;
  const wasNegative = (stored.terminationGracePeriodSeconds ?? 0) < 0 && after.terminationGracePeriodSeconds === 1;
  const restored: Record<string, unknown> = {
    ...after,
    containers: images(after.containers, stored.containers),
    ...(after.initContainers ? { initContainers: images(after.initContainers, stored.initContainers) } : {}),
  };
  for (const field of [
    'activeDeadlineSeconds',
    'tolerations',
    'schedulingGates',
    ...(gated ? ['nodeSelector', 'affinity'] : []),
    ...(wasNegative ? ['terminationGracePeriodSeconds'] : []),
  ]) {
    const value = (stored as unknown as Record<string, unknown>)[field];
    if (value === undefined) {
      delete restored[field];
    } else {
      restored[field] = value;
    }
  }
  return restored as unknown as PodSpec;
}
