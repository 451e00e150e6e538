/** Decoding request bodies: JSON, YAML, and what upstream says about broken ones. */
import { parseAllDocuments } from 'yaml';
import { badRequest, failure } from '../../api/status';
import type { Status } from '../../api/status';
import type { PatchType, Verb } from '../../api/request';

export type Decoded = { readonly value: unknown } | { readonly failure: Status };

const PATCH_TYPES: Readonly<Record<string, PatchType>> = {
  'application/json-patch+json': 'json',
  'application/merge-patch+json': 'merge',
  'application/strategic-merge-patch+json': 'strategic',
  'application/apply-patch+yaml': 'apply',
};
const PATCH_NAMES = 'application/json-patch+json, application/merge-patch+json, application/strategic-merge-patch+json, application/apply-patch+yaml, application/apply-patch+cbor';

export function patchTypeOf(contentType: string): PatchType | Status {
  return PATCH_TYPES[mediaType(contentType)] ?? failure(415, 'UnsupportedMediaType', `the body of the request was in an unknown format - accepted media types include: ${PATCH_NAMES}`);
}

/** `body` is text to be read as `contentType` says, or data that was decoded already. `kind` is what is expected. */
export function decodeBody(verb: Verb, contentType: string, body: unknown, kind: string): Decoded {
  if (typeof body !== 'string') return { value: body };
  if (verb === 'delete' || verb === 'deletecollection') return body.trim() === '' ? { value: undefined } : parse(contentType, body, (why) => `couldn't get version/kind; json parse error: ${why}`);
  if (verb === 'patch') return decodePatch(contentType, body);
  const type = mediaType(contentType);
  if (type !== '' && type !== 'application/json' && type !== 'application/yaml') {
    const text = 'the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf';
    return { failure: failure(415, 'UnsupportedMediaType', text) };
  }
  return parse(contentType, body, (why) => `the object provided is unrecognized (must be of type ${kind}): couldn't get version/kind; json parse error: ${why} (${excerpt(body)})`);
}

function decodePatch(contentType: string, body: string): Decoded {
  const type = PATCH_TYPES[mediaType(contentType)];
  if (type === 'apply') return parseYaml(body, (why) => `error decoding YAML: ${why}`);
  return parse('application/json', body, (why) => (type === 'strategic' ? why : `error decoding patch: ${why}`));
}

function parse(contentType: string, body: string, complain: (why: string) => string): Decoded {
  if (mediaType(contentType) === 'application/yaml') return parseYaml(body, complain);
  try {
    return { value: JSON.parse(body) as unknown };
  } catch (error) {
    return { failure: badRequest(complain(jsonComplaint(body, error))) };
  }
}

function parseYaml(body: string, complain: (why: string) => string): Decoded {
  const [document] = parseAllDocuments(body, { version: '1.1', schema: 'yaml-1.1', uniqueKeys: false });
  if (!document || !('errors' in document)) return { value: null };
  const [error] = document.errors;
  if (error) return { failure: badRequest(complain(`error converting YAML to JSON: yaml: line ${error.linePos?.[0].line ?? 1}: ${error.message.split('\n')[0]}`)) };
  return { value: document.toJS() as unknown };
}

export function mediaType(contentType: string): string {
  return (contentType.split(';')[0] ?? '').trim().toLowerCase();
}

/** Go's encoding/json wording of the commonest faults. */
function jsonComplaint(body: string, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (body.trim() === '' || /end of (JSON|data)|Unterminated/i.test(message)) return 'unexpected end of JSON input';
  const at = Number(/position (\d+)/.exec(message)?.[1] ?? Number.NaN);
  const character = Number.isNaN(at) ? body.trim()[0] : body[at];
  return `invalid character ${JSON.stringify(character).replaceAll('"', "'")} looking for beginning of value`;
}

function excerpt(body: string): string {
  return body === '' ? '<empty>' : body.length > 1024 ? `${body.slice(0, 1024)}...` : body;
}
