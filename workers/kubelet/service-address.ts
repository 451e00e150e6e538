import type { Informer } from '../client/informer';
import type { Service } from '../resources/core/services/types';

const DOMAIN = ['svc', 'cluster', 'local'];

export interface ServiceName {
  readonly service: Service;
  /** One endpoint of a headless service: "db-0" in "db-0.db". */
  readonly hostname?: string;
}

/**
 * What a name means to cluster DNS: "web", "web.ns", "web.ns.svc", "web.ns.svc.cluster.local"; for endpoints of headless
 * services with the endpoint's hostname before it. Differs: no names of pods by address, no names outside the cluster.
 */
export function serviceName(services: Informer<Service>, name: string, namespace: string): ServiceName | undefined {
  const labels = name.replace(/\.$/, '').split('.');
  const service = find(services, labels, namespace);
  if (service) return { service };
  const [hostname = '', ...rest] = labels;
  const governing = rest.length ? find(services, rest, namespace) : undefined;
  return governing?.spec?.clusterIP === 'None' ? { service: governing, hostname } : undefined;
}

/** The cluster IP that DNS answers. Differs: headless services have no address here. */
export function serviceAddress(services: Informer<Service>, name: string, namespace: string): string | undefined {
  const clusterIP = serviceName(services, name, namespace)?.service.spec?.clusterIP;
  return clusterIP && clusterIP !== 'None' ? clusterIP : undefined;
}

function find(services: Informer<Service>, labels: readonly string[], namespace: string): Service | undefined {
  const [service = '', space = namespace, ...rest] = labels;
  if (rest.length > DOMAIN.length || rest.some((label, at) => label !== DOMAIN[at])) return undefined;
  return services.get(`${space}/${service}`);
}
