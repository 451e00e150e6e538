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
import { validatePodSecurityLabels } from './labels';
import { restrictedChecks } from './restricted';

const PREFIX = 'pod-security.kubernetes.io/';
/** Workloads whose templates are told about, and where the pod's spec is. */
const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  '/podtemplates': ['template', 'spec'],
  '/replicationcontrollers': ['spec', 'template', 'spec'],
  'apps/daemonsets': ['spec', 'template', 'spec'],
  'apps/deployments': ['spec', 'template', 'spec'],
  'apps/replicasets': ['spec', 'template', 'spec'],
  'apps/statefulsets': ['spec', 'template', 'spec'],
  'batch/cronjobs': ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
  'batch/jobs': ['spec', 'template', 'spec'],
};
/** Pods of a namespace that are looked at when its level changes. */
const NAMESPACE_PODS_MAX = 3000;

const NEWEST_MINOR = 36;

interface Policy {
  readonly level: string;
  /** Version of the standard: 36 of v1.36. */
  readonly minor: number;
  /** "baseline:latest" */
  readonly title: string;
}

export const podSecurity: AdmissionPlugin = {
  name: 'PodSecurity',
  validate(request) {
    const { scope, operation, object } = request;
    if (!object || operation === 'DELETE' || scope.subresource) return undefined;
    const kind = `${scope.definition.group}/${scope.definition.resource}`;
    if (kind === '/pods') return validatePod(request);
    if (kind === '/namespaces') return validateNamespace(request);
    const path = TEMPLATES[kind];
    if (path)
      warn(
        request,
        path.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], object) as PodSpec | undefined,
      );
    return undefined;
  },
};

function validatePod(request: AdmissionRequest): Status | undefined {
  const { object, before, name } = request;
  const spec = object?.spec as PodSpec | undefined;
  if (!spec || (before && deepEqual(spec, before.spec))) return undefined;
  const enforced = policyOf(namespaceOf(request), 'enforce');
  const violations = enforced ? evaluate(enforced, spec) : [];
  if (enforced && violations.length) return forbidden('', 'pods', name, `violates PodSecurity "${enforced.title}": ${told(violations)}`);
  warn(request, spec);
  return undefined;
}

function warn(request: AdmissionRequest, spec: PodSpec | undefined): void {
  const namespace = namespaceOf(request);
  const policy = policyOf(namespace, 'warn') ?? policyOf(namespace, 'enforce');
  const violations = policy && spec ? evaluate(policy, spec) : [];
  if (policy && violations.length) request.scope.warnings.push(`would violate PodSecurity "${policy.title}": ${told(violations)}`);
}

/** A new enforce level warns of the pods that would not pass it. */
function validateNamespace({ scope, name, object, before }: AdmissionRequest): Status | undefined {
  const errors = validatePodSecurityLabels(object?.metadata?.labels);
  if (errors.length && !(before && deepEqual(errors, validatePodSecurityLabels(before.metadata?.labels)))) {
    return invalid(scope.definition, name, errors);
  }
  const policy = policyOf(object?.metadata as ObjectMeta | undefined, 'enforce');
  if (!before || !policy || policy.title === policyOf(before.metadata, 'enforce')?.title) return undefined;
  const byReasons = new Map<string, string[]>();
  for (const pod of scope.backend.reader.list('', 'pods', name).slice(0, NAMESPACE_PODS_MAX)) {
    const reasons = evaluate(policy, pod.spec as PodSpec)
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

function policyOf(metadata: ObjectMeta | undefined, mode: 'enforce' | 'warn'): Policy | undefined {
  const level = metadata?.labels?.[`${PREFIX}${mode}`];
  if (level !== 'baseline' && level !== 'restricted') return undefined;
  const version = metadata?.labels?.[`${PREFIX}${mode}-version`] ?? 'latest';
  const minor = Number(/^v1\.(\d+)$/.exec(version)?.[1] ?? NEWEST_MINOR);
  return { level, minor, title: `${level}:${version}` };
}

function evaluate({ level, minor }: Policy, spec: PodSpec): Violation[] {
  const isPart = ({ since = 0, replacedSince = Number.POSITIVE_INFINITY }: VersionedCheck) =>
    minor >= since && (level === 'baseline' || minor < replacedSince);
  const checks = [...baselineChecks.filter(isPart), ...(level === 'restricted' ? restrictedChecks.filter(isPart) : [])];
  return checks.flatMap(({ check }) => check(spec, minor) ?? []);
}

function told(violations: readonly Violation[]): string {
  return violations.map(({ reason, detail }) => `${reason} (${detail})`).join(', ');
}
