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
      return `${current?.pods?.current.averageValue ?? '<unknown>'}/${metric.pods?.target.averageValue ?? ''}`;
    case 'Object':
      return `${current?.object?.current.value ?? current?.object?.current.averageValue ?? '<unknown>'}/${metric.object?.target.value ?? `${metric.object?.target.averageValue} (avg)`}`;
    case 'External':
      return `${current?.external?.current.value ?? current?.external?.current.averageValue ?? '<unknown>'}/${metric.external?.target.value ?? `${metric.external?.target.averageValue} (avg)`}`;
    default:
      return '<unknown type>';
  }
}

function resourceText(wanted: Metric['resource'], now: Current['resource']): string {
  const { target } = wanted ?? {};
  const text =
    target?.averageValue === undefined
      ? `${now?.current.averageUtilization === undefined ? '<unknown>' : `${now.current.averageUtilization}%`}/${target?.averageUtilization === undefined ? '<auto>' : `${target.averageUtilization}%`}`
      : `${now?.current.averageValue ?? '<unknown>'}/${target.averageValue}`;
  return `${wanted?.name}: ${text}`;
}
