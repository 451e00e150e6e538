/** Where a load balancer can be reached (source: validation.go ValidateLoadBalancerStatus, 1.36). */
import { parseIp } from '../../../lib/ip';
import { forbiddenField, invalid, notSupported, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import { isDns1123Subdomain } from '../../../api/names';
import { pushInvalid } from '../../validation/labels';
import { isIp } from '../../validation/ip';
import type { Service } from './types';

const IP_MODES = ['Proxy', 'VIP'];

export function validateServiceStatus(object: AnyObject): FieldError[] {
  const { spec, status } = object as unknown as Service;
  const errors: FieldError[] = [];
  const ingress = status?.loadBalancer?.ingress ?? [];
  const field = 'status.loadBalancer.ingress';
  if (spec?.type !== 'LoadBalancer') {
    return ingress.length ? [forbiddenField(field, "may only be used when `spec.type` is 'LoadBalancer'")] : [];
  }
  for (const [index, { ip, ipMode, hostname }] of ingress.entries()) {
    const at = `${field}[${index}]`;
    if (ip) pushInvalid(errors, `${at}.ip`, ip, isIp(ip));
    if (ip && ipMode === undefined) errors.push(required(`${at}.ipMode`, 'must be specified when `ip` is set'));
    else if (!ip && ipMode !== undefined) errors.push(forbiddenField(`${at}.ipMode`, 'may not be specified when `ip` is not set'));
    else if (ipMode !== undefined && !IP_MODES.includes(ipMode)) errors.push(notSupported(`${at}.ipMode`, ipMode, IP_MODES));
    if (!hostname) continue;
    pushInvalid(errors, `${at}.hostname`, hostname, isDns1123Subdomain(hostname));
    if (parseIp(hostname)) errors.push(invalid(`${at}.hostname`, hostname, 'must be a DNS name, not an IP address'));
  }
  return errors;
}
