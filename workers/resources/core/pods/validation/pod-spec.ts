/** Specs of pods and pod templates (source: k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidatePodSpec, 1.36). */
import { duplicate, forbiddenField, invalid, notSupported, required, tooLong } from '../../../../api/field-error';
import type { FieldError } from '../../../../api/field-error';
import { isDns1123Label, isDns1123Subdomain, isQualifiedName } from '../../../../api/names';
import { pushInvalid, validateAnnotations, validateLabels } from '../../../validation/labels';
import { isIp } from '../../../validation/values';
import { MIRROR } from '../mirror';
import type { Pod } from '../types';
import { validateAffinity } from './affinity';
import { validateProfilesAgree, validateTemplateAnnotations } from './annotations';
import { validateContainers, validateInitContainers } from './containers';
import { validateDnsConfig } from './dns';
import { validateFileKeyVolumes } from './env';
import { validateEphemeralContainers } from './ephemeral-containers';
import { validatePodResources } from './pod-resources';
import { validateContainerResources } from './resources';
import { validateHostUsers, validatePodSecurity } from './security';
import { validateTolerations } from './tolerations';
import { validateSpreadConstraints } from './topology-spread';
import { validateVolumes } from './volumes';
import { validateHostProcess, validateOs } from './windows';

export type PodSpec = NonNullable<Pod['spec']>;

const RESTART_POLICIES = ['Always', 'OnFailure', 'Never'];
const DNS_POLICIES = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];
const PREEMPTION_POLICIES = ['PreemptLowerPriority', 'Never'];
const MAX_INT32 = 2_147_483_647;
const HOSTNAME_MAX = 64;

/** Errors come in upstream's order. A missing spec is checked as an empty one. `metadata` is the pod's, absent in templates. */
export function validatePodSpec(given: PodSpec | undefined, field: string, errors: FieldError[], metadata?: Pod['metadata']): void {
  const spec = given ?? ({} as PodSpec);
  const volumes = validateVolumes(spec.volumes, metadata && (metadata.name ?? ''), `${field}.volumes`, errors);
  const context = { spec, volumes, graceSeconds: spec.terminationGracePeriodSeconds ?? 30 };
  if (metadata?.annotations?.[MIRROR] === undefined) validateResourceClaims(spec, `${field}.resourceClaims`, errors);
  else errors.push(...(spec.resourceClaims ?? []).map(() => forbiddenField('[]', 'static pods do not support resource claims')));
  validateContainers(context, `${field}.containers`, errors);
  validateInitContainers(context, `${field}.initContainers`, errors);
  validateEphemeralContainers(context, `${field}.ephemeralContainers`, errors);
  validatePodResources(spec, `${field}.resources`, errors);
  validateHostNetwork(spec, `${field}.containers`, errors);
  oneOf(spec.restartPolicy, RESTART_POLICIES, `${field}.restartPolicy`, errors);
  oneOf(spec.dnsPolicy, DNS_POLICIES, `${field}.dnsPolicy`, errors);
  validateLabels(spec.nodeSelector as Record<string, string> | undefined, `${field}.nodeSelector`, errors);
  validatePodSecurity(spec, `${field}.securityContext`, errors);
  validateAffinity(spec.affinity, `${field}.affinity`, errors);
  validateDnsConfig(spec, `${field}.dnsConfig`, errors);
  validateGates(spec, field, errors);
  validateSpreadConstraints(spec.topologySpreadConstraints, `${field}.topologySpreadConstraints`, errors);
  validateHostProcess(spec, field, errors);
  validateHostUsers(spec, field, errors);
  validateNames(spec, field, errors);
  validateTolerations(spec.tolerations, `${field}.tolerations`, errors);
  validateHostAliases(spec, `${field}.hostAliases`, errors);
  validateClasses(spec, field, errors);
  if (spec.overhead) validateContainerResources({ limits: spec.overhead }, `${field}.overhead`, errors);
  validateOs(spec, field, errors);
  validateFileKeyVolumes(context, field, errors);
}

/** `template` of a workload: labels, annotations, spec. */
export function validatePodTemplate(
  template: { readonly metadata?: { readonly labels?: unknown; readonly annotations?: unknown }; readonly spec?: PodSpec } | undefined,
  field: string,
  errors: FieldError[],
): void {
  const annotations = template?.metadata?.annotations as Record<string, string> | undefined;
  validateLabels(template?.metadata?.labels as Record<string, string> | undefined, `${field}.labels`, errors);
  validateAnnotations(annotations, `${field}.annotations`, errors);
  validateTemplateAnnotations(annotations, template?.spec, `${field}.annotations`, errors);
  validatePodSpec(template?.spec, `${field}.spec`, errors);
  if (template?.spec) validateProfilesAgree(annotations, template.spec, `${field}.spec`, errors);
  if (template?.spec?.ephemeralContainers?.length) {
    errors.push(forbiddenField(`${field}.spec.ephemeralContainers`, 'ephemeral containers not allowed in pod template'));
  }
}

function oneOf(value: string | undefined, supported: readonly string[], field: string, errors: FieldError[]): void {
  if (value && !supported.includes(value)) errors.push(notSupported(field, value, supported));
}

function validateResourceClaims(spec: PodSpec, list: string, errors: FieldError[]): void {
  const names = new Set<string>();
  for (const [index, claim] of (spec.resourceClaims ?? []).entries()) {
    const at = `${list}[${index}]`;
    const { name = '', resourceClaimName, resourceClaimTemplateName } = claim;
    if (name === '') errors.push(required(`${at}.name`));
    else if (names.has(name)) errors.push(duplicate(`${at}.name`, name));
    else pushInvalid(errors, `${at}.name`, name, isDns1123Label(name));
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
    for (const part of ['resourceClaimName', 'resourceClaimTemplateName'] as const) {
      const given = claim[part];
      if (given !== undefined) pushInvalid(errors, `${at}.${part}`, given, isDns1123Subdomain(given));
    }
  }
}

/** On the host's network every port is one of the host. Upstream looks at ordinary containers only. */
function validateHostNetwork(spec: PodSpec, list: string, errors: FieldError[]): void {
  if (!spec.hostNetwork) return;
  for (const [index, { ports }] of (spec.containers ?? []).entries()) {
    for (const [position, { hostPort, containerPort }] of (ports ?? []).entries()) {
      if (!hostPort || hostPort === containerPort) continue;
      errors.push(
        invalid(`${list}[${index}].ports[${position}].hostPort`, hostPort, 'must match `containerPort` when `hostNetwork` is true'),
      );
    }
  }
}

function validateGates(spec: PodSpec, field: string, errors: FieldError[]): void {
  for (const [index, { conditionType = '' }] of (spec.readinessGates ?? []).entries()) {
    pushInvalid(errors, `${field}.readinessGates[${index}].conditionType`, conditionType, isQualifiedName(conditionType));
  }
  const seen = new Set<string>();
  for (const [index, { name = '' }] of (spec.schedulingGates ?? []).entries()) {
    const at = `${field}.schedulingGates[${index}]`;
    pushInvalid(errors, at, name, isQualifiedName(name));
    if (seen.has(name)) errors.push(duplicate(at, name));
    seen.add(name);
  }
}

function validateNames(spec: PodSpec, field: string, errors: FieldError[]): void {
  const { serviceAccountName, nodeName, activeDeadlineSeconds, hostname, subdomain } = spec;
  validateHostnameOverride(spec, `${field}.hostnameOverride`, errors);
  if (serviceAccountName) {
    pushInvalid(errors, `${field}.serviceAccountName`, serviceAccountName, isDns1123Subdomain(serviceAccountName));
  }
  if (nodeName) pushInvalid(errors, `${field}.nodeName`, nodeName, isDns1123Subdomain(nodeName));
  if (activeDeadlineSeconds !== undefined && (activeDeadlineSeconds < 1 || activeDeadlineSeconds > MAX_INT32)) {
    errors.push(invalid(`${field}.activeDeadlineSeconds`, activeDeadlineSeconds, `must be between 1 and ${MAX_INT32}, inclusive`));
  }
  if (hostname) pushInvalid(errors, `${field}.hostname`, hostname, isDns1123Label(hostname));
  if (subdomain) pushInvalid(errors, `${field}.subdomain`, subdomain, isDns1123Label(subdomain));
}

function validateHostAliases(spec: PodSpec, list: string, errors: FieldError[]): void {
  for (const [index, { ip = '', hostnames }] of (spec.hostAliases ?? []).entries()) {
    pushInvalid(errors, `${list}[${index}].ip`, ip, isIp(ip));
    for (const [position, name] of (hostnames ?? []).entries()) {
      pushInvalid(errors, `${list}[${index}].hostnames[${position}]`, name, isDns1123Subdomain(name));
    }
  }
}

function validateClasses(spec: PodSpec, field: string, errors: FieldError[]): void {
  const { priorityClassName, runtimeClassName, preemptionPolicy } = spec;
  if (priorityClassName) {
    pushInvalid(errors, `${field}.priorityClassName`, priorityClassName, isDns1123Subdomain(priorityClassName));
  }
  if (runtimeClassName !== undefined) {
    pushInvalid(errors, `${field}.runtimeClassName`, runtimeClassName, isDns1123Subdomain(runtimeClassName));
  }
  if ((preemptionPolicy as string | undefined) === '') errors.push(required(`${field}.preemptionPolicy`));
  else oneOf(preemptionPolicy, PREEMPTION_POLICIES, `${field}.preemptionPolicy`, errors);
}

function validateHostnameOverride(spec: PodSpec, field: string, errors: FieldError[]): void {
  const name = spec.hostnameOverride;
  if (name === undefined) return;
  if (spec.setHostnameAsFQDN) errors.push(forbiddenField(field, 'may not be specified when setHostnameAsFQDN is true'));
  if (spec.hostNetwork) errors.push(forbiddenField(field, 'may not be specified when hostNetwork is true'));
  if (name.length > HOSTNAME_MAX) errors.push(tooLong(field, HOSTNAME_MAX));
  pushInvalid(errors, field, name, isDns1123Subdomain(name));
}
