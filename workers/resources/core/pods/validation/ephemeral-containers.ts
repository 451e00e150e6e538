/** Source: k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateEphemeralContainers, 1.36. */
import { duplicate, forbiddenField, notFoundField } from '../../../../api/field-error';
import type { FieldError } from '../../../../api/field-error';
import { deepEqual } from '../../../../lib/equal';
import { emptiedOf, printed } from '../../../schema/emptied';
import { diffOf, internalForm } from '../../../schema/internal-form';
import { validateCommon, validateImage } from './containers';
import type { Container, PodContext } from './containers';
import type { PodSpec } from './pod-spec';

const REFUSED = 'cannot be set for an Ephemeral Container';
/** Of a container's fields those that a debugger has no use for, in the order in which Go declares them. */
const FORBIDDEN = [
  'ports',
  'resources',
  'resizePolicy',
  'restartPolicy',
  'restartPolicyRules',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'lifecycle',
] as const;

export function validateEphemeralContainers(context: PodContext, list: string, errors: FieldError[]): void {
  const { ephemeralContainers, containers, initContainers } = context.spec;
  if (!ephemeralContainers?.length) return;
  const others = [...(containers ?? []), ...(initContainers ?? [])].map(({ name }) => name ?? '');
  const names = new Set(others);
  for (const [index, container] of ephemeralContainers.entries()) {
    const at = `${list}[${index}]`;
    const { name = '', targetContainerName } = container;
    validateCommon(container as Container, at, context, errors);
    validateImage(container as Container, at, errors);
    if (names.has(name)) errors.push(duplicate(`${at}.name`, name));
    names.add(name);
    if (targetContainerName && !others.includes(targetContainerName)) {
      errors.push(notFoundField(`${at}.targetContainerName`, targetContainerName));
    }
    for (const field of FORBIDDEN) {
      const value = printed(container, field) as object | null;
      const isSet = field === 'resources' ? Object.keys({ ...value, ...emptiedOf(value ?? {}) }).length > 0 : value !== null;
      if (isSet) errors.push(forbiddenField(`${at}.${field}`, REFUSED));
    }
    for (const [mount, { subPath, subPathExpr }] of (container.volumeMounts ?? []).entries()) {
      if (subPath) errors.push(forbiddenField(`${at}.volumeMounts[${mount}].subPath`, REFUSED));
      if (subPathExpr) errors.push(forbiddenField(`${at}.volumeMounts[${mount}].subPathExpr`, REFUSED));
    }
  }
}

/** They can be added, but neither changed nor taken away. */
export function validateEphemeralContainersChange(after: PodSpec, stored: PodSpec): FieldError[] {
  const field = 'spec.ephemeralContainers';
  const now = new Map((after.ephemeralContainers ?? []).map((container) => [container.name, container]));
  return (stored.ephemeralContainers ?? []).flatMap((old) => {
    const kept = now.get(old.name);
    const name = JSON.stringify(old.name);
    if (!kept) return [forbiddenField(field, `existing ephemeral containers ${name} may not be removed\n`)];
    if (deepEqual(kept, old)) return [];
    const change = diffOf(internalForm(old, 'EphemeralContainer'), internalForm(kept, 'EphemeralContainer'));
    return [forbiddenField(field, `existing ephemeral containers ${name} may not be changed\n${change}`)];
  });
}
