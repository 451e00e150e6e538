/** Finalizers that are no good names (source: apiextensions-apiserver/pkg/registry/customresource/strategy.go validateKubeFinalizerName, 1.36). */
import type { AnyObject } from '../../api/meta';
import { quote } from '../../api/field-error';
import { isQualifiedName } from '../../api/names';

const STANDARD = new Set(['kubernetes', 'orphan', 'foregroundDeletion']);

/** One of each that `before` did not have, in the order of their names. */
export function finalizerWarnings(object: AnyObject, before: AnyObject | undefined): string[] {
  const known = new Set(before?.metadata?.finalizers);
  const added = new Set(object.metadata?.finalizers?.filter((name) => !known.has(name)));
  return [...added].toSorted().flatMap((name) => {
    const bare = !name.includes('/') && !STANDARD.has(name);
    return [...isQualifiedName(name), ...(bare ? [preference(name)] : [])].map((text) => `metadata.finalizers: ${quote(name)}: ${text}`);
  });
}

function preference(name: string): string {
  const missing = name.includes('.') ? ' including a path (/)' : '';
  return `prefer a domain-qualified finalizer name${missing} to avoid accidental conflicts with other finalizer writers`;
}
