/** Labels that choose levels and versions (source: k8s.io/pod-security-admission/api/helpers.go PolicyToEvaluate, 1.36). */
import { invalid } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';

const LEVELS = ['privileged', 'baseline', 'restricted'];
const VERSION = /^(latest|v1\.(0|[1-9]\d*))$/;

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
