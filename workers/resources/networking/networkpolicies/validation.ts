/** Source: k8s.io/kubernetes/pkg/apis/networking/validation/validation.go ValidateNetworkPolicy, 1.36. */
import { forbiddenField, invalid, notSupported, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { LabelSelector } from '../../../api/labels';
import type { AnyObject } from '../../../api/meta';
import { isPortNumber } from '../../../api/names';
import { cidrWarnings, isCidr, isStrictSubset, parseCidr } from '../../validation/cidr';
import { pushInvalid, validateLabelSelector } from '../../validation/labels';
import { validatePort } from '../../validation/values';
import type { NetworkPolicy } from './types';

type Rule = NonNullable<NonNullable<NetworkPolicy['spec']>['ingress']>[number];
type Peer = NonNullable<Rule['from']>[number];
type Port = NonNullable<Rule['ports']>[number];

const PROTOCOLS = ['TCP', 'UDP', 'SCTP'];
const POLICY_TYPES = ['Ingress', 'Egress'];

export function validateNetworkPolicy(object: AnyObject): FieldError[] {
  const { spec } = object as unknown as NetworkPolicy;
  const errors: FieldError[] = [];
  validateLabelSelector(spec?.podSelector as LabelSelector | undefined, 'spec.podSelector', errors);
  for (const [index, { ports, from }] of (spec?.ingress ?? []).entries()) {
    validateRule(ports, from, `spec.ingress[${index}]`, 'from', errors);
  }
  for (const [index, { ports, to }] of (spec?.egress ?? []).entries()) {
    validateRule(ports, to, `spec.egress[${index}]`, 'to', errors);
  }
  const types = spec?.policyTypes ?? [];
  if (types.length > POLICY_TYPES.length) {
    errors.push(invalid('spec.policyTypes', types, 'may not specify more than two policyTypes'));
    return errors;
  }
  for (const [index, type] of types.entries()) {
    if (!POLICY_TYPES.includes(type)) {
      errors.push(notSupported(`spec.policyTypes[${index}]`, type, POLICY_TYPES));
    }
  }
  return errors;
}

function validateRule(
  ports: readonly Port[] | undefined,
  peers: readonly Peer[] | undefined,
  at: string,
  peersField: string,
  errors: FieldError[],
): void {
  for (const [index, port] of (ports ?? []).entries()) {
    validatePolicyPort(port, `${at}.ports[${index}]`, errors);
  }
  for (const [index, peer] of (peers ?? []).entries()) {
    validatePeer(peer, `${at}.${peersField}[${index}]`, errors);
  }
}

function validatePolicyPort({ protocol, port, endPort }: Port, at: string, errors: FieldError[]): void {
  if (protocol !== undefined && !PROTOCOLS.includes(protocol)) {
    errors.push(notSupported(`${at}.protocol`, protocol, PROTOCOLS));
  }
  if (port === undefined) {
    if (endPort !== undefined) {
      errors.push(invalid(`${at}.endPort`, endPort, 'may not be specified when `port` is not specified'));
    }
    return;
  }
  if (endPort !== undefined && typeof port === 'string') {
    errors.push(invalid(`${at}.endPort`, endPort, 'may not be specified when `port` is non-numeric'));
  }
  validatePort(port, `${at}.port`, errors);
  if (endPort === undefined || typeof port === 'string') return;
  if (endPort < port) errors.push(invalid(`${at}.endPort`, port, 'must be greater than or equal to `port`'));
  pushInvalid(errors, `${at}.endPort`, endPort, isPortNumber(endPort));
}

function validatePeer({ podSelector, namespaceSelector, ipBlock }: Peer, at: string, errors: FieldError[]): void {
  validateLabelSelector(podSelector as LabelSelector | undefined, `${at}.podSelector`, errors);
  validateLabelSelector(namespaceSelector as LabelSelector | undefined, `${at}.namespaceSelector`, errors);
  if (ipBlock) validateBlock(ipBlock, `${at}.ipBlock`, errors);
  if (!podSelector && !namespaceSelector && !ipBlock) {
    errors.push(required(at, 'must specify a peer'));
  } else if (ipBlock && (podSelector || namespaceSelector)) {
    errors.push(forbiddenField(at, 'may not specify both ipBlock and another peer'));
  }
}

function validateBlock({ cidr = '', except }: NonNullable<Peer['ipBlock']>, at: string, errors: FieldError[]): void {
  if (cidr === '') {
    errors.push(required(`${at}.cidr`));
    return;
  }
  pushInvalid(errors, `${at}.cidr`, cidr, isCidr(cidr));
  const whole = parseCidr(cidr);
  if (!whole) return;
  for (const [index, hole] of (except ?? []).entries()) {
    const field = `${at}.except[${index}]`;
    pushInvalid(errors, field, hole, isCidr(hole));
    const range = parseCidr(hole);
    if (range && !isStrictSubset(range, whole)) {
      errors.push(invalid(field, hole, 'must be a strict subset of `cidr`'));
    }
  }
}

export function networkPolicyWarnings(object: AnyObject): string[] {
  const { spec } = object as unknown as NetworkPolicy;
  const peers = [
    ...(spec?.ingress ?? []).map(({ from }, index) => [from, `spec.ingress[${index}].from`] as const),
    ...(spec?.egress ?? []).map(({ to }, index) => [to, `spec.egress[${index}].to`] as const),
  ];
  return peers.flatMap(([list, at]) =>
    (list ?? []).flatMap(({ ipBlock }, index) => {
      const block = `${at}[${index}].ipBlock`;
      const holes = (ipBlock?.except ?? []).flatMap((hole, position) => cidrWarnings(`${block}.except[${position}]`, hole));
      return ipBlock ? [...cidrWarnings(`${block}.cidr`, ipBlock.cidr), ...holes] : [];
    }),
  );
}
