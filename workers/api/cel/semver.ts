/** Semantic versions (source: github.com/blang/semver/v4 as used by k8s.io/apiserver/pkg/cel/library/semverlib.go, 1.36). */
import { CelError } from './value';
import type { CelObject, Value } from './value';

const NUMBER = '(0|[1-9]\\d*)';
const FORM = new RegExp(
  `^${NUMBER}\\.${NUMBER}\\.${NUMBER}(?:-([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?$`,
);

export class Semver implements CelObject {
  readonly typeName = 'kubernetes.Semver';

  private constructor(
    readonly numbers: readonly bigint[],
    readonly prerelease: readonly string[],
  ) {}

  /** Undefined where the text is no version of three numbers. */
  static parse(text: string, normalize = false): Semver | undefined {
    const match = FORM.exec(normalize ? normalized(text) : text);
    if (!match) return undefined;
    const prerelease = match[4]?.split('.') ?? [];
    if (prerelease.some((part) => /^0\d+$/.test(part))) return undefined;
    return new Semver(match.slice(1, 4).map(BigInt), prerelease);
  }

  equals(other: Value): boolean {
    if (!(other instanceof Semver)) throw new CelError('no such overload');
    return this.compareTo(other) === 0n;
  }

  /** -1, 0, 1; build metadata does not count. */
  compareTo(other: Semver): bigint {
    for (const [at, number] of this.numbers.entries()) {
      const against = other.numbers[at] as bigint;
      if (number !== against) return number < against ? -1n : 1n;
    }
    if (this.prerelease.length === 0 || other.prerelease.length === 0)
      return BigInt(Math.sign(other.prerelease.length - this.prerelease.length));
    for (const [at, part] of this.prerelease.entries()) {
      const against = other.prerelease[at];
      if (against === undefined) return 1n;
      if (part !== against) return isBefore(part, against) ? -1n : 1n;
    }
    return this.prerelease.length < other.prerelease.length ? -1n : 0n;
  }
}

/** Numbers come before words. */
function isBefore(a: string, b: string): boolean {
  const [aIsNumber, bIsNumber] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (aIsNumber && bIsNumber) return BigInt(a) < BigInt(b);
  return aIsNumber === bIsNumber ? a < b : aIsNumber;
}

/** "v1" and "01.2" are taken as "1.0.0" and "1.2.0". */
function normalized(text: string): string {
  const [version = '', ...rest] = text.replace(/^v/, '').split(/(?=[-+])/);
  const parts = version.split('.').map((part) => part.replace(/^0+(?=\d)/, ''));
  return [...parts, ...Array<string>(Math.max(0, 3 - parts.length)).fill('0')].join('.') + rest.join('');
}
