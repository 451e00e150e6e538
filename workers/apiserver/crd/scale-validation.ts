/** What the scale subresource asks of custom objects (source: apiextensions-apiserver/pkg/registry/customresource/validator.go, 1.36). */
import { invalid } from '../../api/field-error';
import type { FieldError } from '../../api/field-error';
import type { AnyObject } from '../../api/meta';
import { firstAt } from '../../resources/apiextensions/customresourcedefinitions/json-path';
import type { ScalePaths } from '../../resources/apiextensions/customresourcedefinitions/types';

const INT32_MAX = 2 ** 31 - 1;

export function validateScaleSpec(object: AnyObject, { specReplicasPath = '' }: ScalePaths): FieldError[] {
  return replicasErrors(object, specReplicasPath);
}

export function validateScaleStatus(object: AnyObject, { statusReplicasPath = '', labelSelectorPath }: ScalePaths): FieldError[] {
  const selector = labelSelectorPath === undefined ? undefined : firstAt(object, labelSelectorPath);
  const isText = selector === undefined || typeof selector === 'string';
  return [
    ...replicasErrors(object, statusReplicasPath),
    ...(isText ? [] : [invalid(labelSelectorPath ?? '', '', accessError(labelSelectorPath ?? '', selector, 'string'))]),
  ];
}

function replicasErrors(object: AnyObject, path: string): FieldError[] {
  const replicas = firstAt(object, path);
  if (replicas === undefined) return [];
  if (typeof replicas !== 'number' || !Number.isInteger(replicas)) return [invalid(path, 0, accessError(path, replicas, 'int64'))];
  if (replicas < 0) return [invalid(path, replicas, 'should be a non-negative integer')];
  return replicas > INT32_MAX ? [invalid(path, replicas, `should be less than or equal to ${INT32_MAX}`)] : [];
}

function accessError(path: string, value: unknown, expected: string): string {
  const type =
    typeof value === 'number' ? (Number.isInteger(value) ? 'int64' : 'float64') : typeof value === 'boolean' ? 'bool' : typeof value;
  return `${path} accessor error: ${String(value)} is of the type ${type}, expected ${expected}`;
}
