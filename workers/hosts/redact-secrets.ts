import type { ApiRequest } from '../api/request';
import { isMap } from '../lib/member';
import type { Journal, JournalEntry } from '../sim/journal';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
/** Fields of a Secret whose values are nobody's business; their keys stay. */
const VALUES = ['data', 'stringData'] as const;

/** The journal without what Secrets hold, for showing to others. Replayed it gives the same run but for those values. */
export function withoutSecrets<Spec>(journal: Journal<Spec>): Journal<Spec> & { readonly redacted: true } {
  return { ...journal, entries: journal.entries.map(redactEntry), redacted: true };
}

function redactEntry(entry: JournalEntry): JournalEntry {
  if (!('request' in entry)) return entry;
  const { request } = entry;
  const isSecret = request.group === '' && request.resource === 'secrets';
  return isSecret && request.body !== undefined ? { ...entry, request: redactRequest(request) } : entry;
}

function redactRequest(request: ApiRequest): ApiRequest {
  const { body } = request;
  return { ...request, body: Array.isArray(body) ? body.map(redactOperation) : isMap(body) ? redactSecret(body) : '' };
}

function redactSecret(secret: Record<string, unknown>): Record<string, unknown> {
  const redacted = { ...secret };
  for (const field of VALUES) {
    const values = redacted[field];
    if (isMap(values)) redacted[field] = Object.fromEntries(Object.keys(values).map((key) => [key, values[key] === null ? null : '']));
  }
  const { metadata } = redacted;
  const annotations = isMap(metadata) ? metadata['annotations'] : undefined;
  if (!isMap(metadata) || !isMap(annotations) || annotations[LAST_APPLIED] === undefined) return redacted;
  return { ...redacted, metadata: { ...metadata, annotations: { ...annotations, [LAST_APPLIED]: '' } } };
}

/** Of a JSON patch. */
function redactOperation(operation: unknown): unknown {
  return isMap(operation) && 'value' in operation ? { ...operation, value: typeof operation['value'] === 'string' ? '' : {} } : operation;
}
