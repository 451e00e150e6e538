/** Source: k8s.io/kubernetes/pkg/apis/autoscaling/validation/validation.go ValidateHorizontalPodAutoscaler, 1.36. */
import { forbiddenField, invalid, jsonText, notSupported, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import { isDns1123Label, pathSegmentName } from '../../../api/names';
import { canonicalQuantity, parseQuantity } from '../../../api/quantity';
import { validateContainerResourceName } from '../../core/pods/validation/resources';
import { pushInvalid } from '../../validation/labels';
import type { HorizontalPodAutoscaler } from './types';

type Spec = NonNullable<HorizontalPodAutoscaler['spec']>;
type Metric = NonNullable<Spec['metrics']>[number];
type Target = NonNullable<Metric['resource']>['target'];
type Rules = NonNullable<NonNullable<Spec['behavior']>['scaleUp']>;
interface Reference {
  readonly kind?: string;
  readonly name?: string;
  readonly apiVersion?: string;
}

const SOURCES = {
  ContainerResource: 'containerResource',
  External: 'external',
  Object: 'object',
  Pods: 'pods',
  Resource: 'resource',
} as const;
/** In which upstream looks for them. */
const IN_ORDER = ['object', 'external', 'pods', 'resource', 'containerResource'] as const;
const MISSING = {
  pods: 'must specify a positive target averageValue',
  object: 'must set either a target value or averageValue',
  external: 'must set either a target value for metric or a per-pod target',
} as const;
const MAX_WINDOW_SECONDS = 3600;
const MAX_PERIOD_SECONDS = 1800;

export function validateAutoscaler(object: AnyObject): FieldError[] {
  const spec = ((object as unknown as HorizontalPodAutoscaler).spec ?? {}) as Spec;
  const errors: FieldError[] = [];
  const { minReplicas, maxReplicas = 0, metrics = [] } = spec;
  if (minReplicas !== undefined && minReplicas < 1) {
    errors.push(invalid('spec.minReplicas', minReplicas, 'must be greater than or equal to 1'));
  }
  if (maxReplicas === 0) {
    errors.push(required('spec.maxReplicas', 'must be set and greater than 0'));
  } else if (maxReplicas < 1) {
    errors.push(invalid('spec.maxReplicas', maxReplicas, 'must be greater than or equal to 1'));
  }
  if (minReplicas !== undefined && maxReplicas < minReplicas) {
    errors.push(invalid('spec.maxReplicas', maxReplicas, 'must be greater than or equal to `minReplicas`'));
  }
  validateReference(spec.scaleTargetRef ?? {}, 'spec.scaleTargetRef', errors);
  if (!hasGroup(spec.scaleTargetRef?.apiVersion ?? '')) {
    errors.push(invalid('spec.scaleTargetRef.apiVersion', spec.scaleTargetRef?.apiVersion ?? '', 'apiVersion must specify API group'));
  }
  for (const [index, metric] of metrics.entries()) validateMetric(metric, `spec.metrics[${index}]`, errors);
  if (minReplicas === 0 && !metrics.some(({ type }) => type === 'Object' || type === 'External')) {
    const why = 'must specify at least one Object or External metric to support scaling to zero replicas';
    errors.push(forbiddenField('spec.metrics', why));
  }
  for (const direction of ['scaleUp', 'scaleDown'] as const) {
    const rules = spec.behavior?.[direction];
    if (rules) validateRules(rules, `spec.behavior.${direction}`, errors);
  }
  return errors;
}

function validateReference({ kind = '', name = '', apiVersion = '' }: Reference, field: string, errors: FieldError[]): void {
  for (const [part, value] of [
    ['kind', kind],
    ['name', name],
  ] as const) {
    if (value === '') {
      errors.push(required(`${field}.${part}`));
    } else {
      pushInvalid(errors, `${field}.${part}`, value, pathSegmentName(value, false));
    }
  }
  if (apiVersion.split('/').length > 2) {
    errors.push(invalid(`${field}.apiVersion`, apiVersion, `unexpected GroupVersion string: ${apiVersion}`));
  }
}

/** What is no version at all is told elsewhere. */
function hasGroup(apiVersion: string): boolean {
  const parts = apiVersion.split('/');
  return parts.length > 2 || (parts.length === 2 && parts[0] !== '');
}

/** Upstream looks at what is there, whatever the type, and only at the first of it. */
function validateMetric(metric: Metric, at: string, errors: FieldError[]): void {
  const type: string = metric.type ?? '';
  const expected = SOURCES[type as keyof typeof SOURCES] as keyof Metric | undefined;
  const unsupported = notSupported(`${at}.type`, type, Object.keys(SOURCES));
  if (type === '') errors.push(required(`${at}.type`, 'must specify a metric source type'));
  if (!expected) errors.push(unsupported);
  const present = IN_ORDER.filter((source) => metric[source]);
  if (present[0]) validateSource(metric, present[0], `${at}.${present[0]}`, errors);
  if (!expected) errors.push(unsupported);
  else if (!metric[expected]) errors.push(required(`${at}.${expected}`, 'must populate information for the given metric source'));
  if (present.length === 1) return;
  for (const source of present) {
    if (source !== expected) errors.push(forbiddenField(`${at}.${source}`, 'must populate the given metric source only'));
  }
}

function validateSource(metric: Metric, source: (typeof IN_ORDER)[number], at: string, errors: FieldError[]): void {
  if (source === 'resource' || source === 'containerResource') {
    const resource = metric[source];
    if (!resource?.name) errors.push(required(`${at}.name`, 'must specify a resource name'));
    if (source === 'containerResource') validateContainer(metric.containerResource ?? {}, at, errors);
    validateTarget(resource?.target, `${at}.target`, errors);
    validateResourceTarget(resource?.target, `${at}.target`, errors);
    return;
  }
  if (source === 'object') {
    validateReference(metric.object?.describedObject ?? {}, `${at}.describedObject`, errors);
  }
  const name = metric[source]?.metric?.name;
  if (!name) errors.push(required(`${at}.metric.name`, 'must specify a metric name'));
  else pushInvalid(errors, `${at}.metric.name`, name, pathSegmentName(name, false));
  const target = metric[source]?.target;
  validateTarget(target, `${at}.target`, errors);
  const { value, averageValue } = target ?? {};
  if (averageValue === undefined && (source === 'pods' || value === undefined)) {
    errors.push(required(`${at}.target.averageValue`, MISSING[source]));
  } else if (source === 'external' && value !== undefined && averageValue !== undefined) {
    errors.push(forbiddenField(`${at}.target.value`, 'may not set both a target value for metric and a per-pod target'));
  }
}

function validateContainer(
  { name, container }: { readonly name?: string; readonly container?: string },
  at: string,
  errors: FieldError[],
): void {
  if (name) validateContainerResourceName(name, `${at}.name`, errors);
  if (!container) errors.push(required(`${at}.container`, 'must specify a container'));
  else pushInvalid(errors, `${at}.container`, container, isDns1123Label(container));
}

function validateTarget(target: Target | undefined, at: string, errors: FieldError[]): void {
  const type: string = target?.type ?? '';
  if (type === '') errors.push(required(`${at}.type`, 'must specify a metric target type'));
  if (type !== 'Utilization' && type !== 'Value' && type !== 'AverageValue') {
    errors.push(invalid(`${at}.type`, jsonText(type), 'must be either Utilization, Value, or AverageValue'));
  }
  for (const field of ['value', 'averageValue'] as const) {
    const amount = target?.[field];
    if (amount !== undefined && (parseQuantity(amount)?.nano ?? 0n) <= 0n) {
      errors.push(invalid(`${at}.${field}`, canonicalQuantity(amount), 'must be positive'));
    }
  }
  if (target?.averageUtilization !== undefined && target.averageUtilization < 1) {
    errors.push(invalid(`${at}.averageUtilization`, target.averageUtilization, 'must be greater than 0'));
  }
}

function validateResourceTarget(target: Target | undefined, at: string, errors: FieldError[]): void {
  if (target?.averageUtilization === undefined && target?.averageValue === undefined) {
    errors.push(required(`${at}.averageUtilization`, 'must set either a target raw value or a target utilization'));
  } else if (target.averageUtilization !== undefined && target.averageValue !== undefined) {
    errors.push(forbiddenField(`${at}.averageValue`, 'may not set both a target raw value and a target utilization'));
  }
}

function validateRules({ stabilizationWindowSeconds, selectPolicy, policies, tolerance }: Rules, at: string, errors: FieldError[]): void {
  if (stabilizationWindowSeconds !== undefined && stabilizationWindowSeconds < 0) {
    errors.push(invalid(`${at}.stabilizationWindowSeconds`, stabilizationWindowSeconds, 'must be greater than or equal to zero'));
  }
  if (stabilizationWindowSeconds !== undefined && stabilizationWindowSeconds > MAX_WINDOW_SECONDS) {
    errors.push(
      invalid(`${at}.stabilizationWindowSeconds`, stabilizationWindowSeconds, `must be less than or equal to ${MAX_WINDOW_SECONDS}`),
    );
  }
  if (selectPolicy !== undefined && !['Disabled', 'Max', 'Min'].includes(selectPolicy)) {
    errors.push(notSupported(`${at}.selectPolicy`, selectPolicy, ['Disabled', 'Max', 'Min']));
  }
  if (!policies?.length) {
    errors.push(required(`${at}.policies`, 'must specify at least one Policy'));
  }
  for (const [index, { type, value, periodSeconds }] of (policies ?? []).entries()) {
    const field = `${at}.policies[${index}]`;
    if (type !== 'Pods' && type !== 'Percent') {
      errors.push(notSupported(`${field}.type`, type ?? '', ['Percent', 'Pods']));
    }
    if (!(value > 0)) {
      errors.push(invalid(`${field}.value`, value ?? 0, 'must be greater than zero'));
    }
    if (!(periodSeconds > 0)) {
      errors.push(invalid(`${field}.periodSeconds`, periodSeconds ?? 0, 'must be greater than zero'));
    } else if (periodSeconds > MAX_PERIOD_SECONDS) {
      errors.push(invalid(`${field}.periodSeconds`, periodSeconds, `must be less than or equal to ${MAX_PERIOD_SECONDS}`));
    }
  }
  if (tolerance !== undefined && (parseQuantity(tolerance)?.nano ?? 0n) < 0n) {
    errors.push(invalid(`${at}.tolerance`, canonicalQuantity(tolerance), 'must be greater than or equal to 0'));
  }
}
