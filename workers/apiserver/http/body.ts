/** Decoding request bodies: JSON, YAML and protobuf, and what upstream says about broken ones. */
import { badRequest, failure, isStatus } from '../../api/status';
import type { Status } from '../../api/status';
import type { PatchType, Verb } from '../../api/request';
import { jsonKind } from '../../resources/schema/numbers';
import { decodeProtobuf } from '../protobuf/decode';
import { parseDuplicates } from './duplicate-fields';
import { isTooDeep } from '../../lib/depth';
import { goJsonError, tooDeep } from '../../lib/go-json-error';
import type { GivenJson } from '../../lib/repeated-members';
import { decodeUtf8, encodeUtf8 } from '../../lib/utf8';
import { readYaml } from '../../lib/yaml/document';

export interface DecodedBody {
  readonly value: unknown;
  /** Members given twice, as strict decoding names them, and as warnings do; an empty text says nothing more. */
  readonly duplicates: readonly { readonly strict: string; readonly warning: string }[];
  /** JSON that names members twice. */
  readonly given?: GivenJson;
  /** By path the text of numbers that are written in another way than JavaScript's. */
  readonly numbers?: ReadonlyMap<string, string>;
  /** By path the texts of RawExtensions. */
  readonly rawTexts?: Readonly<Record<string, string>>;
  /** Go read it by way of maps. */
  readonly ordered?: boolean;
}

const PATCH_TYPES: Readonly<Record<string, PatchType>> = {
  'application/json-patch+json': 'json',
  'application/merge-patch+json': 'merge',
  'application/strategic-merge-patch+json': 'strategic',
  'application/apply-patch+yaml': 'apply',
};
const BODY_NAMES = 'application/json, application/yaml, application/vnd.kubernetes.protobuf';
const NO_PROTOBUF = 'provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]';
const YAML_TOO_DEEP = 'error converting YAML to JSON: yaml: exceeded max depth of 10000';
/** Bytes of a broken body that its error shows. */
const EXCERPT_BYTES = 30;
const NONE: ReadonlySet<string> = new Set();

export function patchTypeOf(contentType: string): PatchType | Status {
  return PATCH_TYPES[mediaType(contentType)] ?? failure(415, 'UnsupportedMediaType', '415: Unsupported Media Type', {});
}

/**
 * `body` is text (protobuf: bytes) to be read as `contentType` says, or data that was decoded already. `kind` is what is expected,
 * `rawFields` are the names of its RawExtensions.
 */
export function decodeBody(
  verb: Verb,
  contentType: string,
  body: unknown,
  kind: string,
  rawFields: ReadonlySet<string> = NONE,
): DecodedBody | Status {
  if (body instanceof Uint8Array) return decodeBytes(body);
  if (typeof body !== 'string') return { value: body, duplicates: [] };
  if (verb === 'delete' || verb === 'deletecollection') return decodeDelete(contentType, body);
  if (verb === 'patch') return decodePatch(contentType, body);
  const type = mediaType(contentType);
  const refuse = (why: string) => badRequest(`the object provided is unrecognized (must be of type ${kind}): ${why} (${excerpt(body)})`);
  if (type === 'application/yaml') return decodeYaml(body, refuse);
  if (type === 'application/vnd.kubernetes.protobuf' && body !== '') return refuse(NO_PROTOBUF);
  if (type !== '' && type !== 'application/json' && type !== 'application/vnd.kubernetes.protobuf') return unknownFormat();
  return decodeJson(body, (why) => refuse(`couldn't get version/kind; json parse error: ${why}`), rawFields);
}

export function mediaType(contentType: string): string {
  return (contentType.split(';')[0] ?? '').trim().toLowerCase();
}

/** As messages show the body: its beginning, in hexadecimal where it does not look like a JSON object. */
export function excerpt(body: string): string {
  if (body === '') return '<empty>';
  const bytes = encodeUtf8(body.slice(0, EXCERPT_BYTES + 1));
  const head = bytes.slice(0, EXCERPT_BYTES);
  const shown = body.startsWith('{') ? decodeUtf8(head) : [...head].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return bytes.length > EXCERPT_BYTES ? `${shown} ...` : shown;
}

function unknownFormat(): Status {
  return failure(
    415,
    'UnsupportedMediaType',
    `the body of the request was in an unknown format - accepted media types include: ${BODY_NAMES}`,
  );
}

function decodeBytes(body: Uint8Array): DecodedBody | Status {
  const value = decodeProtobuf(body);
  return typeof value === 'string' ? badRequest(value) : { value, duplicates: [] };
}

function decodeDelete(contentType: string, body: string): DecodedBody | Status {
  if (body === '') return { value: undefined, duplicates: [] };
  const type = mediaType(contentType);
  if (type === 'application/yaml') return decodeYaml(body, badRequest);
  if (type !== '' && type !== 'application/json') return unknownFormat();
  const decoded = decodeJson(body, (why) => badRequest(`couldn't get version/kind; json parse error: ${why}`));
  if (isStatus(decoded) && body.trim() !== '' && !/^\s*[[{"]/.test(body)) return decodeYaml(body, badRequest);
  if (isStatus(decoded) || decoded.value === null || (typeof decoded.value === 'object' && !Array.isArray(decoded.value))) return decoded;
  return badRequest(`couldn't get version/kind; json parse error: ${notAnObject(decoded.value)}`);
}

/** What Go says of JSON that is no object where a kind is looked for. */
export function notAnObject(value: unknown): string {
  const target = String.raw`struct { APIVersion string "json:\"apiVersion,omitempty\""; Kind string "json:\"kind,omitempty\"" }`;
  return `json: cannot unmarshal ${jsonKind(value)} into Go value of type ${target}`;
}

function decodePatch(contentType: string, body: string): DecodedBody | Status {
  const type = PATCH_TYPES[mediaType(contentType)];
  if (type === 'apply') return decodeApply(body);
  const decoded = decodeJson(body, (why) => badRequest(type === 'strategic' ? why : `error decoding patch: ${why}`));
  // Maps, not types: of members that are named twice the last counts.
  return isStatus(decoded) || !decoded.given ? decoded : { ...decoded, value: decoded.given.value };
}

function decodeApply(body: string): DecodedBody | Status {
  const decoded = decodeYaml(body, (why) => badRequest(`error decoding YAML: error converting YAML to JSON: ${why}`));
  if (isStatus(decoded) || decoded.value === null || (typeof decoded.value === 'object' && !Array.isArray(decoded.value))) return decoded;
  const why = `json: cannot unmarshal ${jsonKind(decoded.value)} into Go value of type map[string]interface {}`;
  return badRequest(`error decoding YAML: error unmarshaling JSON: while decoding JSON: ${why}`);
}

function decodeJson(text: string, refuse: (why: string) => Status, rawFields = NONE): DecodedBody | Status {
  const body = withoutHalfPairs(text);
  try {
    const plain = JSON.parse(body) as unknown;
    if (isTooDeep(plain)) return refuse(tooDeep(body));
    const { paths, value, merged, repeated, numbers, texts } = parseDuplicates(body, rawFields);
    return {
      value: paths.length ? merged : plain,
      duplicates: paths.map((path) => ({ strict: `duplicate field "${path}"`, warning: `duplicate field "${path}"` })),
      ...(paths.length ? { given: { value, repeated } } : {}),
      ...(numbers.size ? { numbers } : {}),
      ...(rawFields.size ? { rawTexts: texts } : {}),
    };
  } catch (problem) {
    if (!(problem instanceof SyntaxError)) throw problem;
    return refuse(goJsonError(body));
  }
}

/** Escapes of one half of a surrogate pair stand for the replacement character, as Go reads them. */
function withoutHalfPairs(text: string): string {
  if (!/\\u[dD][89a-fA-F]/.test(text)) return text;
  return text.replace(/\\(?:u[dD][89abAB]..\\u[dD][c-fC-F]..|u[dD][89a-fA-F]..|.)/gs, (escape) =>
    escape.length === 6 ? String.raw`\ufffd` : escape,
  );
}

function decodeYaml(body: string, refuse: (why: string) => Status): DecodedBody | Status {
  const document = readYaml(body);
  if (typeof document === 'string') return refuse(document);
  const { value, repeated, numbers } = document;
  if (isTooDeep(value)) return refuse(YAML_TOO_DEEP);
  const strict = `yaml: unmarshal errors:\n  ${repeated.join('\n  ')}`;
  const duplicates = repeated.map((warning, index) => ({ strict: index === 0 ? strict : '', warning }));
  return { value, duplicates, ordered: true, ...(numbers.size ? { numbers } : {}) };
}
