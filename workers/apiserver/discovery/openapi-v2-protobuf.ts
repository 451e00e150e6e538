/**
 * The OpenAPI v2 document in protobuf, the only form in which client-go reads it (source: google/gnostic-models,
 * openapiv2/OpenAPIv2.proto). Extensions are YAML texts in it; JSON is YAML.
 */
import type { JsonSchema } from '../../resources/schema/openapi';
import { message } from '../protobuf/write';
import type { OutgoingField } from '../protobuf/write';
import type { DocumentV2, OperationV2, ParameterV2 } from './openapi-v2';

/** Field numbers of a PathItem's operations. */
const METHODS: Readonly<Record<string, number>> = { get: 2, put: 3, post: 4, delete: 5, patch: 8 };

export function documentBytes({ swagger, info, paths, definitions }: DocumentV2): Uint8Array {
  return message(
    [1, swagger],
    [2, message([1, info.title], [2, info.version])],
    [8, message(...Object.entries(paths).map(([path, operations]) => named(2, path, pathItem(operations))))],
    [9, message(...Object.entries(definitions).map(([name, schema]) => named(1, name, schemaBytes(schema))))],
  );
}

function named(number: number, name: string, value: Uint8Array): OutgoingField {
  return [number, message([1, name], [2, value])];
}

function extensions(number: number, values: object): OutgoingField[] {
  return Object.entries(values)
    .filter(([name]) => name.startsWith('x-'))
    .map(([name, value]) => named(number, name, yaml(value)));
}

/** An `Any` of gnostic's. */
function yaml(value: unknown): Uint8Array {
  return message([2, `${JSON.stringify(value)}\n`]);
}

function pathItem(operations: Readonly<Record<string, OperationV2>>): Uint8Array {
  return message(
    ...Object.entries(operations).map(([method, operation]): OutgoingField => [METHODS[method] ?? 0, operationBytes(operation)]),
  );
}

function operationBytes(operation: OperationV2): Uint8Array {
  const { description: says, tags, produces, consumes, parameters = [], responses } = operation;
  const answers = Object.entries(responses).map(([code, { description, schema }]) =>
    named(1, code, message([1, message([1, description], [2, schema && message([1, schemaBytes(schema)])])])),
  );
  return message(
    ...tags.map((tag): OutgoingField => [1, tag]),
    [3, says],
    ...produces.map((type): OutgoingField => [6, type]),
    ...consumes.map((type): OutgoingField => [7, type]),
    ...parameters.map((parameter): OutgoingField => [8, message([1, parameterBytes(parameter)])]),
    [9, message(...answers)],
    ...extensions(13, operation),
  );
}

function parameterBytes({ name, in: place, required, schema, type, uniqueItems }: ParameterV2): Uint8Array {
  if (schema) return message([1, message([2, name], [3, place], [4, required], [5, schemaBytes(schema)])]);
  if (place === 'path') return message([2, message([4, message([1, required], [2, place], [4, name], [5, type])])]);
  return message([2, message([3, message([2, place], [4, name], [6, type], [21, uniqueItems])])]);
}

function schemaBytes(schema: JsonSchema): Uint8Array {
  const { $ref, format, description, required = [], enum: values = [], additionalProperties, type, items, properties } = schema;
  return message(
    [1, $ref],
    [2, format],
    [4, description],
    ...required.map((name): OutgoingField => [19, name]),
    ...values.map((value): OutgoingField => [20, yaml(value)]),
    [21, additionalProperties && message([1, schemaBytes(additionalProperties)])],
    [22, type === undefined ? undefined : message([1, type])],
    [23, items && message([1, schemaBytes(items)])],
    [25, properties && message(...Object.entries(properties).map(([name, one]) => named(1, name, schemaBytes(one))))],
    ...extensions(31, schema),
  );
}
