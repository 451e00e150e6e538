/** Source: k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateContainers and its parts, 1.36. */
import { duplicate, forbiddenField, invalid, notSupported, required } from '../../../../api/field-error';
import type { FieldError } from '../../../../api/field-error';
import { isDns1123Label, isPortName, isPortNumber } from '../../../../api/names';
import { pushInvalid } from '../../../validation/labels';
import { validateEnv } from './env';
import { validateMounts } from './mounts';
import type { PodSpec } from './pod-spec';
import { validateHandler, validateProbe } from './probes';
import { validateContainerResources } from './resources';
import { validateResizePolicy, validateRestartRules } from './restart';
import { validateContainerSecurity } from './security';
import type { Volumes } from './volumes';

export type Container = PodSpec['containers'][number];

/** What containers refer to in the rest of their pod. */
export interface PodContext {
  readonly spec: PodSpec;
  readonly volumes: Volumes;
  readonly graceSeconds: number;
}

const PULL_POLICIES = ['Always', 'IfNotPresent', 'Never'];
const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];
const MESSAGE_POLICIES = ['File', 'FallbackToLogsOnError'];
const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const;

export function validateContainers(context: PodContext, field: string, errors: FieldError[]): void {
  const { containers } = context.spec;
  if (!containers?.length) {
    errors.push(required(field));
    return;
  }
  const names = new Set<string>();
  for (const [index, container] of containers.entries()) {
    const at = `${field}[${index}]`;
    validateCommon(container, at, context, errors);
    const name = container.name ?? '';
    if (names.has(name)) errors.push(duplicate(`${at}.name`, name));
    names.add(name);
    validateRunning(container, at, context, errors);
    validateRestartRules(container, at, false, errors);
  }
  checkHostPorts(containers, field, errors);
}

export function validateInitContainers(context: PodContext, field: string, errors: FieldError[]): void {
  const names = new Set((context.spec.containers ?? []).map(({ name }) => name ?? ''));
  for (const [index, container] of (context.spec.initContainers ?? []).entries()) {
    const at = `${field}[${index}]`;
    validateCommon(container, at, context, errors);
    validateRestartRules(container, at, true, errors);
    const name = container.name ?? '';
    if (names.has(name)) errors.push(duplicate(`${at}.name`, name));
    else if (name !== '') names.add(name);
    checkHostPorts([container], field, errors);
    if (container.restartPolicy === 'Always') {
      validateRunning(container, at, context, errors);
      continue;
    }
    for (const setting of ['lifecycle', ...PROBES] as const) {
      if (container[setting]) {
        errors.push(forbiddenField(`${at}.${setting}`, 'may not be set for init containers without restartPolicy=Always'));
      }
    }
    for (const [position, { restartPolicy }] of (container.resizePolicy ?? []).entries()) {
      if (restartPolicy !== 'RestartContainer') continue;
      const why = "must not be set to 'RestartContainer' for non-sidecar initContainers";
      errors.push(invalid(`${at}.resizePolicy[${position}].restartPolicy`, restartPolicy, why));
    }
  }
}

/** What holds for containers of every kind. */
export function validateCommon(container: Container, at: string, context: PodContext, errors: FieldError[]): void {
  const { name = '', image = '', terminationMessagePolicy = '', imagePullPolicy = '' } = container;
  if (name === '') errors.push(required(`${at}.name`));
  else pushInvalid(errors, `${at}.name`, name, isDns1123Label(name));
  if (image === '') errors.push(required(`${at}.image`));
  oneOf(terminationMessagePolicy, MESSAGE_POLICIES, `${at}.terminationMessagePolicy`, errors);
  validatePorts(container.ports, `${at}.ports`, errors);
  validateEnv(container, at, errors);
  validateMounts(container, at, context.volumes, errors);
  oneOf(imagePullPolicy, PULL_POLICIES, `${at}.imagePullPolicy`, errors);
  validateContainerResources(container.resources, `${at}.resources`, errors, context.spec.resourceClaims ?? []);
  validateResizePolicy(container, `${at}.resizePolicy`, context.spec.restartPolicy, errors);
  validateContainerSecurity(container.securityContext, `${at}.securityContext`, context.spec.hostUsers, errors);
}

/** Only of pods: old templates may have spaces around their images. */
export function validateImage({ image = '' }: Container, at: string, errors: FieldError[]): void {
  if (image.trim() !== image) errors.push(invalid(`${at}.image`, image, 'must not have leading or trailing whitespace'));
}

function oneOf(value: string, supported: readonly string[], field: string, errors: FieldError[]): void {
  if (value === '') errors.push(required(field));
  else if (!supported.includes(value)) errors.push(notSupported(field, value, supported));
}

function validatePorts(ports: Container['ports'], field: string, errors: FieldError[]): void {
  if (!ports) return;
  const names = new Set<string>();
  for (const [index, { name, containerPort, hostPort, protocol }] of ports.entries()) {
    const messages = name ? isPortName(name) : [];
    const at = `${field}[${index}]`;
    if (name) {
      pushInvalid(errors, `${at}.name`, name, messages);
      if (messages.length === 0 && names.has(name)) errors.push(duplicate(`${at}.name`, name));
      if (messages.length === 0) names.add(name);
    }
    if (!containerPort) errors.push(required(`${at}.containerPort`));
    else pushInvalid(errors, `${at}.containerPort`, containerPort, isPortNumber(containerPort));
    if (hostPort) pushInvalid(errors, `${at}.hostPort`, hostPort, isPortNumber(hostPort));
    oneOf(protocol ?? '', PROTOCOLS, `${at}.protocol`, errors);
  }
}

function checkHostPorts(containers: readonly Container[], field: string, errors: FieldError[]): void {
  const taken = new Set<string>();
  for (const [index, { ports }] of containers.entries()) {
    for (const [position, { hostPort, hostIP = '', protocol = '' }] of (ports ?? []).entries()) {
      if (!hostPort) continue;
      const key = `${protocol}/${hostIP}/${hostPort}`;
      if (taken.has(key)) errors.push(duplicate(`${field}[${index}].ports[${position}].hostPort`, key));
      taken.add(key);
    }
  }
}

/** Hooks and probes: of what runs beside the others. */
function validateRunning(container: Container, at: string, { graceSeconds }: PodContext, errors: FieldError[]): void {
  for (const hook of ['postStart', 'preStop'] as const) {
    const handler = container.lifecycle?.[hook];
    if (handler) validateHandler(handler, graceSeconds, `${at}.lifecycle.${hook}`, errors);
  }
  for (const kind of PROBES) {
    const probe = container[kind];
    if (!probe) continue;
    const field = `${at}.${kind}`;
    validateProbe(probe, graceSeconds, field, errors);
    if (kind !== 'readinessProbe') {
      if (probe.successThreshold !== 1) errors.push(invalid(`${field}.successThreshold`, probe.successThreshold ?? 0, 'must be 1'));
    } else if (probe.terminationGracePeriodSeconds !== undefined) {
      const why = 'must not be set for readinessProbes';
      errors.push(invalid(`${field}.terminationGracePeriodSeconds`, probe.terminationGracePeriodSeconds, why));
    }
  }
}
