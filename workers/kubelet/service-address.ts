import type { Informer } from '../client/informer';
import type { Service } from '../resources/core/services/types';

const DOMAIN = ['svc', 'cluster', 'local'];

/**
 * What cluster DNS answers for a service's name: "web", "web.ns", "web.ns.svc", "web.ns.svc.cluster.local".
 * Differs: headless services have no address here; no pod names, no names outside the cluster.
 */
export function serviceAddress(services: Informer<Service>, name: string, namespace: string): string | undefined {
  const [service = '', space = namespace, ...rest] = name.replace(/\.$/, '').split('.');
  if (rest.some((label, at) => label !== DOMAIN[at]) || rest.length > DOMAIN.length) return undefined;
  const { clusterIP } = (services.get(`${space}/${service}`)?.spec ?? {}) as { clusterIP?: string };
  return clusterIP && clusterIP !== 'None' ? clusterIP : undefined;
}
