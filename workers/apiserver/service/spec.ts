/** What handing out addresses and ports reads and writes of a Service. */
import type { IpFamily } from './allocators';

export interface ServicePort {
  name?: string;
  nodePort?: number;
  port: number;
  protocol?: string;
}

export interface ServiceSpec {
  type?: string;
  clusterIP?: string;
  clusterIPs?: string[];
  ports?: ServicePort[];
  healthCheckNodePort?: number;
  externalTrafficPolicy?: string;
  selector?: Readonly<Record<string, string>>;
  ipFamilies?: IpFamily[];
  ipFamilyPolicy?: string;
  allocateLoadBalancerNodePorts?: boolean;
}

/** Has an address of the cluster, unless it is headless. */
export function hasAddress({ type }: ServiceSpec): boolean {
  return type === 'ClusterIP' || type === 'NodePort' || type === 'LoadBalancer';
}

export function isHeadless({ clusterIPs }: ServiceSpec): boolean {
  return clusterIPs?.[0] === 'None';
}

export function wantsNodePorts({ type, allocateLoadBalancerNodePorts }: ServiceSpec): boolean {
  return type === 'NodePort' || (type === 'LoadBalancer' && allocateLoadBalancerNodePorts !== false);
}

export function wantsHealthPort({ type, externalTrafficPolicy }: ServiceSpec): boolean {
  return type === 'LoadBalancer' && externalTrafficPolicy === 'Local';
}
