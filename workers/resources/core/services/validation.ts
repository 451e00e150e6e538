/** Source: k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateService, 1.36. Allocation errors (addresses, node ports) come from the API server. */
import { duplicate, forbiddenField, invalid, notSupported, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import { isDns1123Label, isDns1123Subdomain, isPortNumber, isQualifiedName } from '../../../api/names';
import { pushInvalid, validateLabels } from '../../validation/labels';
import { isIp, validateEnum, validatePort } from '../../validation/values';
import type { Service } from './types';

type Spec = NonNullable<Service['spec']>;
type Port = NonNullable<Spec['ports']>[number];

const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];
const TYPES = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];
const MAX_AFFINITY_SECONDS = 86_400;

export function validateService(object: AnyObject): FieldError[] {
  const spec = ((object as unknown as Service).spec ?? {}) as Spec;
  const errors: FieldError[] = [];
  const { type, clusterIPs, ports } = spec;
  const headless = (clusterIPs?.[0] ?? spec.clusterIP) === 'None';
  if (!ports?.length && !headless && type !== 'ExternalName') {
    errors.push(required('spec.ports'));
  }
  if (type === 'LoadBalancer' && headless) {
    errors.push(invalid('spec.clusterIPs[0]', 'None', "may not be set to 'None' for LoadBalancer services"));
  }
  if (type === 'ExternalName') {
    validateExternalName(spec, errors);
  }
  const names = new Set<string>();
  for (const [index, port] of (ports ?? []).entries()) {
    validateServicePort(port, (ports ?? []).length > 1, names, `spec.ports[${index}]`, errors);
  }
  validateLabels(spec.selector as Record<string, string> | undefined, 'spec.selector', errors);
  validateAffinity(spec, errors);
  validateEnum(type || undefined, TYPES, 'spec.type', errors);
  checkDuplicatePorts(ports ?? [], errors);
  validateExternalIps(spec, errors);
  validateLoadBalancerFields(spec, errors);
  validatePolicies(spec, errors);
  validateClusterIps(spec, errors);
  return errors;
}

export function validateServiceUpdate(object: AnyObject, before: AnyObject): FieldError[] {
  const after = ((object as unknown as Service).spec ?? {}) as Spec;
  const stored = ((before as unknown as Service).spec ?? {}) as Spec;
  const errors: FieldError[] = [];
  const first = after.clusterIPs?.[0] ?? '';
  const keepsType = after.type !== 'ExternalName' && stored.type !== 'ExternalName';
  if (keepsType && stored.clusterIPs?.[0] && first !== '' && first !== stored.clusterIPs[0]) {
    return [invalid('spec.clusterIPs[0]', after.clusterIPs, 'may not change once set')];
  }
  if (stored.type === 'LoadBalancer' && after.type === 'LoadBalancer' && after.loadBalancerClass !== stored.loadBalancerClass) {
    errors.push(invalid('spec.loadBalancerClass', after.loadBalancerClass ?? null, 'may not change once set'));
  }
  return [...errors, ...validateService(object)];
}

export function serviceWarnings(object: AnyObject): string[] {
  const { spec } = object as unknown as Service;
  const warnings: string[] = [];
  if (spec?.externalIPs?.length) {
    warnings.push('spec.externalIPs is deprecated and may no longer be implemented in some clusters');
  }
  if (spec?.externalName && spec.type !== 'ExternalName') {
    warnings.push('spec.externalName is ignored when spec.type is not "ExternalName"');
  }
  if (spec?.trafficDistribution === 'PreferClose') {
    warnings.push('spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"');
  }
  return warnings;
}

function validateExternalName(spec: Spec, errors: FieldError[]): void {
  if (spec.clusterIPs?.length || spec.clusterIP) {
    errors.push(forbiddenField('spec.clusterIPs', 'may not be set for ExternalName services'));
  }
  const name = (spec.externalName ?? '').replace(/\.$/, '');
  if (name === '') {
    errors.push(required('spec.externalName'));
  } else {
    pushInvalid(errors, 'spec.externalName', name, isDns1123Subdomain(name));
  }
}

function validateServicePort(port: Port, needsName: boolean, names: Set<string>, at: string, errors: FieldError[]): void {
  const { name = '', port: number = 0, protocol, targetPort, appProtocol } = port;
  if (needsName && name === '') {
    errors.push(required(`${at}.name`));
  } else if (name !== '') {
    pushInvalid(errors, `${at}.name`, name, isDns1123Label(name));
    if (names.has(name)) {
      errors.push(duplicate(`${at}.name`, name));
    }
    names.add(name);
  }
  pushInvalid(errors, `${at}.port`, number, isPortNumber(number));
  if (!protocol) {
    errors.push(required(`${at}.protocol`));
  } else if (!PROTOCOLS.includes(protocol)) {
    errors.push(notSupported(`${at}.protocol`, protocol, PROTOCOLS));
  }
  validatePort(targetPort, `${at}.targetPort`, errors);
  if (appProtocol !== undefined) {
    pushInvalid(errors, `${at}.appProtocol`, appProtocol, isQualifiedName(appProtocol));
  }
}

/** Duplicates are shown without what does not count for them. */
function checkDuplicatePorts(ports: readonly Port[], errors: FieldError[]): void {
  const seen = new Set<string>();
  const nodePorts = new Set<string>();
  for (const [index, { port, protocol, nodePort }] of ports.entries()) {
    const key = `${protocol}/${port}`;
    if (seen.has(key)) {
      errors.push(
        duplicate(`spec.ports[${index}]`, { Name: '', Protocol: protocol, AppProtocol: null, Port: port, TargetPort: 0, NodePort: 0 }),
      );
    }
    seen.add(key);
    const node = `${protocol}/${nodePort}`;
    if (nodePort && nodePorts.has(node)) {
      errors.push(duplicate(`spec.ports[${index}].nodePort`, nodePort));
    }
    nodePorts.add(node);
  }
}

function validateAffinity(spec: Spec, errors: FieldError[]): void {
  validateEnum(spec.sessionAffinity || undefined, ['ClientIP', 'None'], 'spec.sessionAffinity', errors);
  const seconds = spec.sessionAffinityConfig?.clientIP?.timeoutSeconds;
  if (spec.sessionAffinity === 'ClientIP' && seconds !== undefined && (seconds <= 0 || seconds > MAX_AFFINITY_SECONDS)) {
    errors.push(
      invalid(
        'spec.sessionAffinityConfig.clientIP.timeoutSeconds',
        seconds,
        `must be greater than 0 and less than ${MAX_AFFINITY_SECONDS}`,
      ),
    );
  }
}

function validateExternalIps(spec: Spec, errors: FieldError[]): void {
  for (const [index, ip] of (spec.externalIPs ?? []).entries()) {
    const at = `spec.externalIPs[${index}]`;
    const messages = isIp(ip);
    pushInvalid(errors, at, ip, messages.length > 0 ? messages : isNonSpecialIp(ip));
  }
}

/** Addresses that can stand for an endpoint; also used for Endpoints. */
export function isNonSpecialIp(ip: string): readonly string[] {
  const messages: string[] = [];
  if (ip === '0.0.0.0' || ip === '::') {
    messages.push(`may not be unspecified (${ip})`);
  }
  if (ip.startsWith('127.') || ip === '::1') {
    messages.push('may not be in the loopback range (127.0.0.0/8, ::1/128)');
  }
  if (ip.startsWith('169.254.') || /^fe[89ab]/i.test(ip)) {
    messages.push('may not be in the link-local range (169.254.0.0/16, fe80::/10)');
  }
  if (ip.startsWith('224.0.0.') || /^ff02:/i.test(ip)) {
    messages.push('may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)');
  }
  return messages;
}

function validateLoadBalancerFields(spec: Spec, errors: FieldError[]): void {
  const isBalancer = spec.type === 'LoadBalancer';
  if (spec.loadBalancerSourceRanges?.length && !isBalancer) {
    errors.push(forbiddenField('spec.LoadBalancerSourceRanges', "may only be used when `type` is 'LoadBalancer'"));
  }
  if (spec.allocateLoadBalancerNodePorts !== undefined && !isBalancer) {
    errors.push(forbiddenField('spec.allocateLoadBalancerNodePorts', "may only be used when `type` is 'LoadBalancer'"));
  }
  if (spec.loadBalancerClass !== undefined) {
    if (isBalancer) {
      pushInvalid(errors, 'spec.loadBalancerClass', spec.loadBalancerClass, isQualifiedName(spec.loadBalancerClass));
    } else {
      errors.push(forbiddenField('spec.loadBalancerClass', "may only be used when `type` is 'LoadBalancer'"));
    }
  }
}

function validatePolicies(spec: Spec, errors: FieldError[]): void {
  const { type, externalTrafficPolicy, internalTrafficPolicy, trafficDistribution } = spec;
  if (externalTrafficPolicy) {
    if (type !== 'NodePort' && type !== 'LoadBalancer' && !(type === 'ClusterIP' && spec.externalIPs?.length)) {
      errors.push(invalid('spec.externalTrafficPolicy', externalTrafficPolicy, 'may only be set for externally-accessible services'));
    } else {
      validateEnum(externalTrafficPolicy, ['Cluster', 'Local'], 'spec.externalTrafficPolicy', errors);
    }
  }
  validateEnum(internalTrafficPolicy, ['Cluster', 'Local'], 'spec.internalTrafficPolicy', errors);
  validateEnum(trafficDistribution, ['PreferClose', 'PreferSameNode', 'PreferSameZone'], 'spec.trafficDistribution', errors);
}

function validateClusterIps(spec: Spec, errors: FieldError[]): void {
  validateEnum(spec.ipFamilyPolicy, ['PreferDualStack', 'RequireDualStack', 'SingleStack'], 'spec.ipFamilyPolicy', errors);
  for (const [index, family] of (spec.ipFamilies ?? []).entries()) {
    validateEnum(family, ['IPv4', 'IPv6'], `spec.ipFamilies[${index}]`, errors);
  }
  if (spec.clusterIP && spec.clusterIPs?.length && spec.clusterIPs[0] !== spec.clusterIP) {
    errors.push(invalid('spec.clusterIPs', spec.clusterIPs, 'first value must match `clusterIP`'));
  }
  for (const [index, ip] of (spec.clusterIPs ?? []).entries()) {
    if (ip !== 'None') {
      pushInvalid(errors, `spec.clusterIPs[${index}]`, ip, isIp(ip));
    }
  }
}
