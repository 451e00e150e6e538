/** Semantic versions (source: k8s.io/apiserver/pkg/cel/library/semverlib.go, 1.36). */
import { Semver } from '../semver';
import { declare } from '../signature';
import type { Overload } from '../signature';
import { CelError } from '../value';

function parse(text: string, normalize = false): Semver {
  const version = Semver.parse(text, normalize);
  if (!version) throw new CelError(problemOf(text));
  return version;
}

/** Why the text is no version. */
function problemOf(text: string): string {
  const [core = ''] = text.split(/[-+]/);
  const parts = core.split('.');
  if (parts.length !== 3) return text === '' ? 'Version string empty' : 'No Major.Minor.Patch elements found';
  for (const part of parts) {
    if (!/^\d+$/.test(part))
      return `Invalid character(s) found in ${['major', 'minor', 'patch'][parts.indexOf(part)]} number ${JSON.stringify(part)}`;
    if (/^0\d/.test(part))
      return `${['Major', 'Minor', 'Patch'][parts.indexOf(part)]} number must not contain leading zeroes ${JSON.stringify(part)}`;
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
