/** Specs of pods and pod templates (source: k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidatePodSpec, 1.36). */
import { duplicate, forbiddenField, invalid, notSupported, required } from '../../../../api/field-error';
import type { FieldError } from '../../../../api/field-error';
import { isDns1123Label, isDns1123Subdomain, isQualifiedName } from '../../../../api/names';
import { pushInvalid, validateAnnotations, validateLabels } from '../../../validation/labels';
import { isIp } from '../../../validation/values';
import type { Pod } from '../types';
import { validateAffinity } from './affinity';
import { validateContainers } from './containers';
import { validatePodResources } from './resources';
import { validatePodSecurity } from './security';
import { validateTolerations } from './tolerations';
import { validateSpreadConstraints } from './topology-spread';
import { validateVolumes } from './volumes';

export type PodSpec = NonNullable<Pod['spec']>;

const RESTART_POLICIES = ['Always', 'OnFailure', 'Never'];
const DNS_POLICIES = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];
const MAX_INT32 = 2_147_483_647;

/** Errors come in upstream's order. A missing spec is checked as an empty one. */
export function validatePodSpec(given: PodSpec | undefined, field: string, errors: FieldError[]): void {
  const spec = given ?? ({} as PodSpec);
  const volumes = validateVolumes(spec.volumes, `${field}.volumes`, errors);
  validateResourceClaims(spec, field, errors);
  validateContainers(spec, field, volumes, errors);
  validatePodResources(spec.resources, `${field}.resources`, errors);
  validatePolicies(spec, field, errors);
  validateLabels(spec.nodeSelector as Record<string, string> | undefined, `${field}.nodeSelector`, errors);
  validatePodSecurity(spec, field, errors);
  validateAffinity(spec.affinity, `${field}.affinity`, errors);
  validateDnsConfig(spec, field, errors);
  validateGates(spec, field, errors);
  validateSpreadConstraints(spec.topologySpreadConstraints, `${field}.topologySpreadConstraints`, errors);
  validateNames(spec, field, errors);
  validateTolerations(spec.tolerations, `${field}.tolerations`, errors);
  validateHostAliases(spec, field, errors);
  validateOs(spec, field, errors);
}

/** `template` of a workload: labels, annotations, spec. */
export function validatePodTemplate(
  template: { readonly metadata?: { readonly labels?: unknown; readonly annotations?: unknown }; readonly spec?: PodSpec } | undefined,
  field: string,
  errors: FieldError[],
): void {
  validateLabels(template?.metadata?.labels as Record<string, string> | undefined, `${field}.labels`, errors);
  validateAnnotations(template?.metadata?.annotations as Record<string, string> | undefined, `${field}.annotations`, errors);
  validatePodSpec(template?.spec, `${field}.spec`, errors);
  if (template?.spec?.ephemeralContainers?.length) {
    errors.push(forbiddenField(`${field}.spec.ephemeralContainers`, 'ephemeral containers not allowed in pod template'));
  }
}

function validatePolicies(spec: PodSpec, field: string, errors: FieldError[]): void {
  const restartPolicy = spec.restartPolicy ?? '';
  if (restartPolicy !== '' && !RESTART_POLICIES.includes(restartPolicy)) {
    errors.push(notSupported(`${field}.restartPolicy`, restartPolicy, RESTART_POLICIES));
  }
  const dnsPolicy = spec.dnsPolicy ?? '';
  if (dnsPolicy !== '' && !DNS_POLICIES.includes(dnsPolicy)) {
    errors.push(notSupported(`${field}.dnsPolicy`, dnsPolicy, DNS_POLICIES));
  }
}

function validateResourceClaims(spec: PodSpec, field: string, errors: FieldError[]): void {
  const names = new Set<string>();
  for (const [index, claim] of (spec.resourceClaims ?? []).entries()) {
    const at = `${field}.resourceClaims[${index}]`;
    const { name = '', resourceClaimName, resourceClaimTemplateName } = claim;
    if (name === '') {
      errors.push(required(`${at}.name`));
    } else if (names.has(name)) {
      errors.push(duplicate(`${at}.name`, name));
    } else {
      pushInvalid(errors, `${at}.name`, name, isDns1123Label(name));
    }
    names.add(name);
    const shown = {
      Name: name,
      ResourceClaimName: resourceClaimName ?? null,
      ResourceClaimTemplateName: resourceClaimTemplateName ?? null,
    };
    if (resourceClaimName !== undefined && resourceClaimTemplateName !== undefined) {
      errors.push(invalid(at, shown, 'at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified'));
    }
    if (resourceClaimName === undefined && resourceClaimTemplateName === undefined) {
      errors.push(invalid(at, shown, 'must specify one of: `resourceClaimName`, `resourceClaimTemplateName`'));
    }
  }
}

function validateDnsConfig(spec: PodSpec, field: string, errors: FieldError[]): void {
  const { dnsConfig, dnsPolicy } = spec;
  const at = `${field}.dnsConfig`;
  if (dnsPolicy === 'None' && !dnsConfig) {
    errors.push(required(at, 'must provide `dnsConfig` when `dnsPolicy` is None'));
  } else if (dnsPolicy === 'None' && !dnsConfig?.nameservers?.length) {
    errors.push(required(`${at}.nameservers`, 'must provide at least one DNS nameserver when `dnsPolicy` is None'));
  }
  for (const [index, server] of (dnsConfig?.nameservers ?? []).entries()) {
    pushInvalid(errors, `${at}.nameservers[${index}]`, server, isIp(server));
  }
  for (const [index, search] of (dnsConfig?.searches ?? []).entries()) {
    if (search !== '.') {
      pushInvalid(errors, `${at}.searches[${index}]`, search, isDns1123Subdomain(search.replace(/\.$/, '').replaceAll('_', '-')));
    }
  }
  for (const [index, option] of (dnsConfig?.options ?? []).entries()) {
    if (!option.name) {
      errors.push(required(`${at}.options[${index}]`, 'must not be empty'));
    }
  }
}

function validateGates(spec: PodSpec, field: string, errors: FieldError[]): void {
  for (const [index, { conditionType }] of (spec.readinessGates ?? []).entries()) {
    pushInvalid(errors, `${field}.readinessGates[${index}].conditionType`, conditionType, isQualifiedName(conditionType ?? ''));
  }
  const seen = new Set<string>();
  for (const [index, { name }] of (spec.schedulingGates ?? []).entries()) {
    const at = `${field}.schedulingGates[${index}]`;
    pushInvalid(errors, at, name, isQualifiedName(name ?? ''));
    if (seen.has(name)) {
      errors.push(duplicate(at, name));
    }
    seen.add(name);
  }
}

function validateNames(spec: PodSpec, field: string, errors: FieldError[]): void {
  const { serviceAccountName, nodeName, activeDeadlineSeconds, hostname, subdomain } = spec;
  if (serviceAccountName) {
    pushInvalid(errors, `${field}.serviceAccountName`, serviceAccountName, isDns1123Subdomain(serviceAccountName));
  }
  if (nodeName) {
    pushInvalid(errors, `${field}.nodeName`, nodeName, isDns1123Subdomain(nodeName));
  }
  if (activeDeadlineSeconds !== undefined && (activeDeadlineSeconds < 1 || activeDeadlineSeconds > MAX_INT32)) {
    errors.push(invalid(`${field}.activeDeadlineSeconds`, activeDeadlineSeconds, `must be between 1 and ${MAX_INT32}, inclusive`));
  }
  for (const [name, value] of [
    ['hostname', hostname],
    ['subdomain', subdomain],
  ] as const) {
    if (value) {
      pushInvalid(errors, `${field}.${name}`, value, isDns1123Label(value));
    }
  }
}

function validateHostAliases(spec: PodSpec, field: string, errors: FieldError[]): void {
  for (const [index, { ip, hostnames }] of (spec.hostAliases ?? []).entries()) {
    pushInvalid(errors, `${field}.hostAliases[${index}].ip`, ip ?? '', isIp(ip ?? ''));
    for (const name of hostnames ?? []) {
      pushInvalid(errors, `${field}.hostAliases[${index}].hostnames`, name, isDns1123Subdomain(name));
    }
  }
  const { priorityClassName, runtimeClassName, preemptionPolicy } = spec;
  if (priorityClassName) {
    pushInvalid(errors, `${field}.priorityClassName`, priorityClassName, isDns1123Subdomain(priorityClassName));
  }
  if (runtimeClassName) {
    pushInvalid(errors, `${field}.runtimeClassName`, runtimeClassName, isDns1123Subdomain(runtimeClassName));
  }
  if (preemptionPolicy !== undefined && preemptionPolicy !== 'PreemptLowerPriority' && preemptionPolicy !== 'Never') {
    errors.push(notSupported(`${field}.preemptionPolicy`, preemptionPolicy, ['PreemptLowerPriority', 'Never']));
  }
}

function validateOs(spec: PodSpec, field: string, errors: FieldError[]): void {
  if (!spec.os) {
    return;
  }
  const name: string = spec.os.name ?? '';
  if (name === '') {
    errors.push(required(`${field}.os.name`));
  } else if (name !== 'linux' && name !== 'windows') {
    errors.push(notSupported(`${field}.os.name`, name, ['linux', 'windows']));
  }
  if (name === 'windows') {
    for (const setting of [
      'runAsUser',
      'runAsGroup',
      'fsGroup',
      'fsGroupChangePolicy',
      'seLinuxOptions',
      'seccompProfile',
      'appArmorProfile',
      'supplementalGroups',
      'sysctls',
    ] as const) {
      if (spec.securityContext?.[setting] !== undefined) {
        errors.push(forbiddenField(`${field}.securityContext.${setting}`, 'cannot be set for a windows pod'));
      }
    }
  }
}
