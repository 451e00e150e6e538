/** `kubectl get hpa` (source: k8s.io/kubernetes/pkg/printers/internalversion/printers.go printHorizontalPodAutoscaler, 1.36). */
import type { AnyObject } from '../../../api/meta';
import type { TableDefinition } from '../../definition';
import { AGE_COLUMN, NAME_COLUMN, age, column, textOf } from '../../table';
import type { HorizontalPodAutoscaler } from './types';

type Metric = NonNullable<NonNullable<HorizontalPodAutoscaler['spec']>['metrics']>[number];
type Current = NonNullable<NonNullable<HorizontalPodAutoscaler['status']>['currentMetrics']>[number];

/** More metrics than these are only counted. */
const SHOWN_MAX = 2;

export const autoscalerTable: TableDefinition = {
  columns: [
    NAME_COLUMN,
    column('Reference', textOf('autoscaling.v2.HorizontalPodAutoscalerSpec.scaleTargetRef')),
    column('Targets', textOf('autoscaling.v2.HorizontalPodAutoscalerSpec.metrics')),
    column('MinPods', textOf('autoscaling.v1.HorizontalPodAutoscalerSpec.minReplicas')),
    column('MaxPods', textOf('autoscaling.v2.HorizontalPodAutoscalerSpec.maxReplicas')),
    column('Replicas', textOf('autoscaling.v2.HorizontalPodAutoscalerStatus.currentReplicas')),
    AGE_COLUMN,
  ],
  row: autoscalerRow,
};

function autoscalerRow(object: AnyObject, nowMs: number): readonly unknown[] {
  const { metadata, spec, status } = object as unknown as HorizontalPodAutoscaler;
  const metrics = spec?.metrics ?? [];
  const shown = metrics.slice(0, SHOWN_MAX).map((metric, index) => metricText(metric, status?.currentMetrics?.[index]));
  const rest = metrics.length > SHOWN_MAX ? ` + ${metrics.length - SHOWN_MAX} more...` : '';
  return [
    metadata.name,
    `${spec?.scaleTargetRef.kind}/${spec?.scaleTargetRef.name}`,
    metrics.length === 0 ? '<none>' : shown.join(', ') + rest,
    `${spec?.minReplicas ?? '<unset>'}`,
    spec?.maxReplicas,
    status?.currentReplicas ?? 0,
    age(metadata.creationTimestamp, nowMs),
  ];
}

function metricText(metric: Metric, current: Current | undefined): string {
  switch (metric.type) {
    case 'Resource':
      return resourceText(metric.resource, current?.resource);
    case 'ContainerResource':
      return resourceText(metric.containerResource, current?.containerResource);
    case 'Pods':
      return `${read(current?.pods?.current, 'averageValue')}/${metric.pods?.target.averageValue ?? ''}`;
    case 'Object':
      return valueText(metric.object?.target, current?.object?.current);
    case 'External':
      return valueText(metric.external?.target, current?.external?.current);
    default:
      return '<unknown type>';
  }
}

interface Values {
  readonly value?: string | number;
  readonly averageValue?: string | number;
}

/** An average is compared with an average. */
function valueText(target: Values | undefined, now: Values | undefined): string {
  if (target?.averageValue === undefined) return `${read(now, 'value')}/${target?.value ?? ''}`;
  return `${now?.averageValue ?? '<unknown>'}/${target.averageValue} (avg)`;
}

/** Without a status nothing is known; a status without the value has none. */
function read(now: Values | undefined, value: keyof Values): string {
  return now ? `${now[value] ?? '<nil>'}` : '<unknown>';
}

function resourceText(wanted: Metric['resource'], now: Current['resource']): string {
  const { target } = wanted ?? {};
  const text =
    target?.averageValue === undefined
      ? `${now?.current.averageUtilization === undefined ? '<unknown>' : `${now.current.averageUtilization}%`}/${target?.averageUtilization === undefined ? '<auto>' : `${target.averageUtilization}%`}`
      : `${read(now?.current, 'averageValue')}/${target.averageValue}`;
  return `${wanted?.name}: ${text}`;
}
