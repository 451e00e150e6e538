/** Source: k8s.io/kubernetes/pkg/registry/core/node/strategy.go and pkg/apis/core/v1/{defaults,conversion}.go, 1.36. */
import { canonicalQuantity } from '../../../api/quantity';
import type { AnyObject } from '../../../api/meta';
import { cidrWarnings } from '../../validation/cidr';
import type { Node } from './types';
import type { Draft, Strategy } from '../../definition';
import { keepOtherHalf } from '../../strategy';
import { validateNode, validateNodeUpdate } from './validation';

const INFO_FIELDS = [
  'machineID',
  'systemUUID',
  'bootID',
  'kernelVersion',
  'osImage',
  'containerRuntimeVersion',
  'kubeletVersion',
  'kubeProxyVersion',
  'operatingSystem',
  'architecture',
];

export const nodeStrategy: Strategy = {
  setDefaults,
  prepareForCreate: ({ status }) => void delete status?.config,
  prepareForUpdate: (draft, before, context) => {
    keepOtherHalf(draft, before, context);
    if (context.subresource !== 'status') draft.status ??= emptyStatus();
    else delete draft.status?.config;
  },
  warnings,
  validate: validateNode,
  validateUpdate: validateNodeUpdate,
  validateStatusUpdate: validateNodeUpdate,
  allowUnconditionalUpdate: true,
};

function setDefaults(draft: Draft): void {
  draft.spec ??= {};
  const { spec } = draft;
  delete spec.configSource;
  if (spec.podCIDR && spec.podCIDRs?.[0] !== spec.podCIDR) {
    spec.podCIDRs = [spec.podCIDR];
  } else if (!spec.podCIDR && spec.podCIDRs?.length) {
    spec.podCIDR = spec.podCIDRs[0];
  }
  const status = (draft.status ??= {});
  status.daemonEndpoints ??= {};
  status.daemonEndpoints.kubeletEndpoint ??= { Port: 0 };
  const info = (status.nodeInfo ??= {});
  for (const field of INFO_FIELDS) {
    info[field] ??= '';
  }
  if (status.capacity && !status.allocatable) {
    status.allocatable = { ...status.capacity };
  }
  for (const amounts of [status.capacity, status.allocatable]) {
    for (const name of Object.keys(amounts ?? {})) {
      amounts[name] = canonicalQuantity(amounts[name]);
    }
  }
  for (const condition of status.conditions ?? []) {
    condition.lastHeartbeatTime ??= null;
    condition.lastTransitionTime ??= null;
  }
}

function emptyStatus(): object {
  return { daemonEndpoints: { kubeletEndpoint: { Port: 0 } }, nodeInfo: Object.fromEntries(INFO_FIELDS.map((field) => [field, ''])) };
}

function warnings(object: AnyObject): string[] {
  const { externalID, podCIDRs } = (object as unknown as Node).spec ?? {};
  return [
    ...(externalID ? ['spec.externalID: this field is deprecated, and is unused by Kubernetes'] : []),
    ...(podCIDRs ?? []).flatMap((range, index) => cidrWarnings(`spec.podCIDRs[${index}]`, range)),
  ];
}
