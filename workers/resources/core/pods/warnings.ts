/** What is accepted with a warning (source: k8s.io/kubernetes/pkg/api/pod/warnings.go, 1.36). */
import type { AnyObject } from '../../../api/meta';
import { isDns1123Label } from '../../../api/names';
import { NODE_LABELS, addNodeTermWarnings, selectorWarnings } from '../nodes/label-warnings';
import { addContainerWarnings, addFractionWarnings, addPortNameWarnings, addPortWarnings } from './container-warnings';
import type { Pod } from './types';
import type { Container } from './validation/containers';
import type { PodSpec } from './validation/pod-spec';
import { addVolumeWarnings } from './volume-warnings';

type Annotations = Readonly<Record<string, string>>;

interface Template {
  readonly metadata?: { readonly annotations?: object };
  readonly spec?: PodSpec;
}

const ANNOTATIONS: Readonly<Record<string, string>> = {
  'scheduler.alpha.kubernetes.io/critical-pod': 'non-functional in v1.16+; use the "priorityClassName" field instead',
  'security.alpha.kubernetes.io/sysctls': 'non-functional in v1.11+; use the "sysctls" field instead',
  'security.alpha.kubernetes.io/unsafe-sysctls': 'non-functional in v1.11+; use the "sysctls" field instead',
};
const SECCOMP_POD = 'seccomp.security.alpha.kubernetes.io/pod';
const SECCOMP_CONTAINER = 'container.seccomp.security.alpha.kubernetes.io/';
const SECCOMP_TEXT = 'non-functional in v1.27+; use the "seccompProfile" field instead';
const APP_ARMOR = 'container.apparmor.security.beta.kubernetes.io/';
const APP_ARMOR_TEXT = 'deprecated since v1.30; use the "appArmorProfile" field instead';
const LISTS = ['initContainers', 'containers', 'ephemeralContainers'] as const;
const NONE: readonly string[] = [];

export function podWarnings(object: AnyObject, before: AnyObject | undefined): string[] {
  const { metadata, spec } = object as unknown as Pod;
  if (before || !spec) return [];
  const warnings: string[] = [];
  const nameErrors = metadata.name ? isDns1123Label(metadata.name) : NONE;
  if (nameErrors.length > 0) {
    warnings.push(
      `metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended: [${nameErrors.join(' ')}]`,
    );
  }
  addWarnings({ metadata, spec: spec as PodSpec }, '', warnings);
  return warnings;
}

/** Warnings about a workload's template, on creation and when the object's specification changes. */
export function templateWarnings(object: AnyObject, before: AnyObject | undefined): string[] {
  const { template } = (object.spec ?? {}) as { readonly template?: Template };
  return before && object.metadata?.generation === before.metadata?.generation ? [] : warningsOfTemplate(template, 'spec.template.');
}

/** As {@link templateWarnings}, after what is to say about a new object's name, which its pods are named after. */
export function namedTemplateWarnings(object: AnyObject, before: AnyObject | undefined): string[] {
  return [...nameWarnings(object, before), ...templateWarnings(object, before)];
}

export function nameWarnings({ metadata }: AnyObject, before: AnyObject | undefined): string[] {
  const errors = before || !metadata?.name ? NONE : isDns1123Label(metadata.name);
  if (errors.length === 0) return [];
  const why = 'this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended';
  return [`metadata.name: ${why}: [${errors.join(' ')}]`];
}

/** `prefix` leads to the template's members: "spec.template." */
export function warningsOfTemplate(template: Template | undefined, prefix: string): string[] {
  const warnings: string[] = [];
  if (template?.spec) addWarnings(template, prefix, warnings);
  return warnings;
}

function addWarnings({ metadata, spec = { containers: [] } }: Template, prefix: string, warnings: string[]): void {
  const annotations = (metadata?.annotations ?? {}) as Annotations;
  const field = `${prefix}spec`;
  addSchedulingWarnings(spec, field, warnings);
  for (const [key, text] of Object.entries(ANNOTATIONS)) {
    if (annotations[key] !== undefined) warnings.push(`${prefix}metadata.annotations[${key}]: ${text}`);
  }
  addVolumeWarnings(spec, field, warnings);
  addListWarnings(spec, field, warnings);
  addFractionWarnings({ overhead: spec.overhead }, ['overhead'], field, warnings);
  if (!spec.securityContext?.seccompProfile && annotations[SECCOMP_POD] !== undefined) {
    warnings.push(`${prefix}metadata.annotations[${SECCOMP_POD}]: ${SECCOMP_TEXT}`);
  }
  const each = (visit: (container: Container, at: string) => void): void => {
    for (const list of LISTS) {
      for (const [index, container] of (spec[list] ?? []).entries()) visit(container as Container, `${field}.${list}[${index}]`);
    }
  };
  each((container, at) => {
    addProfileWarnings(container, spec, annotations, prefix, warnings);
    addContainerWarnings(container, at, warnings);
  });
  const ports: Parameters<typeof addPortWarnings>[2] = new Map();
  each((container, at) => addPortWarnings(container, at, ports, warnings));
  addPortNameWarnings(spec, field, warnings);
  if ((spec.terminationGracePeriodSeconds ?? 0) < 0) {
    warnings.push(`${field}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1`);
  }
  if (spec.affinity) addAffinityWarnings(spec.affinity, `${field}.affinity`, warnings);
}

/** Of a pod's AppArmor annotations the fields are made, without a warning. */
function addProfileWarnings(
  { name, securityContext }: Container,
  spec: PodSpec,
  annotations: Annotations,
  prefix: string,
  warnings: string[],
): void {
  const seccomp = SECCOMP_CONTAINER + name;
  if (!securityContext?.seccompProfile && annotations[seccomp] !== undefined) {
    warnings.push(`${prefix}metadata.annotations[${seccomp}]: ${SECCOMP_TEXT}`);
  }
  const appArmor = APP_ARMOR + name;
  const hasProfile = spec.securityContext?.appArmorProfile ?? securityContext?.appArmorProfile;
  if (prefix !== '' && !hasProfile && annotations[appArmor] !== undefined) {
    warnings.push(`${prefix}metadata.annotations[${appArmor}]: ${APP_ARMOR_TEXT}`);
  }
}

function addSchedulingWarnings(spec: PodSpec, field: string, warnings: string[]): void {
  warnings.push(...selectorWarnings(spec.nodeSelector, `${field}.nodeSelector`));
  const affinity = spec.affinity?.nodeAffinity;
  const at = `${field}.affinity.nodeAffinity`;
  const required = affinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  for (const [index, term] of required.entries()) {
    addNodeTermWarnings(term, false, `${at}.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[${index}]`, warnings);
  }
  for (const [index, { preference }] of (affinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []).entries()) {
    addNodeTermWarnings(preference, true, `${at}.preferredDuringSchedulingIgnoredDuringExecution[${index}].preference`, warnings);
  }
  for (const [index, { topologyKey = '', labelSelector }] of (spec.topologySpreadConstraints ?? []).entries()) {
    const constraint = `${field}.topologySpreadConstraints[${index}]`;
    if (NODE_LABELS[topologyKey]) warnings.push(`${constraint}.topologyKey: ${topologyKey} is ${NODE_LABELS[topologyKey]}`);
    if (!labelSelector) warnings.push(`${constraint}.labelSelector: a null labelSelector results in matching no pod`);
  }
}

function addListWarnings(spec: PodSpec, field: string, warnings: string[]): void {
  const repeated = (texts: readonly string[], what: string, list: string): void => {
    for (const [index, text] of texts.entries()) {
      if (texts.indexOf(text) < index) warnings.push(`${field}.${list}[${index}].${what}: duplicate ${what} ${JSON.stringify(text)}`);
    }
  };
  repeated(
    (spec.hostAliases ?? []).map(({ ip }) => ip ?? ''),
    'ip',
    'hostAliases',
  );
  const secrets = (spec.imagePullSecrets ?? []).map(({ name }) => name ?? '');
  repeated(secrets, 'name', 'imagePullSecrets');
  for (const [index, name] of secrets.entries()) {
    if (name === '') warnings.push(`${field}.imagePullSecrets[${index}].name: invalid empty name ""`);
  }
}

function addAffinityWarnings(affinity: NonNullable<PodSpec['affinity']>, at: string, warnings: string[]): void {
  for (const kind of ['podAffinity', 'podAntiAffinity'] as const) {
    const terms = affinity[kind];
    for (const [index, { labelSelector }] of (terms?.requiredDuringSchedulingIgnoredDuringExecution ?? []).entries()) {
      addTermWarning(labelSelector, `${at}.${kind}.requiredDuringSchedulingIgnoredDuringExecution[${index}].labelSelector`, warnings);
    }
    for (const [index, term] of (terms?.preferredDuringSchedulingIgnoredDuringExecution ?? []).entries()) {
      const field = `${at}.${kind}.preferredDuringSchedulingIgnoredDuringExecution[${index}].podAffinityTerm.labelSelector`;
      addTermWarning(term.podAffinityTerm?.labelSelector, field, warnings);
    }
  }
}

function addTermWarning(selector: unknown, field: string, warnings: string[]): void {
  if (!selector) warnings.push(`${field}: a null labelSelector results in matching no pod`);
}
