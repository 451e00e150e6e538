/** Source: k8s.io/kubernetes/pkg/api/service/warnings.go GetWarningsForService, 1.36. */
import type { AnyObject } from '../../../api/meta';
import { cidrWarnings } from '../../validation/cidr';
import { ipWarnings } from '../../validation/ip';
import type { Service } from './types';
import { TOPOLOGY_HINTS, TOPOLOGY_MODE } from './validation';

export function serviceWarnings(object: AnyObject): string[] {
  const { metadata, spec } = object as unknown as Service;
  const warnings: string[] = [];
  const hasHints = metadata.annotations?.[TOPOLOGY_HINTS] !== undefined;
  const add = (given: unknown, text: string) => {
    if (given) warnings.push(text);
  };
  add(hasHints, `annotation ${TOPOLOGY_HINTS} is deprecated, please use ${TOPOLOGY_MODE} instead`);
  const headless = (spec?.clusterIPs?.[0] ?? spec?.clusterIP) === 'None';
  const external = spec?.externalIPs?.length;
  if (headless) {
    add(spec?.loadBalancerIP, 'spec.loadBalancerIP is ignored for headless services');
    add(external, 'spec.externalIPs is ignored for headless services');
    add(spec?.sessionAffinity !== 'None', 'spec.SessionAffinity is ignored for headless services');
  }
  if (spec?.type !== 'ExternalName') {
    for (const [index, ip] of (spec?.clusterIPs ?? []).entries()) warnings.push(...ipWarnings(`spec.clusterIPs[${index}]`, ip));
  }
  for (const [index, ip] of (spec?.externalIPs ?? []).entries()) warnings.push(...ipWarnings(`spec.externalIPs[${index}]`, ip));
  const isOutside = spec?.type === 'ExternalName';
  add(external && !headless && !isOutside, 'spec.externalIPs is deprecated and may no longer be implemented in some clusters');
  if (spec?.loadBalancerIP) warnings.push(...ipWarnings('spec.loadBalancerIP', spec.loadBalancerIP));
  for (const [index, range] of (spec?.loadBalancerSourceRanges ?? []).entries())
    warnings.push(...cidrWarnings(`spec.loadBalancerSourceRanges[${index}]`, range));
  if (isOutside) add(external, 'spec.externalIPs is ignored when spec.type is "ExternalName"');
  else add(spec?.externalName, 'spec.externalName is ignored when spec.type is not "ExternalName"');
  add(spec?.trafficDistribution === 'PreferClose', 'spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"');
  return warnings;
}

/** Of a status; Ingresses have the same. */
export function balancerWarnings(object: AnyObject): string[] {
  const ingress = (object as unknown as Service).status?.loadBalancer?.ingress ?? [];
  return ingress.flatMap(({ ip }, index) => (ip ? ipWarnings(`status.loadBalancer.ingress[${index}]`, ip) : []));
}
