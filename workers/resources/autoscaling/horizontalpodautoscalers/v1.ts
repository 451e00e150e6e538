/**
 * autoscaling/v1: CPU's target and figure are fields of their own, what v1 has no fields for is in annotations
 * (source: pkg/apis/autoscaling/v1/conversion.go, 1.36).
 */
import type { AnyObject } from '../../../api/meta';
import { define } from '../../define';
import type { VersionView } from '../../definition';
import { horizontalPodAutoscalers } from './definition';
import { METRICS, annotationsOf, fromAnnotations, withoutAnnotations } from './v1-annotations';
import { autoscalerTable } from './table';

interface Target {
  readonly type?: string;
  readonly value?: unknown;
  readonly averageValue?: unknown;
  readonly averageUtilization?: number;
}

type Source = Readonly<Record<string, unknown>> & {
  readonly metric?: { readonly name?: string; readonly selector?: object };
  readonly target?: Target;
};
type Metric = { readonly type: string } & Readonly<Record<string, Source | string | undefined>>;

const view: VersionView = { stored: horizontalPodAutoscalers, apiVersion: 'autoscaling/v1', toStored, fromStored };

export const horizontalPodAutoscalersV1 = define({
  group: 'autoscaling',
  resource: 'horizontalpodautoscalers',
  kind: 'HorizontalPodAutoscaler',
  shortNames: ['hpa'],
  categories: ['all'],
  hasStatus: true,
  view,
  strategy: {},
  table: { ...autoscalerTable, row: (object, nowMs) => autoscalerTable.row(toStored(object), nowMs) },
});

function toStored(object: AnyObject): AnyObject {
  const { spec, status, metadata, ...rest } = object as AnyObject & { spec?: Record<string, unknown>; status?: Record<string, unknown> };
  const { targetCPUUtilizationPercentage: cpu, ...others } = spec ?? {};
  const { currentCPUUtilizationPercentage: current, ...figures } = status ?? {};
  const { [METRICS]: text, ...annotations } = metadata?.annotations ?? {};
  const { behavior, conditions, currentMetrics: listed } = fromAnnotations(annotations);
  const metrics = [
    ...(text === undefined ? [] : parse(text).map(metricToStored)),
    ...(cpu === undefined || cpu === null ? [] : [resourceMetric('target', { type: 'Utilization', averageUtilization: cpu })]),
  ];
  const currentMetrics = listed ?? (current === undefined ? undefined : [resourceMetric('current', { averageUtilization: current })]);
  const kept = withoutAnnotations(annotations);
  return {
    ...rest,
    apiVersion: 'autoscaling/v2',
    metadata: metadata?.annotations === undefined ? { ...metadata } : withAnnotations(metadata, kept),
    ...(spec ? { spec: { ...others, ...(metrics.length ? { metrics } : {}), ...(behavior ? { behavior } : {}) } } : {}),
    ...(status || currentMetrics || conditions
      ? { status: { ...figures, ...(currentMetrics ? { currentMetrics } : {}), ...(conditions ? { conditions } : {}) } }
      : {}),
  } as AnyObject;
}

function withAnnotations({ annotations: _annotations, ...metadata }: NonNullable<AnyObject['metadata']>, annotations: object): object {
  return { ...metadata, ...(Object.keys(annotations).length > 0 ? { annotations } : {}) };
}

function fromStored(object: AnyObject): AnyObject {
  const { spec, status, metadata, ...rest } = object as AnyObject & { spec?: Record<string, unknown>; status?: Record<string, unknown> };
  const { metrics = [], behavior, ...others } = (spec ?? {}) as { metrics?: readonly Metric[]; behavior?: object };
  const { currentMetrics, conditions, ...figures } = (status ?? {}) as {
    currentMetrics?: readonly Metric[] | null;
    conditions?: readonly object[] | null;
  };
  const cpu = metrics.find(isCpu);
  const remaining = metrics.filter((metric) => !isCpu(metric)).map(metricFromStored);
  const current = ((currentMetrics ?? []).find((metric) => metric.resource) as { resource: { current?: Target } } | undefined)?.resource
    .current;
  const added = {
    ...annotationsOf({ behavior, conditions, currentMetrics }),
    ...(remaining.length ? { [METRICS]: JSON.stringify(remaining) } : {}),
  };
  const annotations = Object.fromEntries(Object.entries({ ...metadata?.annotations, ...added }).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return {
    ...rest,
    apiVersion: 'autoscaling/v1',
    metadata: { ...metadata, ...(Object.keys(added).length ? { annotations } : {}) },
    spec: { ...others, ...(cpu ? { targetCPUUtilizationPercentage: (cpu.resource as Source).target?.averageUtilization } : {}) },
    status: {
      currentReplicas: 0,
      ...figures,
      ...(current?.averageUtilization === undefined ? {} : { currentCPUUtilizationPercentage: current.averageUtilization }),
    },
  } as AnyObject;
}

function isCpu({ type, resource }: Metric): boolean {
  const { name, target } = (resource ?? {}) as Source;
  return type === 'Resource' && name === 'cpu' && target?.averageUtilization !== undefined;
}

function resourceMetric(field: 'target' | 'current', value: object): object {
  return { type: 'Resource', resource: { name: 'cpu', [field]: value } };
}

function parse(text: string): readonly Metric[] {
  try {
    const metrics = JSON.parse(text) as unknown;
    return Array.isArray(metrics) ? (metrics as readonly Metric[]) : [];
  } catch {
    return [];
  }
}

/** Each source is under the name of its type in lower camel case. */
function sourceName(type: string | undefined): string {
  return `${type?.[0]?.toLowerCase() ?? ''}${type?.slice(1) ?? ''}`;
}

function metricToStored(metric: Metric): object {
  const name = sourceName(metric.type);
  if (!metric[name]) return metric.type ? { type: metric.type } : {};
  const {
    metricName,
    metricSelector,
    selector,
    target: describedObject,
    targetValue,
    averageValue,
    targetAverageValue,
    targetAverageUtilization,
    ...rest
  } = (metric[name] ?? {}) as Record<string, unknown>;
  const average = targetAverageValue ?? averageValue;
  const target =
    targetAverageUtilization !== undefined
      ? { type: 'Utilization', averageUtilization: targetAverageUtilization }
      : average !== undefined
        ? { type: 'AverageValue', averageValue: average }
        : { type: 'Value', value: targetValue };
  const chosen = metricSelector ?? selector;
  const identifier = metricName === undefined ? {} : { metric: { name: metricName, ...(chosen ? { selector: chosen } : {}) } };
  return { type: metric.type, [name]: { ...rest, ...identifier, ...(describedObject ? { describedObject } : {}), target } };
}

function metricFromStored(metric: Metric): object {
  const name = sourceName(metric.type);
  const { metric: identifier, target = {}, describedObject, ...rest } = (metric[name] ?? {}) as Source;
  const averageField = metric.type === 'Object' ? 'averageValue' : 'targetAverageValue';
  const selectorField = metric.type === 'External' ? 'metricSelector' : 'selector';
  const source = {
    ...rest,
    ...(describedObject ? { target: describedObject } : {}),
    ...(identifier ? { metricName: identifier.name } : {}),
    ...(identifier?.selector ? { [selectorField]: identifier.selector } : {}),
    ...(target.value === undefined ? {} : { targetValue: target.value }),
    ...(target.averageUtilization === undefined ? {} : { targetAverageUtilization: target.averageUtilization }),
    ...(target.averageValue === undefined ? {} : { [averageField]: target.averageValue }),
  };
  return { type: metric.type, [name]: source };
}
