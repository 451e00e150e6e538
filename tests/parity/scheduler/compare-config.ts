import { loadConfiguration } from '../../../workers/scheduler/config/load';
import { deepEqual } from '../../../workers/lib/equal';
import { difference } from '../parity-area';
import type { Json } from './recorded';

/** Of a decoding error only the fact is compared. */
export function compareConfiguration({ doc, expect }: { readonly doc: Json; readonly expect: Json }): string[] {
  const ours = facts(loadConfiguration(doc));
  const want = facts(expect);
  return [...new Set([...Object.keys(want), ...Object.keys(ours)])]
    .filter((field) => !deepEqual(want[field], ours[field]))
    .map((field) => difference(field, want[field], ours[field]));
}

function facts(answer: Json): Record<string, Json> {
  return { ...answer, ...(answer.decodeError === undefined ? {} : { decodeError: true }) };
}
