/** Source: k8s.io/kubernetes/pkg/apis/apps/validation/validation.go ValidateDeployment, 1.36. */
import { forbiddenField, invalid, notSupported } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { LabelSelector } from '../../../api/labels';
import type { AnyObject } from '../../../api/meta';
import { deepEqual } from '../../../lib/equal';
import { selectorForm } from '../../validation/labels';
import { checkCounts } from '../../validation/status-counts';
import { IMMUTABLE, validateNonNegative } from '../../validation/values';
import {
  plainValue,
  rollingForm,
  validateAtMostHundred,
  validateIntOrPercent,
  validateLongRunningTemplate,
  validateSelector,
  validateTemplateLabels,
} from '../../validation/workloads';
import type { Template } from '../../validation/workloads';
import { ROLLBACK_TO } from '../integer-annotations';
import type { Deployment } from './types';

type Spec = NonNullable<Deployment['spec']>;

export function validateDeployment(object: AnyObject): FieldError[] {
  const spec = ((object as unknown as Deployment).spec ?? {}) as Spec;
  const errors: FieldError[] = [];
  const selector = spec.selector as LabelSelector | undefined;
  validateNonNegative(spec.replicas, 'spec.replicas', errors);
  if (validateSelector(selector, 'empty selector is invalid for deployment', 'invalid label selector', errors)) {
    validateTemplateLabels(selector, spec.template as Template, errors);
    validateLongRunningTemplate(spec.template as Template, 'ReplicaSet', errors);
  }
  validateStrategy(spec.strategy, errors);
  validateNonNegative(spec.minReadySeconds, 'spec.minReadySeconds', errors);
  validateNonNegative(spec.revisionHistoryLimit, 'spec.revisionHistoryLimit', errors);
  const rollbackTo = object.metadata?.annotations?.[ROLLBACK_TO];
  if (rollbackTo) validateNonNegative(Number(rollbackTo), 'spec.rollback.version', errors);
  validateNonNegative(spec.progressDeadlineSeconds, 'spec.progressDeadlineSeconds', errors);
  if (spec.progressDeadlineSeconds !== undefined && spec.progressDeadlineSeconds <= (spec.minReadySeconds ?? 0)) {
    errors.push(invalid('spec.progressDeadlineSeconds', spec.progressDeadlineSeconds, 'must be greater than minReadySeconds'));
  }
  return errors;
}

export function validateDeploymentUpdate(object: AnyObject, before: AnyObject): FieldError[] {
  const errors = validateDeployment(object);
  const selector = (object as unknown as Deployment).spec?.selector;
  if (!deepEqual(selector, (before as unknown as Deployment).spec?.selector)) {
    errors.push(invalid('spec.selector', selectorForm(selector as LabelSelector | undefined), IMMUTABLE));
  }
  return errors;
}

export const validateDeploymentStatus = checkCounts({
  notNegative: [
    'observedGeneration',
    'replicas',
    'updatedReplicas',
    'readyReplicas',
    'availableReplicas',
    'unavailableReplicas',
    'terminatingReplicas',
    'collisionCount',
  ],
  atMost: [
    ['updatedReplicas', 'replicas', 'status.replicas'],
    ['readyReplicas', 'replicas', 'status.replicas'],
    ['availableReplicas', 'replicas', 'status.replicas'],
    ['availableReplicas', 'readyReplicas', 'readyReplicas'],
  ],
  growing: ['collisionCount'],
});

function validateStrategy(strategy: Spec['strategy'], errors: FieldError[]): void {
  const type: string = strategy?.type ?? '';
  const rolling = strategy?.rollingUpdate;
  if (type === 'Recreate') {
    if (rolling) {
      errors.push(forbiddenField('spec.strategy.rollingUpdate', "may not be specified when strategy `type` is 'Recreate'"));
    }
  } else if (type === 'RollingUpdate') {
    validateRolling(rolling, errors);
  } else if (type !== '') {
    errors.push(notSupported('spec.strategy', { Type: type, RollingUpdate: rollingForm(rolling) }, ['Recreate', 'RollingUpdate']));
  }
}

function validateRolling(rolling: NonNullable<Spec['strategy']>['rollingUpdate'], errors: FieldError[]): void {
  const { maxUnavailable, maxSurge } = rolling ?? {};
  validateIntOrPercent(maxUnavailable, 'spec.strategy.rollingUpdate.maxUnavailable', errors);
  validateIntOrPercent(maxSurge, 'spec.strategy.rollingUpdate.maxSurge', errors);
  if (plainValue(maxUnavailable) === 0 && plainValue(maxSurge) === 0) {
    errors.push(invalid('spec.strategy.rollingUpdate.maxUnavailable', maxUnavailable, 'may not be 0 when `maxSurge` is 0'));
  }
  validateAtMostHundred(maxUnavailable, 'spec.strategy.rollingUpdate.maxUnavailable', errors);
}
