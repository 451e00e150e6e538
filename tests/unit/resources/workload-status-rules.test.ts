import { describe, expect, it } from 'vitest';
import type { AnyObject } from '../../../workers/api/meta';
import { definitionOf } from './support';

const START = '2026-01-01T00:00:00Z';
const BEFORE = '2025-12-31T00:00:00Z';
const holds = (...types: readonly string[]): object[] => types.map((type) => ({ type, status: 'True' }));
const indexed = { completionMode: 'Indexed', completions: 5, backoffLimitPerIndex: 1 };

describe('what a status may say of a Job', () => {
  const errorsOf = (status: object, stored: object, spec: object): string[] => {
    const { strategy } = definitionOf('Job');
    const found = strategy.validateStatusUpdate?.({ spec, status } as AnyObject, { spec, status: stored } as AnyObject, {} as never);
    return (found ?? []).map(({ field, message }) => `${field}: ${message}`);
  };

  it.each([
    [
      'pods that ended are named once',
      { uncountedTerminatedPods: { succeeded: ['a', 'a', ''], failed: ['a'] } },
      {},
      {},
      [
        'status.uncountedTerminatedPods.succeeded[1]: Duplicate value: "a"',
        'status.uncountedTerminatedPods.succeeded[2]: Invalid value: "": must not be empty',
        'status.uncountedTerminatedPods.failed[0]: Duplicate value: "a"',
      ],
    ],
    [
      'it ends after it began',
      { startTime: START, completionTime: BEFORE, conditions: holds('SuccessCriteriaMet', 'Complete') },
      {},
      {},
      [`status.completionTime: Invalid value: "${BEFORE}": must be equal to or after \`startTime\``],
    ],
    [
      'a success policy is met before the end',
      { startTime: START, completionTime: START, conditions: holds('Complete') },
      {},
      { ...indexed, successPolicy: { rules: [] } },
      [
        'status.conditions: Invalid value: cannot set Complete=True condition without the SuccessCriteriaMet=true condition',
        'status.conditions: Invalid value: cannot set Complete=True for Job with SuccessPolicy unless SuccessCriteriaMet=True',
      ],
    ],
    [
      'no index both fails and succeeds',
      { completedIndexes: '0-3', failedIndexes: '2-4' },
      {},
      indexed,
      ['status.failedIndexes: Invalid value: "2-4": failedIndexes and completedIndexes overlap at index: 2'],
    ],
    ['the lists may change without meeting', { completedIndexes: '0', failedIndexes: '1' }, {}, indexed, []],
    [
      'the start of a running one stays',
      {},
      { startTime: START },
      {},
      ['status.startTime: Invalid value: null: field is immutable for unsuspended job once set'],
    ],
    ['that of a suspended one goes', {}, { startTime: START }, { suspend: true }, []],
    [
      'what ended has counted all',
      {
        startTime: START,
        uncountedTerminatedPods: { failed: ['a'] },
        conditions: holds('FailureTarget', 'Failed'),
      },
      {},
      {},
      [
        'status.uncountedTerminatedPods: Invalid value: {"Succeeded":null,"Failed":["a"]}: uncountedTerminatedPods needs to be empty for finished job',
      ],
    ],
  ])('%s', (_, status, stored, spec, errors) => {
    expect(errorsOf(status, stored, spec)).toEqual(errors);
  });
});

describe('DaemonSets of a template generation', () => {
  it.each([
    ['5', undefined],
    ['+5', undefined],
    ['x', 'strconv.ParseInt: parsing "x": invalid syntax'],
    ['99999999999999999999', 'strconv.ParseInt: parsing "99999999999999999999": value out of range'],
  ])('%s', (text, why) => {
    const metadata = { annotations: { 'deprecated.daemonset.template.generation': text } };
    expect(definitionOf('DaemonSet').unconvertible?.({ metadata } as unknown as AnyObject)).toBe(why);
  });
});

it('a change of a ReplicationController is warned about as it was', () => {
  const { strategy } = definitionOf('ReplicationController');
  const object = (ports: readonly object[]): AnyObject =>
    ({ metadata: { name: 'a' }, spec: { template: { spec: { containers: [{ name: 'c', ports }] } } } }) as unknown as AnyObject;
  const twice = object([{ containerPort: 80 }, { containerPort: 80 }]);
  const field = 'spec.template.spec.containers[0].ports';
  expect(strategy.warnings?.(object([]), twice)).toEqual([`${field}[1]: duplicate port definition with ${field}[0]`]);
  expect(strategy.warnings?.(twice, object([]))).toEqual([]);
});

it.each(['ReplicationController', 'DeviceClass'])('what the name of a %s is made from need not be a name', (kind) => {
  const { nameRule } = definitionOf(kind);
  const object = { metadata: {} } as AnyObject;
  expect([nameRule('-A/', true, object), nameRule('-A ', false, object).length]).toEqual([[], 1]);
});
