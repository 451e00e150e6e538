/** Source: k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateContainers and its parts, 1.36. */
import { duplicate, forbiddenField, invalid, notFoundField, notSupported, required } from '../../../../api/field-error';
import type { FieldError } from '../../../../api/field-error';
import { isDns1123Label, isPortName, isPortNumber } from '../../../../api/names';
import { pushInvalid } from '../../../validation/labels';
import { validateEnv } from './env';
import type { PodSpec } from './pod-spec';
import { validateHandler, validateProbe } from './probes';
import { validateContainerResources } from './resources';
import { validateContainerSecurity } from './security';

export type Container = PodSpec['containers'][number];

/** Names of the pod's volumes, and whether each comes from a claim. */
export type VolumeNames = ReadonlySet<string>;

const PULL_POLICIES = ['Always', 'IfNotPresent', 'Never'];
const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];
const RESTART_POLICIES = ['Always', 'Never', 'OnFailure'];
const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const;

export function validateContainers(spec: PodSpec, field: string, volumes: VolumeNames, errors: FieldError[]): void {
  const names = new Set<string>();
  const graceSeconds = spec.terminationGracePeriodSeconds ?? 30;
  const { containers } = spec;
  if (!containers?.length) {
    errors.push(required(`${field}.containers`));
  }
  for (let index = 0; index < (containers?.length ?? 0); index++) {
    const container = containers[index] as Container;
    const at = `${field}.containers[${index}]`;
    validateCommon(container, at, volumes, spec.hostUsers, errors);
    noteName(container.name, at, names, errors);
    validateRestartPolicy(container, at, errors);
    validateLifecycle(container, at, graceSeconds, errors);
    validateProbes(container, at, graceSeconds, errors);
  }
  checkHostPorts(containers ?? [], `${field}.containers`, errors);
  for (const [index, container] of (spec.initContainers ?? []).entries()) {
    validateInitContainer(
      container,
      `${field}.initContainers[${index}]`,
      { volumes, names, graceSeconds, hostUsers: spec.hostUsers },
      errors,
    );
  }
}

interface InitContext {
  readonly volumes: VolumeNames;
  readonly names: Set<string>;
  readonly graceSeconds: number;
  readonly hostUsers: boolean | undefined;
}

function validateInitContainer(
  container: Container,
  at: string,
  { volumes, names, graceSeconds, hostUsers }: InitContext,
  errors: FieldError[],
): void {
  validateCommon(container, at, volumes, hostUsers, errors);
  noteName(container.name, at, names, errors);
  validateRestartPolicy(container, at, errors);
  checkHostPorts([container], at, errors);
  if (container.restartPolicy === 'Always') {
    validateLifecycle(container, at, graceSeconds, errors);
    validateProbes(container, at, graceSeconds, errors);
    return;
  }
  for (const setting of ['lifecycle', ...PROBES] as const) {
    if (container[setting]) {
      errors.push(forbiddenField(`${at}.${setting}`, 'may not be set for init containers without restartPolicy=Always'));
    }
  }
}

export function validateCommon(
  container: Container,
  at: string,
  volumes: VolumeNames,
  hostUsers: boolean | undefined,
  errors: FieldError[],
): void {
  const { name = '', image = '', terminationMessagePolicy, imagePullPolicy } = container;
  if (name === '') {
    errors.push(required(`${at}.name`));
  } else {
    pushInvalid(errors, `${at}.name`, name, isDns1123Label(name));
  }
  if (image === '') {
    errors.push(required(`${at}.image`));
  } else if (image.trim() !== image) {
    errors.push(invalid(`${at}.image`, image, 'must not have leading or trailing whitespace'));
  }
  if (terminationMessagePolicy !== 'File' && terminationMessagePolicy !== 'FallbackToLogsOnError') {
    errors.push(
      terminationMessagePolicy
        ? notSupported(`${at}.terminationMessagePolicy`, terminationMessagePolicy, ['File', 'FallbackToLogsOnError'])
        : required(`${at}.terminationMessagePolicy`),
    );
  }
  validatePorts(container.ports, `${at}.ports`, errors);
  validateEnv(container, at, errors);
  validateMounts(container, at, volumes, errors);
  if (!imagePullPolicy) {
    errors.push(required(`${at}.imagePullPolicy`));
  } else if (!PULL_POLICIES.includes(imagePullPolicy)) {
    errors.push(notSupported(`${at}.imagePullPolicy`, imagePullPolicy, PULL_POLICIES));
  }
  validateContainerResources(container.resources, `${at}.resources`, errors);
  validateResizePolicy(container, at, errors);
  validateContainerSecurity(container.securityContext, `${at}.securityContext`, hostUsers, errors);
}

function noteName(name: string | undefined, at: string, names: Set<string>, errors: FieldError[]): void {
  if (!name) {
    return;
  }
  if (names.has(name)) {
    errors.push(duplicate(`${at}.name`, name));
  }
  names.add(name);
}

function validatePorts(ports: Container['ports'], field: string, errors: FieldError[]): void {
  const names = new Set<string>();
  if (!ports) {
    return;
  }
  for (let index = 0; index < ports.length; index++) {
    const { name, containerPort, hostPort, protocol } = ports[index] as NonNullable<Container['ports']>[number];
    const at = `${field}[${index}]`;
    if (name) {
      const messages = isPortName(name);
      pushInvalid(errors, `${at}.name`, name, messages);
      if (messages.length === 0 && names.has(name)) {
        errors.push(duplicate(`${at}.name`, name));
      }
      names.add(name);
    }
    if (!containerPort) {
      errors.push(required(`${at}.containerPort`));
    } else {
      pushInvalid(errors, `${at}.containerPort`, containerPort, isPortNumber(containerPort));
    }
    if (hostPort) {
      pushInvalid(errors, `${at}.hostPort`, hostPort, isPortNumber(hostPort));
    }
    if (!protocol) {
      errors.push(required(`${at}.protocol`));
    } else if (!PROTOCOLS.includes(protocol)) {
      errors.push(notSupported(`${at}.protocol`, protocol, PROTOCOLS));
    }
  }
}

function checkHostPorts(containers: readonly Container[], field: string, errors: FieldError[]): void {
  const taken = new Set<string>();
  for (const [index, container] of containers.entries()) {
    for (const [position, { hostPort, hostIP, protocol }] of (container.ports ?? []).entries()) {
      if (!hostPort) {
        continue;
      }
      const key = `${protocol}/${hostIP ?? ''}/${hostPort}`;
      if (taken.has(key)) {
        errors.push(duplicate(`${field}[${index}].ports[${position}].hostPort`, key));
      }
      taken.add(key);
    }
  }
}

function validateMounts(container: Container, at: string, volumes: VolumeNames, errors: FieldError[]): void {
  const { volumeMounts } = container;
  const paths = new Set<string>();
  for (let index = 0; index < (volumeMounts?.length ?? 0); index++) {
    const mount = volumeMounts?.[index] as NonNullable<Container['volumeMounts']>[number];
    const { name = '', mountPath = '' } = mount;
    const field = `${at}.volumeMounts[${index}]`;
    if (name === '') {
      errors.push(required(`${field}.name`));
    }
    if (!volumes.has(name)) {
      errors.push(notFoundField(`${field}.name`, name));
    }
    if (mountPath === '') {
      errors.push(required(`${field}.mountPath`));
    }
    if (paths.has(mountPath)) {
      errors.push(invalid(`${field}.mountPath`, mountPath, 'must be unique'));
    }
    paths.add(mountPath);
    validateMountOptions(mount, container, `${at}.volumeMounts`, errors);
  }
}

/** These fields are reported without the mount's index, as upstream does. */
function validateMountOptions(
  mount: NonNullable<Container['volumeMounts']>[number],
  container: Container,
  field: string,
  errors: FieldError[],
): void {
  const { subPath, subPathExpr, mountPropagation, recursiveReadOnly, readOnly } = mount;
  if (subPath && subPathExpr) {
    errors.push(invalid(`${field}.subPathExpr`, subPathExpr, 'subPathExpr and subPath are mutually exclusive'));
  }
  if (subPath) {
    validateLocalPath(subPath, `${field}.subPath`, errors);
  }
  if (subPathExpr) {
    validateLocalPath(subPathExpr, `${field}.subPathExpr`, errors);
  }
  if (mountPropagation && !['Bidirectional', 'HostToContainer', 'None'].includes(mountPropagation)) {
    errors.push(notSupported(`${field}.mountPropagation`, mountPropagation, ['Bidirectional', 'HostToContainer', 'None']));
  }
  if (mountPropagation === 'Bidirectional' && !container.securityContext?.privileged) {
    errors.push(forbiddenField(`${field}.mountPropagation`, 'Bidirectional mount propagation is available only to privileged containers'));
  }
  if (recursiveReadOnly && recursiveReadOnly !== 'Disabled' && !readOnly) {
    errors.push(forbiddenField(`${field}.recursiveReadOnly`, 'may only be specified when readOnly is true'));
  }
}

export function validateLocalPath(path: string, field: string, errors: FieldError[]): void {
  if (path.startsWith('/')) {
    errors.push(invalid(field, path, 'must be a relative path'));
  }
  if (path.split('/').includes('..')) {
    errors.push(invalid(field, path, "must not contain '..'"));
  }
}

function validateResizePolicy(container: Container, at: string, errors: FieldError[]): void {
  for (const { resourceName, restartPolicy } of container.resizePolicy ?? []) {
    const field = `${at}.resizePolicy`;
    if (resourceName !== 'cpu' && resourceName !== 'memory') {
      errors.push(resourceName ? notSupported(field, resourceName, ['cpu', 'memory']) : required(field));
    }
    if (restartPolicy !== 'NotRequired' && restartPolicy !== 'RestartContainer') {
      errors.push(restartPolicy ? notSupported(field, restartPolicy, ['NotRequired', 'RestartContainer']) : required(field));
    }
  }
}

function validateRestartPolicy({ restartPolicy }: Container, at: string, errors: FieldError[]): void {
  if (restartPolicy !== undefined && !RESTART_POLICIES.includes(restartPolicy)) {
    errors.push(notSupported(`${at}.restartPolicy`, restartPolicy, RESTART_POLICIES));
  }
}

function validateLifecycle({ lifecycle }: Container, at: string, graceSeconds: number, errors: FieldError[]): void {
  for (const hook of ['postStart', 'preStop'] as const) {
    const handler = lifecycle?.[hook];
    if (handler) {
      validateHandler(handler, graceSeconds, `${at}.lifecycle.${hook}`, errors);
    }
  }
}

function validateProbes(container: Container, at: string, graceSeconds: number, errors: FieldError[]): void {
  for (const kind of PROBES) {
    const probe = container[kind];
    if (!probe) {
      continue;
    }
    validateProbe(probe, graceSeconds, `${at}.${kind}`, errors);
    if (kind === 'readinessProbe') {
      if (probe.terminationGracePeriodSeconds !== undefined) {
        errors.push(
          invalid(
            `${at}.${kind}.terminationGracePeriodSeconds`,
            probe.terminationGracePeriodSeconds,
            'must not be set for readinessProbes',
          ),
        );
      }
    } else if (probe.successThreshold !== 1) {
      errors.push(invalid(`${at}.${kind}.successThreshold`, probe.successThreshold ?? 0, 'must be 1'));
    }
  }
}
