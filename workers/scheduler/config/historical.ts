/** Ready configurations for comparison with how Kubernetes used to schedule. */
import type { SchedulerConfiguration } from './profile';

/**
 * "Kubernetes 1.0 predicates and priorities": the default scheduler with only the policies that texts of that time name. Queue, back-off and
 * binding are today's; there was no preemption.
 * NodeUnschedulable stands for the list of nodes, which left cordoned ones out. CheckNodeLabelPresence, CheckServiceAffinity and CalculateNodeLabelPriority
 * do nothing until they get arguments.
 */
export const KUBERNETES_1_0: SchedulerConfiguration = {
  apiVersion: 'kubescheduler.config.k8s.io/v1',
  kind: 'KubeSchedulerConfiguration',
  percentageOfNodesToScore: 100,
  profiles: [
    {
      schedulerName: 'default-scheduler',
      plugins: {
        multiPoint: {
          disabled: [{ name: '*' }],
          enabled: [
            { name: 'PrioritySort' },
            { name: 'NodeUnschedulable' },
            { name: 'PodFitsPorts' },
            { name: 'PodFitsResources' },
            { name: 'NoDiskConflict' },
            { name: 'PodSelectorMatches' },
            { name: 'PodFitsHost' },
            { name: 'CheckNodeLabelPresence' },
            { name: 'CheckServiceAffinity' },
            { name: 'LeastRequestedPriority', weight: 1 },
            { name: 'BalancedResourceAllocation', weight: 1 },
            { name: 'CalculateNodeLabelPriority', weight: 1 },
            { name: 'DefaultBinder' },
          ],
        },
      },
      pluginConfig: [{ name: 'CalculateNodeLabelPriority', args: { label: '', presence: true } }],
    },
  ],
};
