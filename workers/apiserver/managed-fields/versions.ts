/** Objects as the versions that managers write in see them. */
import type { AnyObject } from '../../api/meta';
import type { ResourceDefinition } from '../../resources/definition';
import { typeOfKind } from '../../resources/schema/structure';
import type { StructType } from '../../resources/schema/structure';
import type { RequestScope } from '../backend';
import { apiVersionOf } from '../resource-table';
import { joinedErrors } from './type-errors';

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

function customInVersion(scope: RequestScope, object: AnyObject, apiVersion: string): Versioned | undefined {
  const other = customVersion(scope, apiVersion);
  return other && typed(other, { ...object, apiVersion });
}

function customVersion({ backend, definition }: RequestScope, apiVersion: string): ResourceDefinition | undefined {
  const { group, resource } = definition;
  return backend.resources.find(group, apiVersion.slice(group.length + 1), resource);
}

function typed(definition: ResourceDefinition, value: AnyObject): Versioned | undefined {
  const shape = shapeOf(definition);
  return shape && { value, shape };
}

function shapeOf(definition: ResourceDefinition): { readonly struct: StructType } | undefined {
  const struct = definition.custom?.type ?? typeOfKind(apiVersionOf(definition), definition.kind);
  return struct && { struct };
}

/**
 * Why a custom object cannot be seen in one of the versions that its managers write in: what is merged may have fields that another
 * version does not declare. `last` is the version that the applying manager used before.
 */
export function unseen(scope: RequestScope, merged: AnyObject, last: string, versions: readonly string[]): string | undefined {
  const wrongIn = (apiVersion: string): string | undefined => {
    const wrong = scope.definition.custom && customVersion(scope, apiVersion)?.custom?.typeErrors({ ...merged, apiVersion });
    return wrong?.length ? joinedErrors(wrong) : undefined;
  };
  const wrong = wrongIn(last);
  if (wrong !== undefined) return `failed to convert merged object to last applied version: ${wrong}`;
  const other = versions.find((version) => wrongIn(version) !== undefined);
  return other && `failed add back owned items: failed to convert merged object at version ${other}: ${wrongIn(other)}`;
}
