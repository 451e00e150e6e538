/** What metrics-server serves: measured, never stored. */
import { define } from '../define';
import type { ResourceDefinition } from '../definition';

const shared = { group: 'metrics.k8s.io', version: 'v1beta1', singular: '', verbs: ['get', 'list'], strategy: {} } as const;

export const measuredResources: readonly ResourceDefinition[] = [
  define({ ...shared, resource: 'nodes', kind: 'NodeMetrics', namespaced: false }),
  define({ ...shared, resource: 'pods', kind: 'PodMetrics' }),
];
