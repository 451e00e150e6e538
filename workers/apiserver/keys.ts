/** Where objects live in the store: `/registry/<group>/<resource>/[<namespace>/]<name>`, with "core" for group "". */
import type { ResourceDefinition } from '../resources/definition';

export function resourcePrefix(group: string, resource: string): string {
  return `/registry/${group || 'core'}/${resource}/`;
}

export function keyOf(definition: ResourceDefinition, namespace: string, name: string): string {
  return `${resourcePrefix(definition.group, definition.resource)}${definition.namespaced ? `${namespace}/` : ''}${name}`;
}

/** Prefix of a list; namespace "" means all of them. */
export function prefixOf(definition: ResourceDefinition, namespace: string): string {
  return `${resourcePrefix(definition.group, definition.resource)}${definition.namespaced && namespace ? `${namespace}/` : ''}`;
}
