/** Replies made of Status values, and the Status texts only the API server itself produces. */
import { failure } from '../api/status';
import type { Status } from '../api/status';
import type { ApiReply } from '../api/request';
import { quote } from '../api/field-error';
import type { FieldError } from '../api/field-error';
import type { ResourceDefinition } from '../resources/definition';
import type { RequestScope } from './backend';

export function failed(status: Status): ApiReply<Status> {
  return { code: status.code ?? 500, body: status };
}

export function succeeded(scope: RequestScope, code: number, body: unknown): ApiReply {
  return scope.warnings.length ? { code, body, warnings: scope.warnings } : { code, body };
}

/** 422 with one cause per error, as field.ErrorList aggregates: one error bare, several in brackets, repeats once. */
export function invalid(definition: Pick<ResourceDefinition, 'group' | 'kind'>, name: string, errors: readonly FieldError[]): Status {
  const kind = definition.group ? `${definition.kind}.${definition.group}` : definition.kind;
  const texts = [...new Set(errors.map((error) => `${error.field}: ${error.message}`))];
  const message = texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`;
  return failure(422, 'Invalid', `${kind} ${quote(name)} is invalid: ${message}`, {
    ...(name ? { name } : {}),
    ...(definition.group ? { group: definition.group } : {}),
    ...(definition.kind ? { kind: definition.kind } : {}),
    causes: errors.map(({ type, message: text, field }) => ({ reason: type, message: text, field })),
  });
}

/** The answer to a path or resource that is not served. */
export function resourceNotFound(): Status {
  return failure(404, 'NotFound', 'the server could not find the requested resource', {});
}

export function methodNotAllowed(): Status {
  return failure(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {});
}

/** A plain failure upstream passes through as it is, with reason and code of an unknown error. */
export function unclassified(message: string): Status {
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, code: 500 };
}

export function expired(message: string): Status {
  return failure(410, 'Expired', message);
}

export function tooLargeVersion(asked: number | string, current: number): Status {
  return failure(504, 'Timeout', `Timeout: Too large resource version: ${asked}, current: ${current}`, {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    retryAfterSeconds: 1,
  });
}
