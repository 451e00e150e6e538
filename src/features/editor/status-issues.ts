/**
 * Puts the API server's refusal of a document at the lines it speaks of. Three texts carry places: causes of an
 * Invalid, the list of a strict decoding error, and Go's "cannot unmarshal" with a struct field path.
 */
import type { Status, StatusCause } from '../../../workers/api/status';
import { resolveFieldPath, searchFieldPath } from './field-path';
import { issueAt } from './issues';
import type { Issue } from './issues';
import { locate } from './manifest';
import type { Manifest, Path } from './manifest';

export function statusIssues(manifest: Manifest, status: Status): Issue[] {
  const causes = (status.details?.causes ?? []).filter((cause) => cause.message);
  if (status.reason === 'Invalid' && causes.length > 0) return causes.flatMap((cause) => causeIssues(manifest, cause));
  return messageIssues(manifest, status.message ?? status.reason ?? '');
}

/** A refused patch names itself as the field; what it says of the object is in the message. */
function causeIssues(manifest: Manifest, { field, message = '' }: StatusCause): Issue[] {
  if (field === 'patch') return messageIssues(manifest, message);
  if (!field || field === '<nil>') return [issueAt(manifest, [], 'value', message, 'server')];
  return [issueAt(manifest, resolveFieldPath(manifest.value, field), 'value', `${field}: ${message}`, 'server')];
}

function messageIssues(manifest: Manifest, message: string): Issue[] {
  const strict = strictErrors(manifest, message);
  if (strict.length > 0) return strict;
  return [decodingIssue(manifest, message) ?? issueAt(manifest, [], 'key', message, 'server')];
}

/** `strict decoding error: unknown field "spec.a", duplicate field "spec.b"`. */
function strictErrors(manifest: Manifest, message: string): Issue[] {
  const at = message.indexOf('strict decoding error: ');
  if (at < 0) return [];
  const found = [...message.slice(at).matchAll(/(unknown|duplicate) field "([^"]+)"/g)];
  return found.map(([text, , field]) => issueAt(manifest, resolveFieldPath(manifest.value, field!), 'key', text, 'server'));
}

/** `json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32`. */
function decodingIssue(manifest: Manifest, message: string): Issue | undefined {
  const match = /cannot unmarshal (\w+) into Go (?:struct field [A-Za-z]+\.(\S+)|value) of type (\S+)/.exec(message);
  if (!match?.[2]) return undefined;
  const given = match[1]!;
  const path: Path | undefined = searchFieldPath(manifest.value, match[2], (value) => jsonTypeName(value) === given);
  return path && { severity: 'error', message, source: 'server', range: locate(manifest, path) };
}

function jsonTypeName(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'boolean') return 'bool';
  return typeof value;
}
