/**
 * What the endpoints and the endpoint slice controllers read off services and their pods
 * (source: k8s.io/endpointslice/util, pkg/api/v1/pod/util.go; 1.36).
 */
import { matches, selectorFromSet } from '../api/labels';
import type { Informer } from '../client/informer';
import type { Pod } from '../resources/core/pods/types';
import type { Service } from '../resources/core/services/types';
import { deepEqual } from '../lib/equal';
import { isPodReady, isPodTerminal } from './pod-status';

export type ServicePort = NonNullable<NonNullable<Service['spec']>['ports']>[number];

/** A service port with its target resolved for one pod. */
export interface TargetPort {
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
  readonly appProtocol?: string;
}

export function hasClusterIP(service: Service): boolean {
  const ip = service.spec?.clusterIP;
  return ip !== undefined && ip !== '' && ip !== 'None';
}

/** Pods that the service selects; a service without a selector selects none. */
export function selectedPods(pods: Informer<Pod>, service: Service): Pod[] {
  const set = service.spec?.selector;
  if (!set) return [];
  const selector = selectorFromSet(set);
  return pods.byIndex(NAMESPACE_INDEX, service.metadata.namespace ?? '').filter((pod) => matches(selector, pod.metadata.labels));
}

const NAMESPACE_INDEX = 'namespace';

export function indexByNamespace(informer: Informer<Pod> | Informer<Service>): void {
  informer.addIndex(NAMESPACE_INDEX, (object: Pod | Service) => [object.metadata.namespace ?? '']);
}

/** Services whose selector matches labels of a pod in this namespace. */
export function servicesSelecting(
  services: Informer<Service>,
  namespace: string,
  labels: Readonly<Record<string, string>> | undefined,
): Service[] {
  return services
    .byIndex(NAMESPACE_INDEX, namespace)
    .filter((service) => service.spec?.selector !== undefined && matches(selectorFromSet(service.spec.selector), labels));
}

/** Whether a selected pod appears in the service's endpoints at all. */
export function belongsInEndpoints(pod: Pod, includeTerminating: boolean): boolean {
  if (isPodTerminal(pod)) return false;
  if (!pod.status?.podIPs?.length && !pod.status?.podIP) return false;
  return includeTerminating || pod.metadata.deletionTimestamp === undefined;
}

/** The pod's ports for the service, in the service's order; ports that the pod doesn't have are left out. */
export function targetPorts(service: Service, pod: Pod): TargetPort[] {
  const found: TargetPort[] = [];
  for (const port of service.spec?.ports ?? []) {
    const number = targetPortNumber(pod, port);
    if (number === undefined) continue;
    found.push({
      name: port.name ?? '',
      port: number,
      protocol: port.protocol ?? 'TCP',
      ...(port.appProtocol === undefined ? {} : { appProtocol: port.appProtocol }),
    });
  }
  return found;
}

function targetPortNumber(pod: Pod, port: ServicePort): number | undefined {
  const target = port.targetPort;
  if (typeof target === 'number') return target === 0 ? port.port : target;
  if (target === undefined || target === '') return port.port;
  const sidecars = (pod.spec?.initContainers ?? []).filter((container) => container.restartPolicy === 'Always');
  for (const container of [...(pod.spec?.containers ?? []), ...sidecars]) {
    for (const own of container.ports ?? [])
      if (own.name === target && (own.protocol ?? 'TCP') === (port.protocol ?? 'TCP')) return own.containerPort;
  }
  return undefined;
}

/** The pod's own name in the service's domain, where it has one. */
export function hostnameIn(service: Service, pod: Pod): string | undefined {
  const { hostname, subdomain } = pod.spec ?? {};
  return hostname && subdomain === service.metadata.name && pod.metadata.namespace === service.metadata.namespace ? hostname : undefined;
}

/** Namespaced names of the services that a pod's change concerns. */
export function servicesToSync(services: Informer<Service>, before: Pod | undefined, after: Pod): Service[] {
  const namespace = after.metadata.namespace ?? '';
  if (!before) return servicesSelecting(services, namespace, after.metadata.labels);
  const labelsChanged =
    !deepEqual(before.metadata.labels, after.metadata.labels) ||
    before.spec?.hostname !== after.spec?.hostname ||
    before.spec?.subdomain !== after.spec?.subdomain;
  const endpointChanged =
    before.metadata.deletionTimestamp !== after.metadata.deletionTimestamp ||
    isPodReady(before) !== isPodReady(after) ||
    isPodTerminal(before) !== isPodTerminal(after) ||
    before.spec?.nodeName !== after.spec?.nodeName ||
    !deepEqual(before.status?.podIPs, after.status?.podIPs);
  if (!labelsChanged && !endpointChanged) return [];
  const now = servicesSelecting(services, namespace, after.metadata.labels);
  if (!labelsChanged) return now;
  const earlier = servicesSelecting(services, namespace, before.metadata.labels);
  // A pod whose labels moved it from service to service concerns both; where it stays, only if its endpoint changed.
  if (endpointChanged) return [...now, ...earlier.filter((service) => !now.includes(service))];
  return [...now.filter((service) => !earlier.includes(service)), ...earlier.filter((service) => !now.includes(service))];
}
