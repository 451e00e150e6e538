/** Whole Pods (source: k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidatePod*, 1.36). */
import { forbiddenField, invalid, required } from '../../../../api/field-error';
import type { FieldError } from '../../../../api/field-error';
import type { AnyObject } from '../../../../api/meta';
import { deepEqual } from '../../../../lib/equal';
import { diffOf, internalPodSpec } from '../../../schema/internal-form';
import type { StrategyContext } from '../../../definition';
import { MIRROR } from '../mirror';
import type { Pod } from '../types';
import { validateAnnotationsUpdate, validateProfilesAgree, validateTemplateAnnotations } from './annotations';
import { validateImage } from './containers';
import { validateEphemeralContainersChange } from './ephemeral-containers';
import { nodeSelectionRestored, validateNodeSelection } from './gated';
import { validatePodResize } from './resize';
import { validatePodSpec } from './pod-spec';
import type { PodSpec } from './pod-spec';
import { validateTolerations } from './tolerations';

const MAX_INT32 = 2_147_483_647;
const SPEC_CHANGE =
  'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';

export function validatePod(object: AnyObject): FieldError[] {
  const { metadata, spec = { containers: [] } } = object as unknown as Pod;
  const errors = validateWhole(object);
  if (spec.ephemeralContainers?.length) errors.push(forbiddenField('spec.ephemeralContainers', 'cannot be set on create'));
  if (spec.nodeName && spec.schedulingGates?.length) {
    errors.push(forbiddenField('spec.nodeName', 'cannot be set until all schedulingGates have been cleared'));
  }
  validateProfilesAgree(metadata.annotations, spec as PodSpec, 'spec', errors);
  return errors;
}

/** After creation only images, tolerations (more of them), deadlines (earlier ones) and gates (fewer) can change. */
export function validatePodUpdate(
  object: AnyObject,
  before: AnyObject,
  { subresource }: Pick<StrategyContext, 'subresource'>,
): FieldError[] {
  const errors = validateWhole(object);
  if (subresource === 'resize') return validatePodResize(object as unknown as Pod, before as unknown as Pod, errors);
  const after = (object as unknown as Pod).spec as PodSpec;
  const stored = (before as unknown as Pod).spec as PodSpec;
  updateAnnotations(object, before, errors);
  if (subresource !== 'ephemeralcontainers') return [...errors, ...validateSpecUpdate(after, stored)];
  if (before.metadata?.annotations?.[MIRROR] !== undefined) {
    return [forbiddenField('[]', 'static pods do not support ephemeral containers')];
  }
  return [...errors, ...validateEphemeralContainersChange(after, stored)];
}

/** Annotations are checked whenever something changes, also by a write of the status. */
export function updateAnnotations(object: AnyObject, before: AnyObject, errors: FieldError[]): void {
  const annotations = object.metadata?.annotations;
  validateAnnotationsUpdate(annotations, before.metadata?.annotations, 'metadata.annotations', errors);
  validateTemplateAnnotations(annotations, (object as unknown as Pod).spec as PodSpec, 'metadata.annotations', errors);
}

/** What holds on creation and after every update. */
function validateWhole(object: AnyObject): FieldError[] {
  const { metadata, spec } = object as unknown as Pod;
  const errors: FieldError[] = [];
  validateTemplateAnnotations(metadata.annotations, spec as PodSpec | undefined, 'metadata.annotations', errors);
  validatePodSpec(spec as PodSpec | undefined, 'spec', errors, metadata);
  for (const [index, { projected }] of (spec?.serviceAccountName ? [] : (spec?.volumes ?? [])).entries()) {
    for (const [position, source] of (projected?.sources ?? []).entries()) {
      if (!source.serviceAccountToken) continue;
      const field = `spec.volumes[${index}].projected.sources[${position}].serviceAccountToken`;
      errors.push(forbiddenField(field, 'must not be specified when serviceAccountName is not set'));
    }
  }
  for (const list of ['containers', 'initContainers'] as const) {
    for (const [index, container] of (spec?.[list] ?? []).entries()) validateImage(container, `spec.${list}[${index}]`, errors);
  }
  return errors;
}

function validateSpecUpdate(after: PodSpec, stored: PodSpec): FieldError[] {
  const errors: FieldError[] = [];
  for (const list of ['containers', 'initContainers'] as const) {
    if ((after[list]?.length ?? 0) !== (stored[list]?.length ?? 0)) {
      return [...errors, forbiddenField(`spec.${list}`, 'pod updates may not add or remove containers')];
    }
    for (const [index, container] of (after[list] ?? []).entries()) {
      if (!container.image) errors.push(required(`spec.${list}[${index}].image`));
      validateImage(container, `spec.${list}[${index}]`, errors);
    }
  }
  if (!validateDeadline(after, stored, errors)) return errors;
  validateTolerationsUpdate(after, stored, errors);
  validateGates(after, stored, errors);
  if (deepEqual(after, stored)) return errors;
  const munged = mutableRemoved(after, stored);
  const gated = (stored.schedulingGates?.length ?? 0) > 0;
  if (gated) validateNodeSelection(munged, stored, errors);
  const compared = gated ? nodeSelectionRestored(munged, stored) : munged;
  if (!deepEqual(compared, stored)) {
    errors.push(forbiddenField('spec', `${SPEC_CHANGE}\n${diffOf(internalPodSpec(stored), internalPodSpec(compared))}`));
  }
  return errors;
}

/** False where upstream looks no further. */
function validateDeadline(after: PodSpec, stored: PodSpec, errors: FieldError[]): boolean {
  const field = 'spec.activeDeadlineSeconds';
  const now = after.activeDeadlineSeconds;
  const was = stored.activeDeadlineSeconds;
  if (now === undefined) {
    if (was !== undefined) errors.push(invalid(field, null, 'must not update from a positive integer to nil value'));
    return true;
  }
  const isOutside = now < 0 || now > MAX_INT32;
  if (isOutside) errors.push(invalid(field, now, `must be between 0 and ${MAX_INT32}, inclusive`));
  else if (was !== undefined && now > was) errors.push(invalid(field, now, 'must be less than or equal to previous value'));
  else return true;
  return false;
}

function validateTolerationsUpdate(after: PodSpec, stored: PodSpec, errors: FieldError[]): void {
  const timeless = (toleration: object): object => ({ ...toleration, tolerationSeconds: 0 });
  const kept = (stored.tolerations ?? []).every((toleration) =>
    after.tolerations?.some((candidate) => deepEqual(timeless(candidate), timeless(toleration))),
  );
  if (kept) validateTolerations(after.tolerations, 'spec.tolerations', errors);
  else errors.push(forbiddenField('spec.tolerations', 'existing toleration can not be modified except its tolerationSeconds'));
}

function validateGates(after: PodSpec, stored: PodSpec, errors: FieldError[]): void {
  const known = new Set((stored.schedulingGates ?? []).map(({ name }) => name));
  const added = new Map((after.schedulingGates ?? []).map(({ name }, index) => [name, index]));
  for (const [name, index] of added) {
    if (known.has(name)) continue;
    errors.push(forbiddenField(`spec.schedulingGates[${index}].name`, `only deletion is allowed, but found new scheduling gate '${name}'`));
  }
}

/** `after` with every field that may always change set back to what is stored. */
function mutableRemoved(after: PodSpec, stored: PodSpec): PodSpec {
  const images = (list: PodSpec['initContainers'], old: PodSpec['initContainers']) =>
    list?.map((container, index) => ({ ...container, image: old?.[index]?.image }));
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
    ...(wasNegative ? ['terminationGracePeriodSeconds'] : []),
  ]) {
    const value = (stored as unknown as Record<string, unknown>)[field];
    if (value === undefined) delete restored[field];
    else restored[field] = value;
  }
  return restored as unknown as PodSpec;
}
