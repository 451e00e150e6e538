/** What is accepted with a warning (source: k8s.io/kubernetes/pkg/api/pod/warnings.go, 1.36). */
import type { AnyObject } from '../../../api/meta';
import { isDns1123Label } from '../../../api/names';
import { canonicalQuantity, parseQuantity } from '../../../api/quantity';
import { deepEqual } from '../../../lib/equal';
import type { Pod } from './types';
import type { Container } from './validation/containers';
import type { PodSpec } from './validation/pod-spec';

const NODE_LABELS: Readonly<Record<string, string>> = {
  'beta.kubernetes.io/arch': 'deprecated since v1.14; use "kubernetes.io/arch" instead',
  'beta.kubernetes.io/os': 'deprecated since v1.14; use "kubernetes.io/os" instead',
  'failure-domain.beta.kubernetes.io/region': 'deprecated since v1.17; use "topology.kubernetes.io/region" instead',
  'failure-domain.beta.kubernetes.io/zone': 'deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
  'beta.kubernetes.io/instance-type': 'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead',
  'node-role.kubernetes.io/master': 'use "node-role.kubernetes.io/control-plane" instead',
};
const ANNOTATIONS: Readonly<Record<string, string>> = {
  'scheduler.alpha.kubernetes.io/critical-pod': 'non-functional in v1.16+; use the "priorityClassName" field instead',
  'seccomp.security.alpha.kubernetes.io/pod': 'non-functional in v1.27+; use the "seccompProfile" field instead',
};
const VOLUMES = {
  gitRepo: 'deprecated in v1.11, and disabled by default in v1.33+',
  glusterfs: 'deprecated in v1.25, non-functional in v1.26+',
  rbd: 'deprecated in v1.28, non-functional in v1.31+',
  cephfs: 'deprecated in v1.28, non-functional in v1.31+',
} as const;
const UNIT = 1_000_000_000n;
const NONE: readonly string[] = [];

export function podWarnings(object: AnyObject, before: AnyObject | undefined): string[] {
  const { metadata, spec } = object as unknown as Pod;
  if (before || !spec) {
    return [];
  }
  const warnings: string[] = [];
  const nameErrors = metadata.name ? isDns1123Label(metadata.name) : NONE;
  if (nameErrors.length > 0) {
    warnings.push(
      `metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended: [${nameErrors.join(' ')}]`,
    );
  }
  for (const [key, text] of Object.entries(ANNOTATIONS)) {
    if (metadata.annotations?.[key] !== undefined) {
      warnings.push(`metadata.annotations[${key}]: ${text}`);
    }
  }
  return [...warnings, ...podSpecWarnings(spec as PodSpec, 'spec')];
}

/** Warnings about a workload's template, on creation and when the template changes. */
export function templateWarnings(object: AnyObject, before: AnyObject | undefined): string[] {
  const template = templateOf(object);
  if (!template?.spec || (before && deepEqual(template, templateOf(before)))) {
    return [];
  }
  return podSpecWarnings(template.spec, 'spec.template.spec');
}

function templateOf(object: AnyObject): { readonly spec?: PodSpec } | undefined {
  return (object.spec as { readonly template?: { readonly spec?: PodSpec } } | undefined)?.template;
}

function podSpecWarnings(spec: PodSpec, field: string): string[] {
  const warnings: string[] = [];
  addSchedulingWarnings(spec, field, warnings);
  addListWarnings(spec, field, warnings);
  for (const [index, volume] of (spec.volumes ?? []).entries()) {
    for (const source of Object.keys(VOLUMES) as (keyof typeof VOLUMES)[]) {
      if (volume[source]) {
        warnings.push(`${field}.volumes[${index}].${source}: ${VOLUMES[source]}`);
      }
    }
    for (const { secret, configMap, downwardAPI, serviceAccountToken, clusterTrustBundle, podCertificate } of volume.projected?.sources ??
      []) {
      if (!secret && !configMap && !downwardAPI && !serviceAccountToken && !clusterTrustBundle && !podCertificate) {
        warnings.push(`volume "${volume.name}" (Projected) has no sources provided`);
      }
    }
  }
  for (const list of ['initContainers', 'containers'] as const) {
    const containers = spec[list];
    for (let index = 0; index < (containers?.length ?? 0); index++) {
      addContainerWarnings(containers?.[index] as Container, `${field}.${list}[${index}]`, warnings);
    }
  }
  if (spec.affinity) {
    addAffinityWarnings(spec.affinity, `${field}.affinity`, warnings);
  }
  return warnings;
}

function addSchedulingWarnings(spec: PodSpec, field: string, warnings: string[]): void {
  for (const key in spec.nodeSelector) {
    if (NODE_LABELS[key]) {
      warnings.push(`${field}.nodeSelector[${key}]: ${NODE_LABELS[key]}`);
    }
  }
  for (const [index, { topologyKey, labelSelector }] of (spec.topologySpreadConstraints ?? []).entries()) {
    const at = `${field}.topologySpreadConstraints[${index}]`;
    if (NODE_LABELS[topologyKey]) {
      warnings.push(`${at}.topologyKey: ${topologyKey} is ${NODE_LABELS[topologyKey]}`);
    }
    if (!labelSelector) {
      warnings.push(`${at}.labelSelector: a null labelSelector results in matching no pod`);
    }
  }
}

function addListWarnings(spec: PodSpec, field: string, warnings: string[]): void {
  for (const [index, { name }] of (spec.imagePullSecrets ?? []).entries()) {
    if (!name) {
      warnings.push(`${field}.imagePullSecrets[${index}].name: invalid empty name ""`);
    }
  }
  const addresses = new Set<string>();
  for (const [index, { ip }] of (spec.hostAliases ?? []).entries()) {
    if (addresses.has(ip)) {
      warnings.push(`${field}.hostAliases[${index}].ip: duplicate ip "${ip}"`);
    }
    addresses.add(ip);
  }
}

function addContainerWarnings(container: Container, at: string, warnings: string[]): void {
  for (const list of ['limits', 'requests'] as const) {
    for (const [name, amount] of Object.entries((container.resources?.[list] ?? {}) as Readonly<Record<string, string>>)) {
      if ((name === 'memory' || name === 'ephemeral-storage') && (parseQuantity(amount)?.nano ?? 0n) % UNIT !== 0n) {
        warnings.push(
          `${at}.resources.${list}[${name}]: fractional byte value "${canonicalQuantity(amount)}" is invalid, must be an integer`,
        );
      }
    }
  }
  const names = new Set<string>();
  for (const [index, { name }] of (container.env ?? []).entries()) {
    if (names.has(name)) {
      warnings.push(`${at}.env[${index}]: hides previous definition of "${name}", which may be dropped when using apply`);
    }
    names.add(name);
  }
  addPortWarnings(container, at, warnings);
}

function addPortWarnings({ ports }: Container, at: string, warnings: string[]): void {
  const seen = new Map<string, number>();
  for (const [index, { name, containerPort, hostPort, hostIP, protocol }] of (ports ?? []).entries()) {
    const key = `${protocol}/${containerPort}/${hostPort ?? 0}/${hostIP ?? ''}`;
    const first = seen.get(key);
    if (first !== undefined) {
      warnings.push(`${at}.ports[${index}]: duplicate port definition with ${at}.ports[${first}]`);
    } else {
      seen.set(key, index);
    }
    if (hostIP && !hostPort) {
      warnings.push(
        `${at}.ports[${index}]: hostIP set without hostPort: {Name:${name ?? ''} HostPort:0 ContainerPort:${containerPort} Protocol:${protocol} HostIP:${hostIP}}`,
      );
    }
  }
}

function addAffinityWarnings(affinity: NonNullable<PodSpec['affinity']>, at: string, warnings: string[]): void {
  for (const kind of ['podAffinity', 'podAntiAffinity'] as const) {
    const terms = affinity[kind];
    for (const [index, term] of (terms?.requiredDuringSchedulingIgnoredDuringExecution ?? []).entries()) {
      addTermWarning(term.labelSelector, `${at}.${kind}.requiredDuringSchedulingIgnoredDuringExecution[${index}].labelSelector`, warnings);
    }
    for (const [index, { podAffinityTerm }] of (terms?.preferredDuringSchedulingIgnoredDuringExecution ?? []).entries()) {
      addTermWarning(
        podAffinityTerm.labelSelector,
        `${at}.${kind}.preferredDuringSchedulingIgnoredDuringExecution[${index}].podAffinityTerm.labelSelector`,
        warnings,
      );
    }
  }
}

function addTermWarning(selector: unknown, field: string, warnings: string[]): void {
  if (!selector) {
    warnings.push(`${field}: a null labelSelector results in matching no pod`);
  }
}
