import { expect, test } from 'vitest';
import { compile } from '../../../workers/api/cel/compile';

/** The text of an error, or the value. */
function run(source: string): unknown {
  const program = compile(source, {});
  if ('error' in program) return program.error;
  const answer = program.evaluate({});
  return 'error' in answer ? answer.error : answer.value;
}

test.each([
  ['semver("1.10.0").isGreaterThan(semver("1.9.9"))', true],
  ['semver("1.0.0-alpha").isLessThan(semver("1.0.0"))', true],
  ['semver("1.0.0-alpha.1").compareTo(semver("1.0.0-alpha.beta"))', -1n],
  ['semver("1.0.0+a") == semver("1.0.0+b")', true],
  ['semver("1.2.3").minor()', 2n],
  ['isSemver("1.2")', false],
  ['isSemver("01.2.3")', false],
  ['isSemver("v1.2", true)', true],
  ['semver("v01.2", true).patch()', 0n],
])('%s', (source, value) => expect(run(source)).toEqual(value));
