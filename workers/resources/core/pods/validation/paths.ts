/** Paths, file modes and texts that must be there (source: k8s.io/kubernetes/pkg/apis/core/validation/validation.go, 1.36). */
import { invalid, required } from '../../../../api/field-error';
import type { FieldError } from '../../../../api/field-error';

const MODE_MESSAGE = 'must be a number between 0 and 0777 (octal), both inclusive';

export function needed(value: string | undefined, field: string, errors: FieldError[]): void {
  if (!value) errors.push(required(field));
}

export function validateMode(mode: number | undefined, field: string, errors: FieldError[]): void {
  if (mode !== undefined && (mode < 0 || mode > 0o777)) errors.push(invalid(field, mode, MODE_MESSAGE));
}

export function validatePathNoBacksteps(path: string, field: string, errors: FieldError[]): void {
  if (path.split('/').includes('..')) errors.push(invalid(field, path, "must not contain '..'"));
}

/** Relative, and nowhere upwards. */
export function validateLocalDescendingPath(path: string, field: string, errors: FieldError[]): void {
  if (path.startsWith('/')) errors.push(invalid(field, path, 'must be a relative path'));
  validatePathNoBacksteps(path, field, errors);
}

/** Names that start with ".." belong to the kubelet's atomic writer. */
export function validateLocalNonReservedPath(path: string, field: string, errors: FieldError[]): void {
  validateLocalDescendingPath(path, field, errors);
  if (path.startsWith('..') && !path.startsWith('../')) errors.push(invalid(field, path, "must not start with '..'"));
}
