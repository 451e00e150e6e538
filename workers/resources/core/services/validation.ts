/** Source: k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateService, 1.36. Allocation errors (addresses, node ports) come from the API server. */
import { duplicate, forbiddenField, invalid, jsonText, notSupported, notSupportedText, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import { isDns1123Label, isDns1123Subdomain, isPortNumber, isQualifiedName } from '../../../api/names';
import { pushInvalid, validateLabels } from '../../validation/labels';
import { isCidr } from '../../validation/cidr';
import { isIp, isNonSpecialIp } from '../../validation/ip';
import { validateEnum, validatePort } from '../../validation/values';
import type { Service } from './types';

type Spec = NonNullable<Service['spec']>;
type Addresses = { readonly [field in 'clusterIP' | 'ipFamilyPolicy']?: string } & {
  readonly [field in 'clusterIPs' | 'ipFamilies']?: readonly string[];
};
type Port = NonNullable<Spec['ports']>[number];

const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];
const TYPES = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];
export const INTERNAL_POLICIES: readonly string[] = ['Cluster', 'Local'];
const DISTRIBUTIONS = ['PreferClose', 'PreferSameZone', 'PreferSameNode'];
const MAX_AFFINITY_SECONDS = 86_400;

/** What is wrong with the addresses is told alone: they are looked at before anything else. */
export function validateService(object: AnyObject): FieldError[] {
  return serviceErrors(object, []);
}

function serviceErrors(object: AnyObject, known: readonly string[]): FieldError[] {
  const spec = ((object as unknown as Service).spec ?? {}) as Spec;
  const errors = spec.type === 'ExternalName' ? [] : addressErrors(spec, known);
  if (errors.length > 0) return errors;
  validateTopologyAnnotations(object, errors);
  const { type, ports = [] } = spec;
  const headless = isHeadless(spec);
  if (!ports.length && !headless && type !== 'ExternalName') errors.push(required('spec.ports'));
  if ((type === 'LoadBalancer' || type === 'NodePort') && headless) {
    errors.push(invalid('spec.clusterIPs[0]', 'None', `may not be set to 'None' for ${type} services`));
  }
  if (type === 'ExternalName') validateExternalName(spec, errors);
  const names = new Set<string>();
  for (const [index, port] of ports.entries()) validateServicePort(port, ports.length > 1, names, `spec.ports[${index}]`, errors);
  validateLabels(spec.selector as Record<string, string> | undefined, 'spec.selector', errors);
  validateAffinity(spec, errors);
  validateExternalIps(spec, errors);
  validateEnum(type || undefined, TYPES, 'spec.type', errors);
  for (const [index, { nodePort }] of ports.entries()) {
    if (type === 'ClusterIP' && nodePort) {
      errors.push(forbiddenField(`spec.ports[${index}].nodePort`, "may not be used when `type` is 'ClusterIP'"));
    }
  }
  checkDuplicatePorts(ports, errors);
  validateSourceRanges(object, spec, errors);
  validateLoadBalancerFields(spec, errors);
  validatePolicies(spec, errors);
  return errors;
}

export const TOPOLOGY_HINTS = 'service.kubernetes.io/topology-aware-hints';
export const TOPOLOGY_MODE = 'service.kubernetes.io/topology-mode';

/** The old name and the new one say the same, or one of them nothing. */
function validateTopologyAnnotations({ metadata }: AnyObject, errors: FieldError[]): void {
  const { [TOPOLOGY_HINTS]: hints, [TOPOLOGY_MODE]: mode } = metadata?.annotations ?? {};
  if (hints === undefined || mode === undefined || hints === mode) return;
  const field = `metadata.annotations[${TOPOLOGY_MODE}]`;
  errors.push(invalid(field, mode, `must match annotations[${TOPOLOGY_HINTS}] when both are specified`));
}

function isHeadless({ clusterIPs, clusterIP }: Spec): boolean {
  return (clusterIPs?.[0] ?? clusterIP) === 'None';
}

export function validateServiceUpdate(object: AnyObject, before: AnyObject): FieldError[] {
  const after = ((object as unknown as Service).spec ?? {}) as Spec;
  const stored = ((before as unknown as Service).spec ?? {}) as Spec;
  const errors: FieldError[] = [];
  if (after.type !== 'ExternalName' && stored.type !== 'ExternalName') validateKeptAddresses(after, stored, errors);
  if (stored.type === 'LoadBalancer' && after.type === 'LoadBalancer' && after.loadBalancerClass !== stored.loadBalancerClass) {
    errors.push(invalid('spec.loadBalancerClass', after.loadBalancerClass ?? null, 'may not change once set'));
  }
  validateLoadBalancerClass(after, errors);
  const checked = [after, stored].every(({ type, externalTrafficPolicy }) => type === 'LoadBalancer' && externalTrafficPolicy === 'Local');
  if (checked && (after.healthCheckNodePort ?? 0) !== (stored.healthCheckNodePort ?? 0)) {
    errors.push(forbiddenField('spec.healthCheckNodePort', 'field is immutable'));
  }
  return [...errors, ...serviceErrors(object, stored.clusterIPs ?? [])];
}

/** Addresses and families come and go at the end of their lists only; those of headless services and of unknown types are free. */
function validateKeptAddresses(after: Spec, stored: Spec, errors: FieldError[]): void {
  if (isHeadless(after) && isHeadless(stored)) return;
  for (const list of isHeadless(after) === isHeadless(stored) ? (['clusterIPs', 'ipFamilies'] as const) : (['clusterIPs'] as const)) {
    const [now, then] = [after[list] ?? [], stored[list] ?? []];
    const kept = now.length === then.length ? then : then.slice(0, 1);
    for (const [index, value] of kept.entries()) {
      if (now.length > 0 && now[index] !== value) errors.push(invalid(`spec.${list}[${index}]`, now, 'may not change once set'));
    }
  }
}

function validateExternalName(spec: Spec, errors: FieldError[]): void {
  if (spec.clusterIPs?.length || spec.clusterIP) {
    errors.push(forbiddenField('spec.clusterIPs', 'may not be set for ExternalName services'));
  }
  if (spec.ipFamilies?.length) errors.push(forbiddenField('spec.ipFamilies', 'may not be set for ExternalName services'));
  if (spec.ipFamilyPolicy) errors.push(forbiddenField('spec.ipFamilyPolicy', 'may not be set for ExternalName services'));
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
  const nodePorts = new Set<string>();
  for (const [index, { protocol, nodePort }] of ports.entries()) {
    const key = `${protocol}/${nodePort}`;
    if (nodePort && nodePorts.has(key)) errors.push(duplicate(`spec.ports[${index}].nodePort`, nodePort));
    nodePorts.add(key);
  }
  const seen = new Set<string>();
  for (const [index, { port = 0, protocol }] of ports.entries()) {
    const key = `${protocol}/${port}`;
    const shown = { Name: '', Protocol: protocol, AppProtocol: null, Port: port, TargetPort: 0, NodePort: 0 };
    if (seen.has(key)) errors.push(duplicate(`spec.ports[${index}]`, shown));
    seen.add(key);
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

const SOURCE_RANGES = 'service.beta.kubernetes.io/load-balancer-source-ranges';

/** In the field or, as it once was, in an annotation; either may be padded with blanks. */
function validateSourceRanges({ metadata }: AnyObject, { type, loadBalancerSourceRanges }: Spec, errors: FieldError[]): void {
  const annotation = metadata?.annotations?.[SOURCE_RANGES];
  const given = loadBalancerSourceRanges?.length ? loadBalancerSourceRanges : annotation?.trim() ? annotation.trim().split(',') : undefined;
  if (!given) return;
  const field = given === loadBalancerSourceRanges ? 'spec.LoadBalancerSourceRanges' : `metadata.annotations[${SOURCE_RANGES}]`;
  if (type !== 'LoadBalancer') errors.push(forbiddenField(field, "may only be used when `type` is 'LoadBalancer'"));
  for (const [index, text] of given.entries()) {
    const range = text.trim();
    pushInvalid(errors, given === loadBalancerSourceRanges ? `${field}[${index}]` : field, range, isCidr(range));
  }
}

function validateLoadBalancerFields(spec: Spec, errors: FieldError[]): void {
  const isBalancer = spec.type === 'LoadBalancer';
  if (spec.allocateLoadBalancerNodePorts !== undefined && !isBalancer) {
    errors.push(forbiddenField('spec.allocateLoadBalancerNodePorts', "may only be used when `type` is 'LoadBalancer'"));
  }
  validateLoadBalancerClass(spec, errors);
}

function validateLoadBalancerClass({ type, loadBalancerClass }: Spec, errors: FieldError[]): void {
  if (loadBalancerClass === undefined) return;
  if (type === 'LoadBalancer') pushInvalid(errors, 'spec.loadBalancerClass', loadBalancerClass, isQualifiedName(loadBalancerClass));
  else errors.push(forbiddenField('spec.loadBalancerClass', "may only be used when `type` is 'LoadBalancer'"));
}

function validatePolicies(spec: Spec, errors: FieldError[]): void {
  const { type, externalTrafficPolicy, internalTrafficPolicy, trafficDistribution } = spec;
  if (externalTrafficPolicy) {
    if (type !== 'NodePort' && type !== 'LoadBalancer' && !(type === 'ClusterIP' && spec.externalIPs?.length)) {
      errors.push(
        invalid('spec.externalTrafficPolicy', jsonText(externalTrafficPolicy), 'may only be set for externally-accessible services'),
      );
    } else {
      validateEnum(externalTrafficPolicy, ['Cluster', 'Local'], 'spec.externalTrafficPolicy', errors);
    }
  }
  const { healthCheckNodePort = 0 } = spec;
  if (healthCheckNodePort && !(type === 'LoadBalancer' && externalTrafficPolicy === 'Local')) {
    const text = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'";
    errors.push(invalid('spec.healthCheckNodePort', healthCheckNodePort, text));
  } else if (healthCheckNodePort) pushInvalid(errors, 'spec.healthCheckNodePort', healthCheckNodePort, isPortNumber(healthCheckNodePort));
  validateEnum(internalTrafficPolicy, INTERNAL_POLICIES, 'spec.internalTrafficPolicy', errors);
  if (trafficDistribution !== undefined && !DISTRIBUTIONS.includes(trafficDistribution))
    errors.push(notSupportedText('spec.trafficDistribution', trafficDistribution, DISTRIBUTIONS));
}

/** What is wrong with the addresses and families that a service asks for. `known`: addresses that it has, which are let through. */
export function addressErrors(spec: Addresses, known: readonly string[] = []): FieldError[] {
  const errors: FieldError[] = [];
  validateClusterIps(spec, known, errors);
  return errors;
}

function validateClusterIps(spec: Addresses, known: readonly string[], errors: FieldError[]): void {
  const { clusterIP, clusterIPs = [], ipFamilies = [] } = spec;
  const refuse = (text: string) => void errors.push(invalid('spec.clusterIPs', clusterIPs, text));
  if (!clusterIP && clusterIPs.length) refuse('must be empty when `clusterIP` is not specified');
  if (clusterIP && clusterIPs.length && clusterIPs[0] !== clusterIP) refuse('first value must match `clusterIP`');
  for (const [index, family] of ipFamilies.entries()) {
    validateEnum(family, ['IPv4', 'IPv6'], `spec.ipFamilies[${index}]`, errors);
    if (ipFamilies.indexOf(family) < index) errors.push(duplicate(`spec.ipFamilies[${index}]`, family));
  }
  validateEnum(spec.ipFamilyPolicy, ['PreferDualStack', 'RequireDualStack', 'SingleStack'], 'spec.ipFamilyPolicy', errors);
  const given = clusterIPs.length ? clusterIPs : clusterIP ? [clusterIP] : [];
  const before = errors.length;
  for (const [index, ip] of given.entries()) {
    if (index === 0 && ip === 'None') {
      if (given.length > 1) refuse("'None' must be the first and only value");
    } else if (!known.includes(ip)) pushInvalid(errors, `spec.clusterIPs[${index}]`, ip, isIp(ip));
  }
  const invalidIps = errors.length > before;
  if (given.length > 2) refuse('may only hold up to 2 values');
  if (invalidIps) return;
  const isV6 = (ip: string) => ip.includes(':');
  if (given.length > 1 && new Set(given.map(isV6)).size < 2) refuse('may specify no more than one IP for each IP family');
  if (given[0] === 'None') return;
  for (const [index, ip] of given.slice(0, ipFamilies.length).entries()) {
    const family = ipFamilies[index] as string;
    if ((family !== 'IPv4' && family !== 'IPv6') || (family === 'IPv6') === isV6(ip)) continue;
    errors.push(invalid(`spec.clusterIPs[${index}]`, ip, `expected an ${family} value as indicated by \`ipFamilies[${index}]\``));
  }
}
