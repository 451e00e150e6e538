/** Arguments of plugins: shape and defaults (source: k8s.io/kube-scheduler/config/v1/types_pluginargs.go, apis/config/v1/defaults.go, 1.36). */
import type { Fields, Shape } from './shape';

const REQUIREMENTS: Shape = { list: { object: { 'key!': 'string', 'operator!': 'string', 'values?': { list: 'string' } } } };
const NODE_TERM: Shape = { object: { 'matchExpressions?': REQUIREMENTS, 'matchFields?': REQUIREMENTS } };
const RESOURCES: Shape = { list: { object: { 'name!': 'string', 'weight?': 'int64' } } };
const FUNCTION_SHAPE: Shape = { list: { object: { 'utilization!': 'int32', 'score!': 'int32' } } };

/** Plugin -> shape of its arguments; other plugins take what they are given. */
export const ARGS_SHAPES: Readonly<Record<string, Shape>> = Object.fromEntries(
  Object.entries<Readonly<Record<string, Shape>>>({
    DefaultPreemption: { minCandidateNodesPercentage: 'int32', minCandidateNodesAbsolute: 'int32' },
    DynamicResources: { filterTimeout: 'duration', bindingTimeout: 'duration' },
    InterPodAffinity: { hardPodAffinityWeight: 'int32', 'ignorePreferredTermsOfExistingPods!': 'boolean' },
    NodeAffinity: {
      addedAffinity: {
        object: {
          requiredDuringSchedulingIgnoredDuringExecution: { object: { nodeSelectorTerms: { list: NODE_TERM } } },
          'preferredDuringSchedulingIgnoredDuringExecution?': {
            list: { object: { 'weight!': 'int32', 'preference!': NODE_TERM } },
          },
        },
      },
    },
    NodeResourcesBalancedAllocation: { 'resources?': RESOURCES },
    NodeResourcesFit: {
      'ignoredResources?': { list: 'string' },
      'ignoredResourceGroups?': { list: 'string' },
      scoringStrategy: {
        object: {
          'type?': 'string',
          'resources?': RESOURCES,
          requestedToCapacityRatio: { object: { 'shape?': FUNCTION_SHAPE } },
        },
      },
    },
    PodTopologySpread: {
      'defaultConstraints?': {
        list: {
          object: {
            'maxSkew!': 'int32',
            'topologyKey!': 'string',
            'whenUnsatisfiable!': 'string',
            labelSelector: { object: { matchLabels: { map: 'string' }, 'matchExpressions?': REQUIREMENTS } },
            minDomains: 'int32',
            nodeAffinityPolicy: 'string',
            nodeTaintsPolicy: 'string',
            'matchLabelKeys?': { list: 'string' },
          },
        },
      },
      'defaultingType?': 'string',
    },
    VolumeBinding: { bindTimeoutSeconds: 'int64', 'shape?': FUNCTION_SHAPE },
  }).map(([plugin, fields]) => [plugin, { object: { apiVersion: 'string', kind: 'string', ...fields } }]),
);

const CPU_AND_MEMORY = [
  { name: 'cpu', weight: 1 },
  { name: 'memory', weight: 1 },
];

/** Arguments with what they leave open. */
export function defaultedArgs(plugin: string, args: Fields): Fields {
  switch (plugin) {
    case 'DefaultPreemption':
      return { minCandidateNodesPercentage: 10, minCandidateNodesAbsolute: 100, ...args };
    case 'DynamicResources':
      return { filterTimeout: '10s', bindingTimeout: '10m0s', ...args };
    case 'InterPodAffinity':
      return { hardPodAffinityWeight: 1, ...args };
    case 'NodeResourcesBalancedAllocation':
      return { ...args, resources: weighted(args['resources']) };
    case 'NodeResourcesFit': {
      const strategy = (args['scoringStrategy'] ?? { type: 'LeastAllocated' }) as Fields;
      return { ...args, scoringStrategy: { ...strategy, resources: weighted(strategy['resources']) } };
    }
    case 'PodTopologySpread':
      return { ...args, defaultingType: args['defaultingType'] || 'System' };
    case 'VolumeBinding':
      return { bindTimeoutSeconds: 600, ...args };
    default:
      return args;
  }
}

/** A missing or zero weight is 1; no resources are CPU and memory. */
function weighted(resources: unknown): readonly Fields[] {
  const list = (resources ?? []) as readonly Fields[];
  return list.length === 0 ? CPU_AND_MEMORY : list.map((resource) => ({ ...resource, weight: resource['weight'] || 1 }));
}
