/** HTTP bodies of custom resources: their kind and version are judged like contents, not like a mistake of the client. */
import { badRequest, failure } from '../../api/status';
import type { Status } from '../../api/status';
import type { CustomKind, ResourceDefinition } from '../../resources/definition';
import { excerpt, notAnObject } from '../http/body';
import type { DecodedBody } from '../http/body';
import { strictError } from '../http/decode-object';
import type { DecodedObject, FieldValidation } from '../http/decode-object';
import { invalid } from '../replies';
import { apiVersionOf } from '../resource-table';

export function decodeCustomObject(
  definition: ResourceDefinition,
  custom: CustomKind,
  { value, duplicates, numbers }: DecodedBody,
  text: unknown,
  validation: FieldValidation,
): DecodedObject | Status {
  const refuse = (why: string) =>
    badRequest(`${definition.kind} in version "${definition.version}" cannot be handled as a ${definition.kind}: ${why}`);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return badRequest(
      `the object provided is unrecognized (must be of type ${definition.kind}): couldn't get version/kind; json parse error: ${notAnObject(value)} (${excerpt(typeof text === 'string' ? text : '')})`,
    );
  const given = value as Readonly<Record<string, unknown>>;
  const endless = [...(numbers?.values() ?? [])].find((text) => !Number.isFinite(Number(text)));
  if (endless !== undefined) return refuse(`json: cannot unmarshal number ${endless} into Go value of type float64`);
  const decoded = custom.decode(given);
  if (decoded.error !== undefined) return refuse(decoded.error);
  const problems = [...duplicates, ...decoded.unknownFields.map((field) => ({ strict: field, warning: field }))];
  if (problems.length && validation === 'Strict') return refuse(strictError(problems));
  const warnings = validation === 'Warn' ? problems.map(({ warning }) => warning) : [];
  const apiVersion = typeof given.apiVersion === 'string' ? given.apiVersion : '';
  const expected = apiVersionOf(definition);
  if (apiVersion !== expected) {
    const refusal = badRequest(`the API version in the data (${apiVersion}) does not match the expected API version (${expected})`);
    const unknown = validation === 'Warn' ? Object.keys(given).filter((name) => !KNOWN_EVERYWHERE.has(name)) : [];
    return { value: undefined, warnings: unknown.map((name) => `unknown field "${name}"`), refusal };
  }
  if (given.kind !== definition.kind) return { value: undefined, warnings, refusal: wrongKind(definition, given) };
  return { value: decoded.object, warnings };
}

/** Of a version that is not served no schema says what else there is. */
const KNOWN_EVERYWHERE = new Set(['apiVersion', 'kind', 'metadata']);

function wrongKind({ group, kind: expected }: ResourceDefinition, given: Readonly<Record<string, unknown>>): Status {
  const kind = typeof given.kind === 'string' ? given.kind : '';
  const { name } = (given.metadata ?? {}) as { readonly name?: string };
  const message = `Invalid value: ${JSON.stringify(kind)}: must be ${expected}`;
  return invalid({ group, kind }, name ?? '', [{ type: 'FieldValueInvalid', field: 'kind', message }]);
}

/** Of Scales for custom resources it is not told what is wrong with them. */
export function undecodedScale(): Status {
  return badRequest('no kind is registered for the type v1.Scale in scheme "pkg/runtime/scheme.go:111"');
}

export function noStrategicPatch(): Status {
  return failure(
    415,
    'UnsupportedMediaType',
    'the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml',
  );
}
