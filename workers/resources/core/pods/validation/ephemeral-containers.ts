/** Source: k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidatePodEphemeralContainersUpdate, 1.36. */
import { duplicate, forbiddenField, notFoundField } from '../../../../api/field-error';
import type { FieldError } from '../../../../api/field-error';
import { deepEqual } from '../../../../lib/equal';
import { diffOf, internalForm } from '../../../schema/internal-form';
import { validateCommon } from './containers';
import type { Container } from './containers';
import type { PodSpec } from './pod-spec';

const FIELD = 'spec.ephemeralContainers';
/** Of a container's fields those that a debugger has no use for, in the order in which Go declares them. */
const FORBIDDEN = ['ports', 'resources', 'resizePolicy', 'livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle'] as const;

/** They can be added, but neither changed nor taken away. */
export function validateEphemeralContainersUpdate(after: PodSpec, stored: PodSpec): FieldError[] {
  const errors: FieldError[] = [];
  validateEphemeralContainers(after, errors);
  const now = new Map((after.ephemeralContainers ?? []).map((container) => [container.name, container]));
  for (const old of stored.ephemeralContainers ?? []) {
    const kept = now.get(old.name);
    if (!kept) {
      errors.push(forbiddenField(FIELD, `existing ephemeral containers "${old.name}" may not be removed\n`));
    } else if (!deepEqual(kept, old)) {
      const change = diffOf(internalForm(old, 'EphemeralContainer'), internalForm(kept, 'EphemeralContainer'));
      errors.push(forbiddenField(FIELD, `existing ephemeral containers "${old.name}" may not be changed\n${change}`));
    }
  }
  return errors;
}

function validateEphemeralContainers(spec: PodSpec, errors: FieldError[]): void {
  const volumes = new Set((spec.volumes ?? []).map(({ name }) => name));
  const others = [...(spec.containers ?? []), ...(spec.initContainers ?? [])].map(({ name }) => name);
  const names = new Set(others);
  for (const [index, container] of (spec.ephemeralContainers ?? []).entries()) {
    const at = `${FIELD}[${index}]`;
    validateCommon(container as Container, at, volumes, spec.hostUsers, errors);
    if (names.has(container.name)) errors.push(duplicate(`${at}.name`, container.name));
    names.add(container.name);
    const { targetContainerName } = container;
    if (targetContainerName && !others.includes(targetContainerName)) {
      errors.push(notFoundField(`${at}.targetContainerName`, targetContainerName));
    }
    for (const field of FORBIDDEN) {
      const value = container[field];
      const isSet = Array.isArray(value) ? value.length > 0 : value !== undefined && Object.keys(value).length > 0;
      if (isSet) errors.push(forbiddenField(`${at}.${field}`, 'cannot be set for an Ephemeral Container'));
    }
    for (const [mount, { subPath, subPathExpr }] of (container.volumeMounts ?? []).entries()) {
      const why = 'cannot be set for an Ephemeral Container';
      if (subPath) errors.push(forbiddenField(`${at}.volumeMounts[${mount}].subPath`, why));
      if (subPathExpr) errors.push(forbiddenField(`${at}.volumeMounts[${mount}].subPathExpr`, why));
    }
  }
}
