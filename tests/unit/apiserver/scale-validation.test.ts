import { expect, test } from 'vitest';
import { validateScaleSpec, validateScaleStatus } from '../../../workers/apiserver/crd/scale-validation';

const PATHS = { specReplicasPath: '.spec.size', statusReplicasPath: '.status.size', labelSelectorPath: '.status.selector' };
const told = ({ field, message }: { field: string; message: string }) => `${field}: ${message}`;

test.each([
  ['fits', { spec: { size: 3 } }, []],
  ['is absent', {}, []],
  ['is negative', { spec: { size: -1 } }, ['.spec.size: Invalid value: -1: should be a non-negative integer']],
  ['is too large', { spec: { size: 2 ** 31 } }, ['.spec.size: Invalid value: 2147483648: should be less than or equal to 2147483647']],
  [
    'is no number',
    { spec: { size: 'x' } },
    ['.spec.size: Invalid value: 0: .spec.size accessor error: x is of the type string, expected int64'],
  ],
])('the size a custom object asks for %s', (_, object, errors) => {
  expect(validateScaleSpec(object, PATHS).map(told)).toEqual(errors);
});

test('the size it reports, and its selector', () => {
  expect(validateScaleStatus({ status: { size: -2, selector: 3 } }, PATHS).map(told)).toEqual([
    '.status.size: Invalid value: -2: should be a non-negative integer',
    '.status.selector: Invalid value: "": .status.selector accessor error: 3 is of the type int64, expected string',
  ]);
});
