/** Source: k8s.io/kubernetes/pkg/apis/autoscaling/v2/defaults.go, 1.36. */
import type { Draft } from '../../definition';
import { emptiedOf } from '../../schema/emptied';

const CPU_METRIC = { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } };
const SCALE_UP = {
  stabilizationWindowSeconds: 0,
  selectPolicy: 'Max',
  policies: [
    { type: 'Pods', value: 4, periodSeconds: 15 },
    { type: 'Percent', value: 100, periodSeconds: 15 },
  ],
};
const SCALE_DOWN = { selectPolicy: 'Max', policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }] };

export function setAutoscalerDefaults(draft: Draft): void {
  const spec = (draft.spec ??= {});
  spec.minReplicas ??= 1;
  if (!spec.metrics?.length) {
    spec.metrics = [{ ...CPU_METRIC, resource: { ...CPU_METRIC.resource, target: { ...CPU_METRIC.resource.target } } }];
  }
  if (spec.behavior) {
    spec.behavior.scaleUp = withDefaults(spec.behavior.scaleUp, SCALE_UP);
    spec.behavior.scaleDown = withDefaults(spec.behavior.scaleDown, SCALE_DOWN);
  }
}

function withDefaults(rules: Record<string, unknown> | undefined, defaults: { readonly policies: readonly object[] }): object {
  const given = Object.fromEntries(Object.entries(rules ?? {}).filter(([, value]) => value !== null));
  const filled = { ...defaults, policies: defaults.policies.map((policy) => ({ ...policy })), ...given };
  return rules && emptiedOf(rules).policies ? { ...filled, policies: [] } : filled;
}
