/** One version of a CustomResourceDefinition as a resource like any other (source: apiextensions-apiserver/pkg/registry/customresource, 1.36). */
import { dnsSubdomainName } from '../../api/names';
import { required } from '../../api/field-error';
import type { FieldError } from '../../api/field-error';
import type { AnyObject } from '../../api/meta';
import { cloneJson } from '../../lib/clone';
import { deepEqual } from '../../lib/equal';
import { columnsOf } from '../../resources/apiextensions/customresourcedefinitions/columns';
import { firstAt, setAt } from '../../resources/apiextensions/customresourcedefinitions/json-path';
import type {
  CustomResourceDefinition,
  CustomResourceVersion,
  ScalePaths,
} from '../../resources/apiextensions/customresourcedefinitions/types';
import { isMap, valuesOf } from '../../resources/apiextensions/schema/json-schema';
import type { JsonSchemaProps } from '../../resources/apiextensions/schema/json-schema';
import { validateRules } from '../../resources/apiextensions/schema/rules';
import { validateListTypes, validateValue } from '../../resources/apiextensions/schema/validate';
import type { Draft, ResourceDefinition, ScaleMapping, Strategy } from '../../resources/definition';
import { validateScaleSpec, validateScaleStatus } from './scale-validation';
import { completeCustom, decodeCustom } from './decode';
import { openApiOf } from './open-api';
import { rootType } from './struct-type';
import { deprecationOf, orderedVersions } from './versions';

/** The served versions, preferred one first. */
export function customKinds(crd: CustomResourceDefinition): readonly ResourceDefinition[] {
  const storageVersion = crd.spec.versions.find(({ storage }) => storage) as CustomResourceVersion;
  const stored: ResourceDefinition = customKind(crd, storageVersion, () => stored);
  return orderedVersions(crd.spec.versions)
    .filter(({ served }) => served)
    .map((version) => (version === storageVersion ? stored : customKind(crd, version, () => stored)));
}

function customKind(crd: CustomResourceDefinition, version: CustomResourceVersion, stored: () => ResourceDefinition): ResourceDefinition {
  const { group, names, scope } = crd.spec;
  const schema = version.schema?.openAPIV3Schema ?? {};
  const hasStatus = version.subresources?.status !== undefined;
  const { scale } = version.subresources ?? {};
  const deprecation = deprecationOf(crd, version);
  return {
    group,
    version: version.name,
    resource: names.plural,
    singular: names.singular ?? '',
    kind: names.kind,
    listKind: names.listKind ?? `${names.kind}List`,
    ...(names.shortNames?.length ? { shortNames: names.shortNames } : {}),
    ...(names.categories?.length ? { categories: names.categories } : {}),
    namespaced: scope === 'Namespaced',
    hasStatus,
    ...(scale ? { scale: scaleMapping(scale) } : {}),
    nameRule: dnsSubdomainName,
    ...(version.selectableFields?.length ? { fields: selectable(version.selectableFields) } : {}),
    strategy: strategyOf(schema, hasStatus, scale),
    table: columnsOf(version),
    custom: {
      storageVersion: crd.spec.versions.find(({ storage }) => storage)?.name ?? version.name,
      stored,
      type: rootType(`${group}/${version.name}.${names.kind}`, schema),
      openApi: openApiOf(schema, group, version.name, names.kind),
      decode: (body) => decodeCustom(body, schema),
      present: presenter(`${group}/${version.name}`, schema),
      ...(deprecation === undefined ? {} : { deprecation }),
    },
  };
}

function strategyOf(schema: JsonSchemaProps, hasStatus: boolean, scale: ScalePaths | undefined): Strategy {
  const scaleStatus = (object: AnyObject) => (scale ? validateScaleStatus(object, scale) : []);
  const scaleErrors = (object: AnyObject) => (scale ? [...validateScaleSpec(object, scale), ...scaleStatus(object)] : []);
  return {
    setDefaults: (draft) => completeCustom(draft, schema),
    hasGeneration: true,
    prepareForCreate: (draft) => {
      if (hasStatus) delete draft.status;
    },
    prepareForUpdate: (draft, before, { subresource }) => {
      if (subresource !== 'status' && !deepEqual(content(draft, hasStatus), content(before as AnyObject, hasStatus)))
        draft.metadata.generation = (before.metadata?.generation ?? 0) + 1;
      if (subresource === 'status') completeCustom(draft, schema);
    },
    validate: (object) => validateCustom(object, schema, undefined, scaleErrors),
    validateUpdate: (object, before) => validateCustom(object, schema, before, scaleErrors),
    validateStatusUpdate: (object, before) => validateCustom(object, schema, before, scaleStatus),
    allowUnconditionalUpdate: false,
  };
}

/** What a change of counts as a new generation: all but identity, and but status where that has its own way in. */
function content(object: AnyObject | Draft, hasStatus: boolean): Record<string, unknown> {
  const { metadata: _metadata, apiVersion: _apiVersion, kind: _kind, ...rest } = object as Record<string, unknown>;
  if (hasStatus) delete rest.status;
  return rest;
}

function validateCustom(
  object: AnyObject,
  schema: JsonSchemaProps,
  before: AnyObject | undefined,
  scaleErrors: (object: AnyObject) => FieldError[],
): FieldError[] {
  const errors: FieldError[] = [];
  validateValue(object, schema, '', before, errors);
  errors.push(...scaleErrors(object));
  validateEmbedded(object, schema, '', errors);
  validateListTypes(object, schema, '', errors);
  if (errors.length === 0) validateRules(object, schema, '', before, errors, true);
  return errors;
}

function validateEmbedded(value: unknown, schema: JsonSchemaProps | undefined, path: string, errors: FieldError[]): void {
  if (!schema) return;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) validateEmbedded(item, schema.items, `${path}[${index}]`, errors);
  } else if (isMap(value)) {
    if (schema['x-kubernetes-embedded-resource']) {
      if (!value.apiVersion) errors.push(required(`${path}.apiVersion`));
      if (!value.kind) errors.push(required(`${path}.kind`));
    }
    for (const [name, member] of Object.entries(value))
      validateEmbedded(member, schema.properties?.[name] ?? valuesOf(schema), path === '' ? name : `${path}.${name}`, errors);
  }
}

/** Objects are read far more often than they or their definition change, so each is converted once. */
function presenter(apiVersion: string, schema: JsonSchemaProps): (object: AnyObject) => AnyObject {
  const known = new WeakMap<AnyObject, AnyObject>();
  return (object) => {
    let shown = known.get(object);
    if (!shown) {
      const draft = { ...cloneJson(object), apiVersion } as AnyObject & Record<string, unknown>;
      completeCustom(draft, schema);
      shown = deepEqual(draft, object) ? object : draft;
      known.set(object, shown);
    }
    return shown;
  };
}

function scaleMapping({ specReplicasPath = '', statusReplicasPath = '', labelSelectorPath }: ScalePaths): ScaleMapping {
  const count = (value: unknown) => (typeof value === 'number' ? value : 0);
  return {
    replicas: (object) => ({
      spec: count(firstAt(object, specReplicasPath)),
      status: count(firstAt(object, statusReplicasPath)),
      selector: labelSelectorPath ? String(firstAt(object, labelSelectorPath) ?? '') : '',
    }),
    setReplicas: (draft, replicas) => setAt(draft, specReplicasPath, replicas),
  };
}

function selectable(fields: readonly { readonly jsonPath: string }[]): (object: AnyObject) => Readonly<Record<string, string>> {
  return (object) =>
    Object.fromEntries(fields.map(({ jsonPath }) => [jsonPath.replace(/^\./, ''), String(firstAt(object, jsonPath) ?? '')]));
}
