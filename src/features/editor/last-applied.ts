/**
 * The annotation in which client-side apply remembers the manifest.
 * Source: k8s.io/kubectl/pkg/util/apply.go, 1.36.
 */
import type { AnyObject } from '../../../workers/api/meta';

export const lastAppliedAnnotation = 'kubectl.kubernetes.io/last-applied-configuration';

/** The manifest with the annotation that describes it. */
export function withLastApplied(manifest: AnyObject): AnyObject {
  const bare = withAnnotations(manifest, without(manifest.metadata?.annotations ?? {}, lastAppliedAnnotation));
  return withAnnotations(bare, { ...bare.metadata?.annotations, [lastAppliedAnnotation]: `${goJson(bare)}\n` });
}

/** What the stored object says was applied last; undefined where nobody applied it. */
export function lastApplied(stored: AnyObject): unknown {
  const text = stored.metadata?.annotations?.[lastAppliedAnnotation];
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** JSON as Go writes it: keys sorted, `<`, `>` and `&` escaped. */
export function goJson(value: unknown): string {
  return JSON.stringify(sorted(value)).replaceAll(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0));
  return Object.fromEntries(entries.map(([key, child]) => [key, sorted(child)]));
}

function withAnnotations(object: AnyObject, annotations: Readonly<Record<string, string>>): AnyObject {
  return { ...object, metadata: { ...object.metadata, annotations } };
}

function without(map: Readonly<Record<string, string>>, key: string): Record<string, string> {
  return Object.fromEntries(Object.entries(map).filter(([name]) => name !== key));
}
