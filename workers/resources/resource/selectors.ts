/** How devices are chosen and configured (source: pkg/apis/resource/validation/validation.go and dynamic-resource-allocation/cel, 1.36). */
import type { IDeviceSelector, IOpaqueDeviceConfiguration } from 'kubernetes-models/resource.k8s.io/v1';
import { compile } from '../../api/cel/compile';
import { BOOL, DYN, STRING, typeName } from '../../api/cel/types';
import type { CelType } from '../../api/cel/types';
import { invalid, required, tooLong } from '../../api/field-error';
import type { FieldError } from '../../api/field-error';
import { deepEqual } from '../../lib/equal';
import { utf8Length } from '../../lib/utf8';
import { rawExtensionFields, rawText, sameRawTexts } from '../schema/raw-extensions';
import { validateDriver, validateItems } from './lists';

const SELECTORS_MAX = 32;
const EXPRESSION_BYTES_MAX = 10 * 1024;
const PARAMETERS_BYTES_MAX = 10 * 1024;

const PER_DOMAIN: CelType = { kind: 'map', value: { kind: 'map', value: DYN } };
const QUANTITY: CelType = { kind: 'object', name: 'kubernetes.Quantity', fields: new Map(), holds: 'none' };
const DEVICE: CelType = {
  kind: 'object',
  fields: new Map([
    ['driver', STRING],
    ['attributes', PER_DOMAIN],
    ['capacity', { kind: 'map', value: { kind: 'map', value: QUANTITY } }],
    ['allowMultipleAllocations', BOOL],
  ]),
};

export function validateSelectors(selectors: readonly Partial<IDeviceSelector>[] | undefined, field: string, errors: FieldError[]): void {
  validateItems(selectors, SELECTORS_MAX, field, errors, ({ cel }, at) => {
    if (cel) validateExpression(cel.expression, `${at}.cel.expression`, errors);
    else errors.push(required(`${at}.cel`));
  });
}

function validateExpression(expression: string, field: string, errors: FieldError[]): void {
  if (expression.length > EXPRESSION_BYTES_MAX) return void errors.push(tooLong(field, EXPRESSION_BYTES_MAX));
  const program = compile(expression, { device: DEVICE });
  if ('error' in program) errors.push(invalid(field, expression, `compilation failed: ${program.error}`));
  else if (program.type.kind !== 'bool' && program.type.kind !== 'dyn')
    errors.push(invalid(field, expression, `must evaluate to bool or the unknown type, not ${typeName(program.type)}`));
}

export function validateOpaque(opaque: Partial<IOpaqueDeviceConfiguration> | undefined, at: string, errors: FieldError[]): void {
  if (!opaque) return void errors.push(required(at));
  validateDriver(opaque.driver ?? '', `${at}.driver`, errors);
  const field = `${at}.parameters`;
  const parameters: unknown = opaque.parameters;
  if (parameters === undefined || parameters === null) errors.push(required(field));
  else validateObjectText(parameters, field, errors);
}

/** Whether parts of two claims are the same, the parameters of drivers to the letter. */
export function isSame(a: unknown, b: unknown): boolean {
  return deepEqual(a, b) && sameRawTexts(a, b, rawExtensionFields('resource.k8s.io/v1', 'ResourceClaim'));
}

/** An object of any form, not too large. */
export function validateObjectText(value: unknown, field: string, errors: FieldError[]): void {
  if (utf8Length(rawText(value) ?? '') > PARAMETERS_BYTES_MAX) errors.push(tooLong(field, PARAMETERS_BYTES_MAX));
  else if (typeof value !== 'object' || Array.isArray(value)) errors.push(invalid(field, '<value omitted>', 'must be a valid JSON object'));
}
