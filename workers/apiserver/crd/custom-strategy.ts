/** What custom objects of one version must be, and what writes do to them (source: apiextensions-apiserver/pkg/registry/customresource/{strategy,status_strategy,validator}.go, 1.36). */
import type { FieldError } from '../../api/field-error';
import type { AnyObject } from '../../api/meta';
import { deepEqual } from '../../lib/equal';
import type { ScalePaths } from '../../resources/apiextensions/customresourcedefinitions/types';
import { validateEmbedded } from '../../resources/apiextensions/schema/embedded';
import type { JsonSchemaProps } from '../../resources/apiextensions/schema/json-schema';
import { validateListTypes } from '../../resources/apiextensions/schema/list-types';
import { hasRules, validateRules } from '../../resources/apiextensions/schema/rules';
import { validateValue } from '../../resources/apiextensions/schema/validate';
import type { Draft, Strategy, StrategyContext } from '../../resources/definition';
import { completeCustom } from './decode';
import { finalizerWarnings } from './finalizer-warnings';
import { validateScaleSpec, validateScaleStatus } from './scale-validation';

export function strategyOf(schema: JsonSchemaProps, hasStatus: boolean, scale: ScalePaths | undefined): Strategy {
  const scaleStatus = (object: AnyObject) => (scale ? validateScaleStatus(object, scale) : []);
  const scaleErrors = (object: AnyObject) => (scale ? [...validateScaleSpec(object, scale), ...scaleStatus(object)] : []);
  return {
    setDefaults: (draft) => completeCustom(draft, schema),
    hasGeneration: true,
    prepareForCreate: (draft) => {
      if (hasStatus) delete draft.status;
    },
    prepareForUpdate: (draft, before, { subresource }) => {
      if (subresource === 'status') keepAllButStatus(draft, before as AnyObject, schema);
      else if (!deepEqual(content(draft, hasStatus), content(before as AnyObject, hasStatus)))
        draft.metadata.generation = (before.metadata?.generation ?? 0) + 1;
    },
    validate: (object, context) => {
      const errors: FieldError[] = [];
      validateValue(object, schema, '', undefined, errors);
      errors.push(...scaleErrors(object), ...validateEmbedded(object, schema));
      validateListTypes(object, schema, '', errors);
      return withRules(errors, object, schema, undefined, context);
    },
    validateUpdate: (object, before, context) => {
      const errors: FieldError[] = [];
      validateValue(object, schema, '', before, errors);
      errors.push(...scaleErrors(object), ...validateEmbedded(object, schema), ...newListErrors(object, schema, before));
      return withRules(errors, object, schema, before, context);
    },
    validateStatusUpdate: (object, before, context) => {
      const errors = [...statusErrors(object, schema, before), ...scaleStatus(object), ...newListErrors(object, schema, before)];
      return withRules(errors, object, schema, before, context);
    },
    warnings: finalizerWarnings,
    allowUnconditionalUpdate: false,
  };
}

/** Of a status write nothing else counts, not even metadata. */
function keepAllButStatus(draft: Draft, before: AnyObject, schema: JsonSchemaProps): void {
  completeCustom(draft, schema);
  const { managedFields } = draft.metadata;
  draft.metadata = { ...before.metadata, ...(managedFields === undefined ? {} : { managedFields }) };
  if (managedFields === undefined) delete draft.metadata.managedFields;
  const kept = before as unknown as Readonly<Record<string, unknown>>;
  for (const name of Object.keys(draft)) if (name !== 'status' && name !== 'metadata' && !(name in kept)) delete draft[name];
  for (const [name, value] of Object.entries(kept)) if (name !== 'status' && name !== 'metadata') draft[name] = value;
}

/** What a change of counts as a new generation: all but identity, and but status where that has its own way in. */
function content(object: AnyObject | Draft, hasStatus: boolean): Record<string, unknown> {
  const { metadata: _metadata, apiVersion: _apiVersion, kind: _kind, ...rest } = object as Record<string, unknown>;
  if (hasStatus) delete rest.status;
  return rest;
}

/** The status is judged by itself: texts name its members as if it were the whole. */
function statusErrors(object: AnyObject, schema: JsonSchemaProps, before: AnyObject): FieldError[] {
  const declared = schema.properties?.status;
  const { status } = object as { readonly status?: unknown };
  const errors: FieldError[] = [];
  if (declared && status !== undefined) validateValue(status, declared, '', (before as { readonly status?: unknown }).status, errors);
  return errors.map((error) => ({ ...error, field: error.field === '' || error.field === '<nil>' ? 'status' : `status.${error.field}` }));
}

/** Repetitions that were there before may stay. */
function newListErrors(object: AnyObject, schema: JsonSchemaProps, before: AnyObject): FieldError[] {
  const old: FieldError[] = [];
  validateListTypes(before, schema, '', old);
  const errors: FieldError[] = [];
  if (old.length === 0) validateListTypes(object, schema, '', errors);
  return errors;
}

/** Rules are not asked about objects that they could not be written for. */
const BLOCKING = new Set<string>([
  'FieldValueNotSupported',
  'FieldValueRequired',
  'FieldValueTooLong',
  'FieldValueTooMany',
  'FieldValueTypeInvalid',
]);

const UNCHECKED: FieldError = {
  type: 'FieldValueInvalid',
  field: '<nil>',
  message:
    'Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation',
};

function withRules(
  errors: readonly FieldError[],
  object: AnyObject,
  schema: JsonSchemaProps,
  before: AnyObject | undefined,
  { warn }: StrategyContext,
): FieldError[] {
  if (!hasRules(schema)) return [...errors];
  if (errors.some(({ type }) => BLOCKING.has(type))) return [...errors, UNCHECKED];
  const { broken, tolerated } = validateRules(object, schema, before);
  for (const { field, message } of tolerated) warn(`${field}: ${message}`);
  return [...errors, ...broken];
}
