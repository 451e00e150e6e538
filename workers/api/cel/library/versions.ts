/** Semantic versions (source: k8s.io/apiserver/pkg/cel/library/semverlib.go, 1.36). */
import { Semver } from '../semver';
import { declare } from '../signature';
import type { Overload } from '../signature';
import { CelError } from '../value';

function parse(text: string, normalize = false): Semver {
  const version = Semver.parse(text, normalize);
  if (!version) throw new CelError(problemOf(text, normalize));
  return version;
}

const PARTS = ['major', 'minor', 'patch'] as const;

/** Why the text is no version. */
function problemOf(text: string, normalize: boolean): string {
  if (text === '' && !normalize) return 'Version string empty';
  const [major = '', minor, ...last] = text.split('.');
  if (last.length === 0 && !normalize) return 'No Major.Minor.Patch elements found';
  const rest = last.join('.');
  const [patch = ''] = rest.split(/[-+]/);
  for (const [index, part] of [major, minor ?? '0', last.length === 0 ? '0' : patch].entries()) {
    const name = PARTS[index] as string;
    if (!/^\d+$/.test(part)) return `Invalid character(s) found in ${name} number ${JSON.stringify(part)}`;
    if (/^0\d/.test(part))
      return `${name[0]?.toUpperCase()}${name.slice(1)} number must not contain leading zeroes ${JSON.stringify(part)}`;
  }
  const [before = '', ...build] = rest.split('+');
  const prerelease = before.includes('-') ? before.slice(before.indexOf('-') + 1).split('.') : [];
  for (const part of prerelease) {
    if (part === '') return 'Prerelease is empty';
    if (/^0\d+$/.test(part)) return `Numeric PreRelease version must not contain leading zeroes ${JSON.stringify(part)}`;
    if (/[^0-9A-Za-z-]/.test(part)) return `Invalid character(s) found in prerelease ${JSON.stringify(part)}`;
  }
  for (const part of build.join('+').split('.')) {
    if (part === '') return 'Build meta data is empty';
    if (/[^0-9A-Za-z-]/.test(part)) return `Invalid character(s) found in build meta data ${JSON.stringify(part)}`;
  }
  return 'Invalid character(s) found in version';
}

export const VERSIONS: readonly Overload[] = [
  declare('semver(string): kubernetes.Semver', (text: string) => parse(text)),
  declare('semver(string, bool): kubernetes.Semver', parse),
  declare('isSemver(string): bool', (text: string) => Semver.parse(text) !== undefined),
  declare('isSemver(string, bool): bool', (text: string, normalize: boolean) => Semver.parse(text, normalize) !== undefined),
  declare('kubernetes.Semver::major(): int', ({ numbers }: Semver) => numbers[0] as bigint),
  declare('kubernetes.Semver::minor(): int', ({ numbers }: Semver) => numbers[1] as bigint),
  declare('kubernetes.Semver::patch(): int', ({ numbers }: Semver) => numbers[2] as bigint),
  declare('kubernetes.Semver::compareTo(kubernetes.Semver): int', (left: Semver, right: Semver) => left.compareTo(right)),
  declare('kubernetes.Semver::isLessThan(kubernetes.Semver): bool', (left: Semver, right: Semver) => left.compareTo(right) < 0n),
  declare('kubernetes.Semver::isGreaterThan(kubernetes.Semver): bool', (left: Semver, right: Semver) => left.compareTo(right) > 0n),
];
