/** Objects as the versions that managers write in see them. */
import type { AnyObject } from '../../api/meta';
import type { ResourceDefinition } from '../../resources/definition';
import { typeOfKind } from '../../resources/schema/structure';
import type { StructType } from '../../resources/schema/structure';
import type { RequestScope } from '../backend';
import { apiVersionOf } from '../resource-table';

export interface Versioned {
  readonly value: AnyObject;
  readonly shape: { readonly struct: StructType };
}

/** The apiVersion the client speaks. */
export function spokenVersion({ spoken, definition }: RequestScope): string {
  return apiVersionOf(spoken ?? definition);
}

/** Of the stored version. */
export function rootShape({ definition }: RequestScope): { readonly struct: StructType } | undefined {
  return shapeOf(definition);
}

/** Of the version the client speaks. */
export function spokenShape({ spoken, definition }: RequestScope): { readonly struct: StructType } | undefined {
  return shapeOf(spoken ?? definition);
}

/** A stored object in that version; undefined where there is no such version, or no schema. */
export function inVersion(scope: RequestScope, object: AnyObject, apiVersion: string): Versioned | undefined {
  const { definition } = scope;
  if (apiVersion === apiVersionOf(definition)) return typed(definition, object);
  if (definition.custom) return customInVersion(scope, object, apiVersion);
  const other = scope.backend.resources.all.find(
    (each) =>
      each.view?.stored.group === definition.group &&
      each.view.stored.resource === definition.resource &&
      apiVersionOf(each) === apiVersion,
  );
  return other?.view && typed(other, other.view.fromStored(object));
}

function customInVersion({ backend, definition }: RequestScope, object: AnyObject, apiVersion: string): Versioned | undefined {
  const { group, resource } = definition;
  const other = backend.resources.find(group, apiVersion.slice(group.length + 1), resource);
  return other && typed(other, { ...object, apiVersion });
}

function typed(definition: ResourceDefinition, value: AnyObject): Versioned | undefined {
  const shape = shapeOf(definition);
  return shape && { value, shape };
}

function shapeOf(definition: ResourceDefinition): { readonly struct: StructType } | undefined {
  const struct = definition.custom?.type ?? typeOfKind(apiVersionOf(definition), definition.kind);
  return struct && { struct };
}
