/** How error texts print parts of a definition: the server's internal structs, every member written out. */
import { goJson } from '../../../api/field-error';
import type { JsonSchemaProps, ValidationRule } from '../schema/json-schema';
import type { CustomResourceVersion } from './types';

type Print = (value: never) => unknown;

const same: Print = (value) => value;
const list = (print: Print): Print => ((values: readonly never[]) => values.map(print)) as Print;
const map = (print: Print): Print =>
  ((values: Readonly<Record<string, never>>) =>
    Object.fromEntries(
      Object.entries(values)
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, value]) => [key, print(value)]),
    )) as Print;
const schema: Print = ((value: JsonSchemaProps) => printSchema(value)) as Print;
const orBool: Print = ((value: JsonSchemaProps | boolean) =>
  typeof value === 'boolean' ? { Allows: value, Schema: null } : { Allows: true, Schema: printSchema(value) }) as Print;
const orList: Print = ((value: JsonSchemaProps) => ({ Schema: printSchema(value), JSONSchemas: null })) as Print;

/** [name in Go, name on the wire, value when absent, how to print]. */
const FIELDS: readonly (readonly [string, string, unknown, Print])[] = [
  ['ID', 'id', '', same],
  ['Schema', '$schema', '', same],
  ['Ref', '$ref', null, same],
  ['Description', 'description', '', same],
  ['Type', 'type', '', same],
  ['Nullable', 'nullable', false, same],
  ['Format', 'format', '', same],
  ['Title', 'title', '', same],
  ['Default', 'default', null, same],
  ['Maximum', 'maximum', null, same],
  ['ExclusiveMaximum', 'exclusiveMaximum', false, same],
  ['Minimum', 'minimum', null, same],
  ['ExclusiveMinimum', 'exclusiveMinimum', false, same],
  ['MaxLength', 'maxLength', null, same],
  ['MinLength', 'minLength', null, same],
  ['Pattern', 'pattern', '', same],
  ['MaxItems', 'maxItems', null, same],
  ['MinItems', 'minItems', null, same],
  ['UniqueItems', 'uniqueItems', false, same],
  ['MultipleOf', 'multipleOf', null, same],
  ['Enum', 'enum', null, same],
  ['MaxProperties', 'maxProperties', null, same],
  ['MinProperties', 'minProperties', null, same],
  ['Required', 'required', null, same],
  ['Items', 'items', null, orList],
  ['AllOf', 'allOf', null, list(schema)],
  ['OneOf', 'oneOf', null, list(schema)],
  ['AnyOf', 'anyOf', null, list(schema)],
  ['Not', 'not', null, schema],
  ['Properties', 'properties', null, map(schema)],
  ['AdditionalProperties', 'additionalProperties', null, orBool],
  ['PatternProperties', 'patternProperties', null, map(schema)],
  ['Dependencies', 'dependencies', null, same],
  ['AdditionalItems', 'additionalItems', null, orBool],
  ['Definitions', 'definitions', null, map(schema)],
  ['ExternalDocs', 'externalDocs', null, same],
  ['Example', 'example', null, same],
  ['XPreserveUnknownFields', 'x-kubernetes-preserve-unknown-fields', null, same],
  ['XEmbeddedResource', 'x-kubernetes-embedded-resource', false, same],
  ['XIntOrString', 'x-kubernetes-int-or-string', false, same],
  ['XListMapKeys', 'x-kubernetes-list-map-keys', null, same],
  ['XListType', 'x-kubernetes-list-type', null, same],
  ['XMapType', 'x-kubernetes-map-type', null, same],
  ['XValidations', 'x-kubernetes-validations', null, list(((rule: ValidationRule) => printedRule(rule)) as Print)],
];

function printSchema(props: JsonSchemaProps): unknown {
  const given = props as Readonly<Record<string, never>>;
  return Object.fromEntries(FIELDS.map(([name, wire, absent, print]) => [name, given[wire] === undefined ? absent : print(given[wire])]));
}

function printedRule(rule: ValidationRule): unknown {
  return {
    Rule: rule.rule ?? '',
    Message: rule.message ?? '',
    MessageExpression: rule.messageExpression ?? '',
    Reason: rule.reason ?? null,
    FieldPath: rule.fieldPath ?? '',
    OptionalOldSelf: rule.optionalOldSelf ?? null,
  };
}

export function printRule(rule: ValidationRule): string {
  return goJson(printedRule(rule));
}

export function printItems(items: readonly JsonSchemaProps[]): string {
  return goJson({ Schema: null, JSONSchemas: items.map(printSchema) });
}

/** Parts in which all versions agree: the internal form keeps them once, elsewhere. */
export interface Hoisted {
  readonly schema: boolean;
  readonly subresources: boolean;
  readonly additionalPrinterColumns: boolean;
  readonly selectableFields: boolean;
}

export function printVersions(versions: readonly CustomResourceVersion[], hoisted: Hoisted): string {
  return goJson(
    versions.map((version) => ({
      Name: version.name ?? '',
      Served: version.served ?? false,
      Storage: version.storage ?? false,
      Deprecated: version.deprecated ?? false,
      DeprecationWarning: version.deprecationWarning ?? null,
      Schema:
        hoisted.schema || !version.schema
          ? null
          : { OpenAPIV3Schema: version.schema.openAPIV3Schema ? printSchema(version.schema.openAPIV3Schema) : null },
      Subresources: hoisted.subresources || !version.subresources ? null : printSubresources(version.subresources),
      AdditionalPrinterColumns: hoisted.additionalPrinterColumns
        ? null
        : (version.additionalPrinterColumns?.map((column) => ({
            Name: column.name,
            Type: column.type,
            Format: column.format ?? '',
            Description: column.description ?? '',
            Priority: column.priority ?? 0,
            JSONPath: column.jsonPath,
          })) ?? null),
      SelectableFields: hoisted.selectableFields
        ? null
        : (version.selectableFields?.map(({ jsonPath }) => ({ JSONPath: jsonPath })) ?? null),
    })),
  );
}

function printSubresources({ status, scale }: NonNullable<CustomResourceVersion['subresources']>): unknown {
  return {
    Status: status ?? null,
    Scale: scale
      ? {
          SpecReplicasPath: scale.specReplicasPath ?? '',
          StatusReplicasPath: scale.statusReplicasPath ?? '',
          LabelSelectorPath: scale.labelSelectorPath ?? null,
        }
      : null,
  };
}
