import type { FieldError } from '../../../workers/api/field-error';
import type { AnyObject } from '../../../workers/api/meta';
import type { Draft, ResourceDefinition, StrategyContext } from '../../../workers/resources/definition';
import { validateObjectUpdate } from '../../../workers/apiserver/validation/object-meta';
import { resourceDefinitions } from '../../../workers/resources/registry';
import { decode } from '../../../workers/resources/schema/decode';

const context: StrategyContext = {
  nowMs: 0,
  reader: { get: () => undefined, list: () => [] },
  dryRun: true,
  user: 'admin',
  subresource: '',
  warn: () => undefined,
};

export function definitionOf(kind: string): ResourceDefinition {
  const found = resourceDefinitions.find((definition) => definition.kind === kind);
  if (!found) {
    throw new Error(`no kind ${kind}`);
  }
  return found;
}

/** The object as it is stored after a POST: decoded, defaulted, prepared. */
export function stored(kind: string, fields: Readonly<Record<string, unknown>>): Draft {
  const { group, version, strategy } = definitionOf(kind);
  const apiVersion = group === '' ? version : `${group}/${version}`;
  const draft = decode(apiVersion, kind, { apiVersion, kind, metadata: { name: 'a', namespace: 'default' }, ...fields })?.object as Draft;
  draft.metadata.uid ??= 'uid';
  strategy.setDefaults?.(draft);
  strategy.prepareForCreate?.(draft, context);
  return draft;
}

/** "field: message" of every error of a POST. */
export function createErrors(kind: string, fields: Readonly<Record<string, unknown>>): string[] {
  const { strategy } = definitionOf(kind);
  const object = stored(kind, fields) as AnyObject;
  return texts([...(strategy.authorize?.(object, context) ?? []), ...(strategy.validate?.(object, context) ?? [])]);
}

/** The same for a PUT of `after` over `before`. */
export function updateErrors(kind: string, before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>): string[] {
  const definition = definitionOf(kind);
  const { strategy } = definition;
  const old = stored(kind, before);
  const draft = stored(kind, after);
  strategy.prepareForUpdate?.(draft, old, context);
  const validate = () => strategy.validate?.(draft as AnyObject, context) ?? [];
  const validateUpdate = () => strategy.validateUpdate?.(draft as AnyObject, old as AnyObject, context) ?? [];
  return texts(validateObjectUpdate(draft, old, definition, '', { validate, validateUpdate }));
}

/** `kubectl get -o wide` of the object at `nowMs`. */
export function rowOf(kind: string, object: unknown, nowMs = 0): readonly unknown[] | undefined {
  return definitionOf(kind).table?.row(object as AnyObject, nowMs);
}

function texts(errors: readonly FieldError[] | undefined): string[] {
  return (errors ?? []).map(({ field, message }) => `${field}: ${message}`);
}
