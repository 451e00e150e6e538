/** What autoscaling/v1 has no fields for, as annotations (source: pkg/apis/autoscaling/v1/conversion.go, 1.36). */
import { internalForm } from '../../schema/internal-form';

const PREFIX = 'autoscaling.alpha.kubernetes.io/';
export const METRICS = `${PREFIX}metrics`;
const [BEHAVIOR, CONDITIONS, CURRENT] = [`${PREFIX}behavior`, `${PREFIX}conditions`, `${PREFIX}current-metrics`] as const;

type Members = Readonly<Record<string, unknown>>;
type Annotations = Readonly<Record<string, string>>;
type Current = Members & { readonly metric?: Members; readonly current?: Members; readonly describedObject?: unknown };

interface Beside {
  readonly behavior?: object | undefined;
  readonly conditions?: readonly object[] | null | undefined;
  /** As v2 has them. */
  readonly currentMetrics?: readonly object[] | null | undefined;
}

export function annotationsOf({ behavior, conditions, currentMetrics }: Beside): Annotations {
  return {
    ...(behavior ? { [BEHAVIOR]: JSON.stringify(internalForm(behavior, 'HorizontalPodAutoscalerBehavior')) } : {}),
    ...(conditions?.length ? { [CONDITIONS]: JSON.stringify(conditions.map(conditionForm)) } : {}),
    ...(currentMetrics?.length ? { [CURRENT]: JSON.stringify(currentMetrics.map((metric) => currentForm(metric as Members))) } : {}),
  };
}

/** Annotations that cannot be read say nothing. */
export function fromAnnotations(annotations: Annotations): Beside {
  const behavior = parsed(annotations[BEHAVIOR]);
  const [conditions, current] = [parsed(annotations[CONDITIONS]), parsed(annotations[CURRENT])];
  return {
    ...(behavior && !Array.isArray(behavior) ? { behavior: wireForm(behavior) as object } : {}),
    ...(Array.isArray(conditions) ? { conditions: conditions as object[] } : {}),
    ...(Array.isArray(current) ? { currentMetrics: current.map((metric) => storedForm(metric as Members)) } : {}),
  };
}

export function withoutAnnotations({
  [BEHAVIOR]: _behavior,
  [CONDITIONS]: _conditions,
  [CURRENT]: _current,
  ...others
}: Annotations): Annotations {
  return others;
}

function parsed(text: string | undefined): object | undefined {
  try {
    const value = JSON.parse(text ?? 'null') as unknown;
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function conditionForm(condition: object): object {
  const { type, status, lastTransitionTime = null, reason, message } = condition as Members;
  return { type, status, lastTransitionTime, ...(reason ? { reason } : {}), ...(message ? { message } : {}) };
}

/** Each source is under the name of its type in lower camel case. */
function sourceOf({ type }: Members): string {
  const text = String(type ?? '');
  return `${text[0]?.toLowerCase() ?? ''}${text.slice(1)}`;
}

function currentForm(metric: Members): object {
  const name = sourceOf(metric);
  const { metric: identifier, current = {}, describedObject, name: resource, container } = (metric[name] ?? {}) as Current;
  const { averageUtilization, averageValue, value = '0' } = current;
  const { name: metricName, selector } = identifier ?? {};
  const usage = {
    name: resource,
    ...(averageUtilization === undefined ? {} : { currentAverageUtilization: averageUtilization }),
    currentAverageValue: averageValue ?? '0',
  };
  const forms: Readonly<Record<string, object>> = {
    resource: usage,
    containerResource: { ...usage, container },
    pods: { metricName, currentAverageValue: averageValue ?? '0', ...(selector ? { selector } : {}) },
    object: {
      target: describedObject,
      metricName,
      currentValue: value,
      ...(selector ? { selector } : {}),
      ...(averageValue === undefined ? {} : { averageValue }),
    },
    external: {
      metricName,
      ...(selector ? { metricSelector: selector } : {}),
      currentValue: value,
      ...(averageValue === undefined ? {} : { currentAverageValue: averageValue }),
    },
  };
  return { type: metric.type, ...(metric[name] && forms[name] ? { [name]: forms[name] } : {}) };
}

function storedForm(metric: Members): object {
  const name = sourceOf(metric);
  if (!metric[name]) return { type: metric.type };
  const { metricName, metricSelector, selector = metricSelector, target, currentValue, averageValue, ...rest } = metric[name] as Members;
  const { currentAverageValue = averageValue, currentAverageUtilization: averageUtilization, ...others } = rest;
  const current = {
    ...(currentValue === undefined ? {} : { value: currentValue }),
    ...(currentAverageValue === undefined ? {} : { averageValue: currentAverageValue }),
    ...(averageUtilization === undefined ? {} : { averageUtilization }),
  };
  const identifier = metricName === undefined ? {} : { metric: { name: metricName, ...(selector ? { selector } : {}) } };
  return { type: metric.type, [name]: { ...others, ...identifier, current, ...(target ? { describedObject: target } : {}) } };
}

/** Members with a small letter at their start, without nulls. */
function wireForm(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(wireForm);
  if (typeof value !== 'object' || value === null) return value;
  const given = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(given.map(([name, member]) => [`${name[0]?.toLowerCase() ?? ''}${name.slice(1)}`, wireForm(member)]));
}
