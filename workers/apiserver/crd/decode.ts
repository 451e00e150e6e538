/** Bodies of custom resources: metadata as everywhere, the rest pruned by the schema (source: apiextensions-apiserver/pkg/apiserver/customresource_handler.go, 1.36). */
import type { AnyObject } from '../../api/meta';
import { cloneJson } from '../../lib/clone';
import { decodeEmbedded, decodeMetadata } from '../../resources/apiextensions/schema/embedded';
import type { JsonSchemaProps } from '../../resources/apiextensions/schema/json-schema';
import { dropSchemaNulls, prune, setSchemaDefaults } from '../../resources/apiextensions/schema/prune';
import type { Decoded } from '../../resources/schema/decode';

export function decodeCustom(body: Readonly<Record<string, unknown>>, schema: JsonSchemaProps): Decoded {
  const object = cloneJson(body) as Record<string, unknown>;
  const metadata: string[] = [];
  const pruned: string[] = [];
  const embedded: string[] = [];
  if (object.metadata === null) delete object.metadata;
  const wrongMetadata = decodeMetadata(object, metadata);
  prune(object, schema, '', pruned, true);
  dropSchemaNulls(object, schema);
  const wrong = decodeEmbedded(object, schema, '', embedded);
  const error = wrongMetadata ?? (wrong && `${wrong.field}: ${wrong.message}`);
  return {
    object: object as AnyObject,
    unknownFields: [...metadata, ...pruned.sort(), ...embedded].map((path) => `unknown field "${path}"`),
    ...(error === undefined ? {} : { error }),
  };
}

/** The object without what the schema does not declare and with its defaults; changed in place. */
export function completeCustom(object: Record<string, unknown>, schema: JsonSchemaProps): void {
  prune(object, schema, '', [], true);
  setSchemaDefaults(object, schema);
}
