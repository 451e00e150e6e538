/** Source: k8s.io/kubernetes/pkg/registry/core/service/strategy.go and pkg/apis/core/v1/defaults.go, 1.36. Addresses and node ports are allocated by the API server. */
import type { AnyObject } from '../../../api/meta';
import type { Draft, Strategy } from '../../definition';
import { keepOtherHalf } from '../../strategy';
import { validateServiceStatus } from './status-validation';
import { INTERNAL_POLICIES, validateService, validateServiceUpdate } from './validation';
import { balancerWarnings, serviceWarnings } from './warnings';

export const serviceStrategy: Strategy = {
  setDefaults,
  prepareForCreate: (draft) => {
    draft.status = { loadBalancer: {} };
    if (draft.spec.type === 'ExternalName' && INTERNAL_POLICIES.includes(draft.spec.internalTrafficPolicy))
      delete draft.spec.internalTrafficPolicy;
  },
  prepareForUpdate: (draft, before, context) => {
    keepOtherHalf(draft, before, context);
    if (context.subresource === 'status') {
      setStatusDefaults(draft);
    }
    dropTypeDependentFields(draft, before as unknown as Draft);
  },
  shown: withoutInternalPolicy,
  validate: validateService,
  validateUpdate: validateServiceUpdate,
  validateStatusUpdate: validateServiceStatus,
  warnings: serviceWarnings,
  statusWarnings: balancerWarnings,
  allowCreateOnUpdate: true,
  allowUnconditionalUpdate: true,
  deleteReturnsObject: true,
};

/** A Service that became an ExternalName keeps its internal policy in the store, where watches see it; replies don't tell. */
function withoutInternalPolicy(service: AnyObject): AnyObject {
  const spec = service['spec'] as Record<string, unknown> | undefined;
  if (spec?.['type'] !== 'ExternalName' || spec['internalTrafficPolicy'] === undefined) return service;
  const { internalTrafficPolicy: _, ...told } = spec;
  return { ...service, spec: told };
}

function setDefaults(draft: Draft): void {
  const spec = (draft.spec ??= {});
  spec.sessionAffinity ||= 'None';
  if (spec.sessionAffinity === 'None') {
    delete spec.sessionAffinityConfig;
  } else if (spec.sessionAffinity === 'ClientIP') {
    spec.sessionAffinityConfig ??= {};
    spec.sessionAffinityConfig.clientIP ??= {};
    spec.sessionAffinityConfig.clientIP.timeoutSeconds ??= 10800;
  }
  spec.type ||= 'ClusterIP';
  for (const port of spec.ports ?? []) {
    port.protocol ||= 'TCP';
    if (port.targetPort === undefined || port.targetPort === 0 || port.targetPort === '') {
      port.targetPort = port.port;
    }
  }
  if (isExternal(spec)) {
    spec.externalTrafficPolicy ||= 'Cluster';
  }
  if (spec.type !== 'ExternalName') {
    spec.internalTrafficPolicy ??= 'Cluster';
  }
  if (spec.type === 'LoadBalancer') {
    spec.allocateLoadBalancerNodePorts ??= true;
  }
  setStatusDefaults(draft);
}

/** Reached from outside the cluster. */
function isExternal({ type, externalIPs }: Draft['spec']): boolean {
  return type === 'NodePort' || type === 'LoadBalancer' || (type === 'ClusterIP' && externalIPs?.length > 0);
}

function setStatusDefaults(draft: Draft): void {
  const status = (draft.status ??= {});
  status.loadBalancer ??= {};
  for (const ingress of status.loadBalancer.ingress ?? []) {
    if (ingress.ip) {
      ingress.ipMode ??= 'VIP';
    }
  }
}

const ADDRESS_FIELDS = ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy'];

/** What the old type needed and the new one has no use for goes, unless the client changed it. */
function dropTypeDependentFields(draft: Draft, stored: Draft): void {
  const after = draft.spec;
  const before = stored.spec;
  if (before.type !== 'ExternalName' && after.type === 'ExternalName') {
    for (const field of ADDRESS_FIELDS) {
      if (JSON.stringify(after[field]) === JSON.stringify(before[field])) {
        delete after[field];
      }
    }
  }
  if (hasNodePorts(before) && !hasNodePorts(after)) {
    const known = new Set(before.ports?.map(nodePortOf));
    if (after.ports?.every((port: ServicePort) => nodePortOf(port) === 0 || known.has(nodePortOf(port)))) {
      for (const port of after.ports ?? []) {
        delete port.nodePort;
      }
    }
  }
  if (isExternal(before) && !isExternal(after) && after.externalTrafficPolicy === before.externalTrafficPolicy)
    delete after.externalTrafficPolicy;
  if (hasHealthPort(before) && !hasHealthPort(after) && after.healthCheckNodePort === before.healthCheckNodePort)
    delete after.healthCheckNodePort;
  if (after.type !== 'LoadBalancer' && before.type === 'LoadBalancer') {
    draft.status = { ...draft.status, loadBalancer: {} };
    for (const field of ['allocateLoadBalancerNodePorts', 'loadBalancerClass']) {
      if (after[field] === before[field]) delete after[field];
    }
  }
}

function hasNodePorts({ type }: Draft['spec']): boolean {
  return type === 'NodePort' || type === 'LoadBalancer';
}

function hasHealthPort({ type, externalTrafficPolicy }: Draft['spec']): boolean {
  return type === 'LoadBalancer' && externalTrafficPolicy === 'Local';
}

interface ServicePort {
  readonly nodePort?: number;
}

function nodePortOf(port: ServicePort): number {
  return port.nodePort ?? 0;
}
