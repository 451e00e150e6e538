/** The versions of a CustomResourceDefinition: which comes first, which are deprecated. */
import { compareVersions } from '../../api/version-order';
import type { CustomResourceDefinition, CustomResourceVersion } from '../../resources/apiextensions/customresourcedefinitions/types';

export function orderedVersions(versions: readonly CustomResourceVersion[]): readonly CustomResourceVersion[] {
  return versions.toSorted((a, b) => compareVersions(a.name, b.name));
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
