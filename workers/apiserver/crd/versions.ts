/** Which version comes first (source: k8s.io/apimachinery/pkg/version/helpers.go, 1.36). */
import type { CustomResourceDefinition, CustomResourceVersion } from '../../resources/apiextensions/customresourcedefinitions/types';

export function orderedVersions(versions: readonly CustomResourceVersion[]): readonly CustomResourceVersion[] {
  return versions.toSorted((a, b) => compareVersions(a.name, b.name));
}

/** Releases before betas before alphas, higher numbers first; whatever is no Kubernetes version comes last, by name. */
export function compareVersions(left: string, right: string): number {
  const [a, b] = [rank(left), rank(right)];
  if (!a || !b) return a ? -1 : b ? 1 : left < right ? -1 : left > right ? 1 : 0;
  return b.stage - a.stage || b.major - a.major || b.minor - a.minor;
}

function rank(name: string): { readonly stage: number; readonly major: number; readonly minor: number } | undefined {
  const match = /^v([1-9]\d*)(?:(alpha|beta)([1-9]\d*))?$/.exec(name);
  if (!match) return undefined;
  const stage = match[2] === 'alpha' ? 0 : match[2] === 'beta' ? 1 : 2;
  return { stage, major: Number(match[1]), minor: Number(match[3] ?? 0) };
}

/** The warning of a deprecated version, naming the first newer one that is served. */
export function deprecationOf({ spec }: CustomResourceDefinition, version: CustomResourceVersion): string | undefined {
  if (!version.deprecated) return undefined;
  if (version.deprecationWarning !== undefined) return version.deprecationWarning;
  const { kind } = spec.names;
  const better = orderedVersions(spec.versions).find(
    (other) => other.served && !other.deprecated && compareVersions(other.name, version.name) < 0,
  );
  const text = `${spec.group}/${version.name} ${kind} is deprecated`;
  return better ? `${text}; use ${spec.group}/${better.name} ${kind}` : text;
}
