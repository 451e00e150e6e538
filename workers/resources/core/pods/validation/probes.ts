/** Source: k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateProbe and validateHandler, 1.36. */
import { forbiddenField, invalid, notSupported, required } from '../../../../api/field-error';
import type { FieldError } from '../../../../api/field-error';
import { isPortNumber } from '../../../../api/names';
import { pushInvalid } from '../../../validation/labels';
import { validateNonNegative, validatePort } from '../../../validation/values';
import type { Container } from './containers';

type Probe = NonNullable<Container['livenessProbe']>;
type Handler = Pick<Probe, 'exec' | 'httpGet' | 'tcpSocket' | 'grpc'> & { readonly sleep?: { readonly seconds: number } };

const HEADER_NAME = /^[-A-Za-z0-9]+$/;
const HEADER_MESSAGE =
  "a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')";

export function validateProbe(probe: Probe, graceSeconds: number, field: string, errors: FieldError[]): void {
  validateHandler(probe, graceSeconds, field, errors);
  for (const setting of ['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold'] as const) {
    validateNonNegative(probe[setting], `${field}.${setting}`, errors);
  }
  const grace = probe.terminationGracePeriodSeconds;
  if (grace !== undefined && grace <= 0) {
    errors.push(invalid(`${field}.terminationGracePeriodSeconds`, grace, 'must be greater than 0'));
  }
}

/** Exactly one kind of handler. */
export function validateHandler(handler: Handler, graceSeconds: number, field: string, errors: FieldError[]): void {
  let found = false;
  for (const kind of ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'] as const) {
    if (!handler[kind]) {
      continue;
    }
    if (found) {
      errors.push(forbiddenField(`${field}.${kind}`, 'may not specify more than 1 handler type'));
      continue;
    }
    found = true;
    validateKind(kind, handler, graceSeconds, `${field}.${kind}`, errors);
  }
  if (!found) {
    errors.push(required(field, 'must specify a handler type'));
  }
}

function validateKind(kind: keyof Handler, handler: Handler, graceSeconds: number, field: string, errors: FieldError[]): void {
  switch (kind) {
    case 'exec':
      if (!handler.exec?.command?.length) {
        errors.push(required(`${field}.command`));
      }
      return;
    case 'httpGet':
      validateHttpGet(handler.httpGet as NonNullable<Handler['httpGet']>, field, errors);
      return;
    case 'tcpSocket':
      validatePort(handler.tcpSocket?.port, `${field}.port`, errors);
      return;
    case 'grpc':
      pushInvalid(errors, `${field}.port`, handler.grpc?.port ?? 0, isPortNumber(handler.grpc?.port ?? 0));
      return;
    case 'sleep': {
      const seconds = handler.sleep?.seconds ?? 0;
      if (seconds < 0 || seconds > graceSeconds) {
        errors.push(invalid(field, seconds, `must be non-negative and less than terminationGracePeriodSeconds (${graceSeconds})`));
      }
    }
  }
}

function validateHttpGet(action: NonNullable<Handler['httpGet']>, field: string, errors: FieldError[]): void {
  if (!action.path) {
    errors.push(required(`${field}.path`));
  }
  validatePort(action.port, `${field}.port`, errors);
  if (action.scheme !== 'HTTP' && action.scheme !== 'HTTPS') {
    errors.push(notSupported(`${field}.scheme`, action.scheme ?? '', ['HTTP', 'HTTPS']));
  }
  for (const { name } of action.httpHeaders ?? []) {
    if (!HEADER_NAME.test(name)) {
      errors.push(invalid(`${field}.httpHeaders`, name, HEADER_MESSAGE));
    }
  }
}
