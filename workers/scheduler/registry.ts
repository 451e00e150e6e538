/** All plugins. A plugin is one file or folder below plugins/ and one line here; which of them run is the profile's matter. */
import type { PluginFactory } from './framework/plugin';
import { defaultBinder } from './plugins/default-binder';
import { defaultPreemption } from './plugins/default-preemption/plugin';
import { dynamicResources } from './plugins/dynamic-resources/plugin';
import {
  checkNodeLabelPresence,
  checkServiceAffinity,
  noDiskConflict,
  podFitsHost,
  podFitsPorts,
  podFitsResources,
  podSelectorMatches,
} from './plugins/historical/predicates';
import { balancedResourceAllocation, calculateNodeLabelPriority, leastRequestedPriority } from './plugins/historical/priorities';
import { imageLocality } from './plugins/image-locality';
import { interPodAffinity } from './plugins/inter-pod-affinity/plugin';
import { nodeAffinity } from './plugins/node-affinity';
import { nodeDeclaredFeatures } from './plugins/node-declared-features';
import { nodeLabel } from './plugins/node-label';
import { nodeName } from './plugins/node-name';
import { nodePorts } from './plugins/node-ports';
import { nodeResourcesBalancedAllocation } from './plugins/node-resources/balanced-allocation';
import { nodeResourcesFit } from './plugins/node-resources/fit';
import { nodeUnschedulable } from './plugins/node-unschedulable';
import { podTopologySpread } from './plugins/pod-topology-spread/plugin';
import { prioritySort } from './plugins/priority-sort';
import { schedulingGates } from './plugins/scheduling-gates';
import { serviceAffinity } from './plugins/service-affinity';
import { taintToleration } from './plugins/taint-toleration';
import { nodeVolumeLimits } from './plugins/node-volume-limits';
import { volumeBinding } from './plugins/volume-binding/plugin';
import { volumeRestrictions } from './plugins/volume-restrictions';
import { volumeZone } from './plugins/volume-zone';

export const PLUGINS: readonly PluginFactory[] = [
  schedulingGates,
  prioritySort,
  nodeUnschedulable,
  nodeName,
  taintToleration,
  nodeAffinity,
  nodePorts,
  nodeResourcesFit,
  volumeRestrictions,
  nodeVolumeLimits,
  volumeBinding,
  volumeZone,
  podTopologySpread,
  interPodAffinity,
  dynamicResources,
  defaultPreemption,
  nodeResourcesBalancedAllocation,
  imageLocality,
  defaultBinder,
  nodeDeclaredFeatures,
  nodeLabel,
  serviceAffinity,
  noDiskConflict,
  podFitsResources,
  podSelectorMatches,
  podFitsHost,
  podFitsPorts,
  checkNodeLabelPresence,
  checkServiceAffinity,
  leastRequestedPriority,
  calculateNodeLabelPriority,
  balancedResourceAllocation,
];
