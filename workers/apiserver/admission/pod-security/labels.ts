/** Labels that choose levels and versions (source: k8s.io/pod-security-admission/api/helpers.go PolicyToEvaluate, 1.36). */
import { invalid } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';

const PREFIX = 'pod-security.kubernetes.io/';
/** From loose to strict. */
const LEVELS = ['privileged', 'baseline', 'restricted'];
const VERSION = /^(latest|v1\.(0|[1-9]\d*))$/;
const NEWEST_MINOR = 36;

type Labels = Readonly<Record<string, string>>;

/** A level and the version of it. */
export interface Policy {
  readonly level: string;
  readonly version: string;
  /** Version of the standard: 36 of v1.36. */
  readonly minor: number;
  /** "baseline:latest" */
  readonly title: string;
}

export function enforcedPolicy(labels: Labels = {}): Policy {
  return policy(levelOf(labels, 'enforce'), labels['pod-security.kubernetes.io/enforce-version']);
}

/** Without a level of their own, warnings follow what is enforced. */
export function warnedPolicy(labels: Labels = {}): Policy {
  const version = labels[`${PREFIX}warn-version`];
  if (labels[`${PREFIX}warn`] !== undefined) return policy(levelOf(labels, 'warn'), version);
  return policy(levelOf(labels, 'enforce'), version ?? labels[`${PREFIX}enforce-version`]);
}

/** Whether `a` asks for no more than `b`, of the same version. */
export function isNoStricter(a: Policy, b: Policy): boolean {
  return a.version === b.version && LEVELS.indexOf(a.level) <= LEVELS.indexOf(b.level);
}

function levelOf(labels: Labels, mode: 'enforce' | 'warn'): string {
  const level = labels[PREFIX + mode] ?? 'privileged';
  return LEVELS.includes(level) ? level : 'privileged';
}

function policy(level: string, version = 'latest'): Policy {
  return { level, version, minor: Number(/^v1\.(\d+)$/.exec(version)?.[1] ?? NEWEST_MINOR), title: `${level}:${version}` };
}

export function validatePodSecurityLabels(labels: Readonly<Record<string, string>> = {}): FieldError[] {
  const errors: FieldError[] = [];
  for (const mode of ['enforce', 'audit', 'warn']) {
    const key = `pod-security.kubernetes.io/${mode}`;
    const [level, version] = [labels[key], labels[`${key}-version`]];
    if (level !== undefined && !LEVELS.includes(level)) {
      errors.push(invalid(`metadata.labels[${key}]`, level, `must be one of ${LEVELS.join(', ')}`));
    }
    if (version !== undefined && !VERSION.test(version)) {
      errors.push(invalid(`metadata.labels[${key}-version]`, version, 'must be "latest" or "v1.x"'));
    }
  }
  return errors;
}
