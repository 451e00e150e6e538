/** Formats that no value will be checked against (source: apiextensions-apiserver/pkg/registry/customresourcedefinition/strategy.go, 1.36). */
import type { AnyObject } from '../../../api/meta';
import { isKnownFormat } from '../schema/formats';
import { valuesOf } from '../schema/json-schema';
import type { JsonSchemaProps } from '../schema/json-schema';
import type { CustomResourceDefinition } from './types';

/** Each is said once. */
export function definitionWarnings(object: AnyObject): string[] {
  const { versions } = (object as unknown as CustomResourceDefinition).spec;
  const formats = versions.flatMap(({ schema }) => (schema?.openAPIV3Schema ? unknownFormats(schema.openAPIV3Schema) : []));
  return [...new Set(formats)].map((format) => `unrecognized format ${JSON.stringify(format)}`);
}

function unknownFormats(schema: JsonSchemaProps): string[] {
  const { type, format, items, properties = {}, allOf = [], anyOf = [], oneOf = [], not } = schema;
  const values = valuesOf(schema);
  const below = [items, ...Object.values(properties), values, ...allOf, ...anyOf, ...oneOf, not];
  const own = format && !isKnownFormat(type, format) ? [format] : [];
  return [...own, ...below.flatMap((each) => (each ? unknownFormats(each) : []))];
}
