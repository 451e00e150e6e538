/** Source: k8s.io/kubernetes/pkg/apis/apps/validation/validation.go ValidateStatefulSet, 1.36. */
import { forbiddenField, invalid, jsonText, notSupported, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { LabelSelector, LabelSet } from '../../../api/labels';
import type { AnyObject } from '../../../api/meta';
import { isDns1123Label } from '../../../api/names';
import { deepEqual } from '../../../lib/equal';
import { pushInvalid, validateAnnotations, validateLabels } from '../../validation/labels';
import { validateNonNegative } from '../../validation/values';
import { validateLongRunning, validateSelector, validateTemplateLabels } from '../../validation/workloads';
import type { Template } from '../../validation/workloads';
import { validateClaimSpec } from '../../core/persistentvolumeclaims/spec';
import type { PersistentVolumeClaim } from '../../core/persistentvolumeclaims/types';
import { validatePodTemplate } from '../../core/pods/validation/pod-spec';
import type { PodSpec } from '../../core/pods/validation/pod-spec';
import type { StatefulSet } from './types';

type Spec = NonNullable<StatefulSet['spec']>;
type ClaimSpec = NonNullable<PersistentVolumeClaim['spec']>;

const MUTABLE = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
] as const;
const SPEC_CHANGE =
  "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";

export function validateStatefulSet(object: AnyObject): FieldError[] {
  return validateAll(object, true);
}

/** The claims' specs and the service's name are looked at only once; later they cannot change. */
function validateAll(object: AnyObject, isNew: boolean): FieldError[] {
  const spec = ((object as unknown as StatefulSet).spec ?? {}) as Spec;
  const errors: FieldError[] = [];
  const selector = spec.selector as LabelSelector | undefined;
  const policy: string = spec.podManagementPolicy ?? '';
  if (policy !== '' && policy !== 'OrderedReady' && policy !== 'Parallel') {
    errors.push(invalid('spec.podManagementPolicy', jsonText(policy), "must be 'OrderedReady' or 'Parallel'"));
  }
  validateUpdateStrategy(spec.updateStrategy, errors);
  validateRetention(spec, errors);
  if (isNew) {
    for (const [index, claim] of (spec.volumeClaimTemplates ?? []).entries()) {
      validateClaimSpec((claim.spec ?? {}) as ClaimSpec, `spec.volumeClaimTemplates[${index}].spec`, errors);
    }
  }
  validateNonNegative(spec.replicas, 'spec.replicas', errors);
  validateNonNegative(spec.minReadySeconds, 'spec.minReadySeconds', errors);
  validateNonNegative(spec.ordinals?.start, 'spec.ordinals.start', errors);
  if (isNew && spec.serviceName) {
    pushInvalid(errors, 'spec.serviceName', spec.serviceName, isDns1123Label(spec.serviceName));
  }
  const isUsable = validateSelector(selector, 'empty selector is invalid for statefulset', '', errors);
  if (isUsable) validateTemplate(spec, selector, errors);
  validateLongRunning(spec.template as Template | undefined, 'StatefulSet', errors);
  return errors;
}

/** Labels and annotations of the template are told twice. */
function validateTemplate(spec: Spec, selector: LabelSelector | undefined, errors: FieldError[]): void {
  const template = spec.template as Template | undefined;
  validateTemplateLabels(selector, template, errors);
  validatePodTemplate(asPodsGetIt(spec), 'spec.template', errors);
  validateLabels(template?.metadata?.labels as LabelSet | undefined, 'spec.template.labels', errors);
  validateAnnotations(template?.metadata?.annotations as LabelSet | undefined, 'spec.template.annotations', errors);
}

export function validateStatefulSetUpdate(object: AnyObject, before: AnyObject): FieldError[] {
  const errors = validateAll(object, false);
  const after = { ...(object as unknown as StatefulSet).spec } as Record<string, unknown>;
  const stored = { ...(before as unknown as StatefulSet).spec } as Record<string, unknown>;
  for (const field of MUTABLE) {
    delete after[field];
    delete stored[field];
  }
  if (!deepEqual(after, stored)) {
    errors.push(forbiddenField('spec', SPEC_CHANGE));
  }
  return errors;
}

/** Every pod gets the claims as volumes, and a name of its own. */
function asPodsGetIt(spec: Spec): Template | undefined {
  const template = spec.template as Template | undefined;
  if (!template?.spec) return template;
  const claims = new Map((spec.volumeClaimTemplates ?? []).map(({ metadata }) => [metadata?.name ?? '', metadata?.name ?? '']));
  const { hostname: _hostname, subdomain: _subdomain, ...rest } = template.spec;
  const mounted = [...claims.keys()].map((name) => ({ name, persistentVolumeClaim: { claimName: name } }));
  const own = (rest.volumes ?? []).filter(({ name }) => !claims.has(name));
  return { ...template, spec: { ...rest, volumes: [...mounted, ...own] } as PodSpec };
}

function validateUpdateStrategy(strategy: Spec['updateStrategy'], errors: FieldError[]): void {
  const type: string = strategy?.type ?? '';
  const rolling = strategy?.rollingUpdate;
  if (type === '') {
    errors.push(required('spec.updateStrategy'));
  } else if (type === 'OnDelete') {
    if (rolling) {
      errors.push(invalid('spec.updateStrategy.rollingUpdate', rollingForm(rolling), "only allowed for updateStrategy 'RollingUpdate'"));
    }
  } else if (type === 'RollingUpdate') {
    validateNonNegative(rolling?.partition, 'spec.updateStrategy.rollingUpdate.partition', errors);
  } else {
    errors.push(
      invalid('spec.updateStrategy', { Type: type, RollingUpdate: rollingForm(rolling) }, "must be 'RollingUpdate' or 'OnDelete'"),
    );
  }
}

function rollingForm(rolling: NonNullable<Spec['updateStrategy']>['rollingUpdate']): object | null {
  return rolling ? { Partition: rolling.partition ?? 0, MaxUnavailable: rolling.maxUnavailable ?? null } : null;
}

function validateRetention(spec: Spec, errors: FieldError[]): void {
  for (const when of ['whenDeleted', 'whenScaled'] as const) {
    const policy: string = spec.persistentVolumeClaimRetentionPolicy?.[when] ?? 'Retain';
    if (policy !== 'Retain' && policy !== 'Delete') {
      errors.push(notSupported(`spec.persistentVolumeClaimRetentionPolicy.${when}`, policy, ['Retain', 'Delete']));
    }
  }
}
