/**
 * Pod security standards by namespace labels (source: k8s.io/pod-security-admission/admission/admission.go, 1.36).
 */
import { deepEqual } from '../../../lib/equal';
import type { AnyObject, ObjectMeta } from '../../../api/meta';
import { forbidden } from '../../../api/status';
import type { Status } from '../../../api/status';
import type { AdmissionPlugin, AdmissionRequest } from '../plugin';
import { invalid } from '../../replies';
import { baselineChecks } from './baseline';
import type { PodSpec, VersionedCheck, Violation } from './pod';
import { enforcedPolicy, isNoStricter, validatePodSecurityLabels, warnedPolicy } from './labels';
import type { Policy } from './labels';
import { restrictedChecks } from './restricted';

/** Workloads whose templates are told about, and where those are. */
const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  '/podtemplates': ['template'],
  '/replicationcontrollers': ['spec', 'template'],
  'apps/daemonsets': ['spec', 'template'],
  'apps/deployments': ['spec', 'template'],
  'apps/replicasets': ['spec', 'template'],
  'apps/statefulsets': ['spec', 'template'],
  'batch/cronjobs': ['spec', 'jobTemplate', 'spec', 'template'],
  'batch/jobs': ['spec', 'template'],
};
/** Subresources of pods that change what a pod may do. */
const POD_PARTS: ReadonlySet<string> = new Set(['', 'ephemeralcontainers', 'resize']);
/** Pods of a namespace that are looked at when its level changes. */
const NAMESPACE_PODS_MAX = 3000;

/** A pod, or the template of one. */
interface Pod {
  readonly metadata?: ObjectMeta;
  readonly spec?: PodSpec;
}

export const podSecurity: AdmissionPlugin = {
  name: 'PodSecurity',
  validate(request) {
    const { scope, operation, object } = request;
    const kind = `${scope.definition.group}/${scope.definition.resource}`;
    if (!object || operation === 'DELETE') return undefined;
    if (kind === '/pods') return POD_PARTS.has(scope.subresource) ? validatePod(request) : undefined;
    if (scope.subresource) return undefined;
    if (kind === '/namespaces') return validateNamespace(request);
    const path = TEMPLATES[kind];
    const template = path?.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], object);
    if (template) warn(request, template as Pod);
    return undefined;
  },
};

function validatePod(request: AdmissionRequest): Status | undefined {
  const { before, name } = request;
  const pod = request.object as Pod;
  if (!pod.spec || (before && !matters(pod, before as Pod))) return undefined;
  const enforced = enforcedPolicy(namespaceOf(request)?.labels);
  const violations = evaluate(enforced, pod);
  if (violations.length) return forbidden('', 'pods', name, `violates PodSecurity "${enforced.title}": ${told(violations)}`);
  warn(request, pod);
  return undefined;
}

/** Of a pod that runs, only other containers, images and profiles can be worse than before. */
function matters(pod: Pod, before: Pod): boolean {
  return !deepEqual(looks(pod), looks(before));
}

function looks({ metadata, spec = {} }: Pod): object {
  const images = (['containers', 'initContainers', 'ephemeralContainers'] as const).map((list) =>
    (spec[list] ?? []).map(({ name, image }) => [name, image]),
  );
  const profiles = Object.entries(metadata?.annotations ?? {}).filter(([key]) => /(seccomp|apparmor)\.security\./.test(key));
  return [images, profiles.sort(([a], [b]) => (a < b ? -1 : 1))];
}

function warn(request: AdmissionRequest, pod: Pod): void {
  const policy = warnedPolicy(namespaceOf(request)?.labels);
  const violations = evaluate(policy, pod);
  if (violations.length) request.scope.warnings.push(`would violate PodSecurity "${policy.title}": ${told(violations)}`);
}

/** A new enforce level warns of the pods that would not pass it. */
function validateNamespace({ scope, name, object, before }: AdmissionRequest): Status | undefined {
  const errors = validatePodSecurityLabels(object?.metadata?.labels);
  if (errors.length && !(before && deepEqual(errors, validatePodSecurityLabels(before.metadata?.labels)))) {
    return invalid(scope.definition, name, errors);
  }
  const policy = enforcedPolicy(object?.metadata?.labels);
  if (!before || isNoStricter(policy, enforcedPolicy(before.metadata?.labels))) return undefined;
  const byReasons = new Map<string, string[]>();
  for (const pod of scope.backend.reader.list('', 'pods', name).slice(0, NAMESPACE_PODS_MAX)) {
    const reasons = evaluate(policy, pod as Pod)
      .map(({ reason }) => reason)
      .join(', ');
    if (reasons) byReasons.set(reasons, [...(byReasons.get(reasons) ?? []), pod.metadata?.name ?? '']);
  }
  if (byReasons.size === 0) return undefined;
  scope.warnings.push(`existing pods in namespace "${name}" violate the new PodSecurity enforce level "${policy.title}"`);
  const lines = [...byReasons].map(([reasons, [first, ...others]]) => {
    const rest = others.length === 0 ? '' : ` (and ${others.length} other ${others.length === 1 ? 'pod' : 'pods'})`;
    return `${first}${rest}: ${reasons}`;
  });
  scope.warnings.push(...lines.sort());
  return undefined;
}

function namespaceOf({ scope }: AdmissionRequest): ObjectMeta | undefined {
  return (scope.backend.reader.get('', 'namespaces', '', scope.namespace) as AnyObject | undefined)?.metadata;
}

function evaluate({ level, minor }: Policy, { metadata, spec }: Pod): Violation[] {
  if (level === 'privileged' || !spec) return [];
  const isPart = ({ since = 0, replacedSince = Number.POSITIVE_INFINITY }: VersionedCheck) =>
    minor >= since && (level === 'baseline' || minor < replacedSince);
  const checks = [...baselineChecks.filter(isPart), ...(level === 'restricted' ? restrictedChecks.filter(isPart) : [])];
  return checks.flatMap(({ check }) => check(spec, minor, metadata?.annotations ?? {}) ?? []);
}

function told(violations: readonly Violation[]): string {
  return violations.map(({ reason, detail }) => `${reason} (${detail})`).join(', ');
}
