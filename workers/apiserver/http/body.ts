/** Decoding request bodies: JSON, YAML and protobuf, and what upstream says about broken ones. */
import { parseAllDocuments, visit } from 'yaml';
import type { Document } from 'yaml';
import { badRequest, failure, isStatus } from '../../api/status';
import type { Status } from '../../api/status';
import type { PatchType, Verb } from '../../api/request';
import { goKind } from '../patch/patch-error';
import { decodeProtobuf } from '../protobuf/decode';
import { parseDuplicates } from './duplicate-fields';
import { goJsonError } from '../../lib/go-json-error';
import { yamlError } from './yaml-error';

export interface DecodedBody {
  readonly value: unknown;
  /** Members given twice, as strict decoding names them, and as warnings do. */
  readonly duplicates: readonly { readonly strict: string; readonly warning: string }[];
  /** By path the text of numbers that are written in another way than JavaScript's. */
  readonly numbers?: ReadonlyMap<string, string>;
}

const PATCH_TYPES: Readonly<Record<string, PatchType>> = {
  'application/json-patch+json': 'json',
  'application/merge-patch+json': 'merge',
  'application/strategic-merge-patch+json': 'strategic',
  'application/apply-patch+yaml': 'apply',
};
const BODY_NAMES = 'application/json, application/yaml, application/vnd.kubernetes.protobuf';
/** Bytes of a broken body that its error shows. */
const EXCERPT_BYTES = 30;
/** An alias in YAML may not multiply the document past this many nodes. */
const YAML_ALIASES_MAX = 1000;

export function patchTypeOf(contentType: string): PatchType | Status {
  return PATCH_TYPES[mediaType(contentType)] ?? failure(415, 'UnsupportedMediaType', '415: Unsupported Media Type', {});
}

/** `body` is text (protobuf: bytes) to be read as `contentType` says, or data that was decoded already. `kind` is what is expected. */
export function decodeBody(verb: Verb, contentType: string, body: unknown, kind: string): DecodedBody | Status {
  if (body instanceof Uint8Array) return decodeBytes(body);
  if (typeof body !== 'string') return { value: body, duplicates: [] };
  if (verb === 'delete' || verb === 'deletecollection') return decodeDelete(contentType, body);
  if (verb === 'patch') return decodePatch(contentType, body);
  const type = mediaType(contentType);
  const refuse = (why: string, shown = excerpt(body)) =>
    badRequest(`the object provided is unrecognized (must be of type ${kind}): ${why} (${shown})`);
  if (type === 'application/yaml') return decodeYaml(body, (why) => refuse(why, hexExcerpt(body)));
  if (type !== '' && type !== 'application/json' && !(type === 'application/vnd.kubernetes.protobuf' && body === ''))
    return unknownFormat();
  return decodeJson(body, (why) => refuse(`couldn't get version/kind; json parse error: ${why}`));
}

export function mediaType(contentType: string): string {
  return (contentType.split(';')[0] ?? '').trim().toLowerCase();
}

/** As messages show the body: its beginning. */
export function excerpt(body: string): string {
  return body === '' ? '<empty>' : body.length > EXCERPT_BYTES ? `${body.slice(0, EXCERPT_BYTES)} ...` : body;
}

/** The same in hexadecimal, for bodies that do not look like JSON objects. */
export function hexExcerpt(body: string): string {
  const hex = [...body.slice(0, EXCERPT_BYTES)].map((character) => character.charCodeAt(0).toString(16).padStart(2, '0')).join('');
  return body.length > EXCERPT_BYTES ? `${hex} ...` : hex;
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
  return `json: cannot unmarshal ${goKind(value)} into Go value of type ${target}`;
}

function decodePatch(contentType: string, body: string): DecodedBody | Status {
  const type = PATCH_TYPES[mediaType(contentType)];
  if (type === 'apply') return decodeYaml(body, (why) => badRequest(`error decoding YAML: error converting YAML to JSON: ${why}`));
  return decodeJson(body, (why) => badRequest(type === 'strategic' ? why : `error decoding patch: ${why}`));
}

function decodeJson(text: string, refuse: (why: string) => Status): DecodedBody | Status {
  const body = withoutHalfPairs(text);
  try {
    const plain = JSON.parse(body) as unknown;
    const { paths, value, numbers } = parseDuplicates(body);
    return {
      value: paths.length ? value : plain,
      duplicates: paths.map((path) => ({ strict: `duplicate field "${path}"`, warning: `duplicate field "${path}"` })),
      ...(numbers.size ? { numbers } : {}),
    };
  } catch {
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
  const documents = parseAllDocuments(body, { version: '1.1', schema: 'yaml-1.1', uniqueKeys: true });
  const document = Array.isArray(documents) ? documents.find((each) => each.contents !== null) : undefined;
  if (!document) return { value: {}, duplicates: [] };
  const fatal = document.errors.find((error) => error.code !== 'DUPLICATE_KEY');
  if (fatal) return refuse(yamlError(body, document.errors, fatal));
  if (countAliases(document) > 0 && expandsTooFar(document)) return refuse('yaml: document contains excessive aliasing');
  const lines = document.errors.map(
    (error) => `line ${error.linePos?.[0].line ?? 0}: key ${JSON.stringify(keyAt(body, error.pos[0]))} already set in map`,
  );
  const duplicates = lines.map((line) => ({ strict: `yaml: unmarshal errors:\n  ${line}`, warning: line }));
  return { value: document.toJS({ maxAliasCount: YAML_ALIASES_MAX }) as unknown, duplicates };
}

function keyAt(body: string, position: number): string {
  return /^[^:\n]*/.exec(body.slice(position))?.[0].trim() ?? '';
}

function countAliases(document: Document): number {
  let count = 0;
  visit(document, { Alias: () => void count++ });
  return count;
}

function expandsTooFar(document: Document): boolean {
  try {
    document.toJS({ maxAliasCount: YAML_ALIASES_MAX });
    return false;
  } catch {
    return true;
  }
}
