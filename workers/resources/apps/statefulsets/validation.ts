/** Source: k8s.io/kubernetes/pkg/apis/apps/validation/validation.go ValidateStatefulSet, 1.36. */
import { forbiddenField, invalid, notSupported, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { LabelSelector } from '../../../api/labels';
import type { AnyObject } from '../../../api/meta';
import { isDns1123Label } from '../../../api/names';
import { deepEqual } from '../../../lib/equal';
import { pushInvalid } from '../../validation/labels';
import { validateNonNegative } from '../../validation/values';
import { validateLongRunning, validateSelector, validateTemplateLabels } from '../../validation/workloads';
import type { Template } from '../../validation/workloads';
import { validatePodTemplate } from '../../core/pods/validation/pod-spec';
import type { StatefulSet } from './types';

type Spec = NonNullable<StatefulSet['spec']>;

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
  const spec = ((object as unknown as StatefulSet).spec ?? {}) as Spec;
  const errors: FieldError[] = [];
  const selector = spec.selector as LabelSelector | undefined;
  const policy: string = spec.podManagementPolicy ?? '';
  if (policy !== '' && policy !== 'OrderedReady' && policy !== 'Parallel') {
    errors.push(invalid('spec.podManagementPolicy', policy, "must be 'OrderedReady' or 'Parallel'"));
  }
  validateUpdateStrategy(spec.updateStrategy, errors);
  validateRetention(spec, errors);
  validateNonNegative(spec.replicas, 'spec.replicas', errors);
  validateNonNegative(spec.minReadySeconds, 'spec.minReadySeconds', errors);
  validateNonNegative(spec.ordinals?.start, 'spec.ordinals.start', errors);
  validateSelector(selector, 'empty selector is invalid for statefulset', errors);
  validateTemplateLabels(selector, spec.template as Template | undefined, errors);
  validatePodTemplate(withClaims(spec), 'spec.template', errors);
  validateLongRunning(spec.template as Template | undefined, 'StatefulSet', errors);
  if (spec.serviceName) {
    pushInvalid(errors, 'spec.serviceName', spec.serviceName, isDns1123Label(spec.serviceName));
  }
  return errors;
}

export function validateStatefulSetUpdate(object: AnyObject, before: AnyObject): FieldError[] {
  const errors = validateStatefulSet(object);
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

/** Mounts may name the claims that every pod gets. */
function withClaims(spec: Spec): Template | undefined {
  const template = spec.template as Template | undefined;
  const claims = (spec.volumeClaimTemplates ?? []).map(({ metadata }) => ({
    name: metadata?.name ?? '',
    persistentVolumeClaim: { claimName: metadata?.name ?? '' },
  }));
  if (claims.length === 0 || !template?.spec) {
    return template;
  }
  const own = (template.spec.volumes ?? []).filter(({ name }) => !claims.some((claim) => claim.name === name));
  return { ...template, spec: { ...template.spec, volumes: [...claims, ...own] } };
}

function validateUpdateStrategy(strategy: Spec['updateStrategy'], errors: FieldError[]): void {
  const type: string = strategy?.type ?? '';
  const rolling = strategy?.rollingUpdate;
  if (type === '') {
    errors.push(required('spec.updateStrategy'));
  } else if (type === 'OnDelete') {
    if (rolling) {
      errors.push(invalid('spec.updateStrategy.rollingUpdate', rolling, "only allowed for updateStrategy 'RollingUpdate'"));
    }
  } else if (type === 'RollingUpdate') {
    validateNonNegative(rolling?.partition, 'spec.updateStrategy.rollingUpdate.partition', errors);
  } else {
    errors.push(invalid('spec.updateStrategy', { Type: type, RollingUpdate: rolling ?? null }, "must be 'RollingUpdate' or 'OnDelete'"));
  }
}

function validateRetention(spec: Spec, errors: FieldError[]): void {
  for (const when of ['whenDeleted', 'whenScaled'] as const) {
    const policy: string = spec.persistentVolumeClaimRetentionPolicy?.[when] ?? 'Retain';
    if (policy !== 'Retain' && policy !== 'Delete') {
      errors.push(notSupported(`spec.persistentVolumeClaimRetentionPolicy.${when}`, policy, ['Retain', 'Delete']));
    }
  }
}
