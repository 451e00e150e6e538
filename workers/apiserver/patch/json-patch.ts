/**
 * RFC 6902 with the habits of upstream's library (evanphx/json-patch v4): replacing a missing member adds it, and a
 * missing value counts as null.
 */
import { applyPatch, Pointer } from 'rfc6902';
import type { Operation } from 'rfc6902';
import { cloneJson } from '../../lib/clone';
import { failure } from '../../api/status';
import { isMap } from './merge';
import { PatchError, badPatch, unprocessable } from './patch-error';

const OPERATIONS_MAX = 10_000;
const NAMES = new Set(['add', 'remove', 'replace', 'move', 'copy', 'test']);

/** A changed copy of `target`. Throws PatchError. */
export function jsonPatch(target: unknown, patch: unknown): unknown {
  if (!Array.isArray(patch))
    throw badPatch(
      `error decoding patch: json: cannot unmarshal ${patch === null ? 'null' : typeof patch} into Go value of type jsonpatch.Patch`,
    );
  if (patch.length > OPERATIONS_MAX) {
    throw new PatchError(
      failure(
        413,
        'RequestEntityTooLarge',
        `Request entity too large: The allowed maximum operations in a JSON patch is ${OPERATIONS_MAX}, got ${patch.length}`,
      ),
    );
  }
  const draft = cloneJson(target);
  for (const operation of patch as Operation[]) {
    if (operation !== null && !isMap(operation)) {
      const type = Array.isArray(operation) ? 'array' : typeof operation;
      throw badPatch(`error decoding patch: json: cannot unmarshal ${type} into Go value of type jsonpatch.Operation`);
    }
    if (operation === null) throw new PatchError(unprocessable());
    if (!NAMES.has(operation.op) || typeof operation.path !== 'string') throw new PatchError(unprocessable());
    const failed = applyPatch(draft, [lenient(draft, operation)]).some((error) => error !== null);
    if (failed) throw new PatchError(unprocessable());
  }
  return draft;
}

function lenient(draft: unknown, operation: Operation): Operation {
  if (operation.op === 'add' && operation.value === undefined) return { ...operation, value: null };
  if (operation.op === 'test' && (operation.value === null || operation.value === undefined)) return nullTest(draft, operation);
  if (operation.op !== 'replace') return operation;
  const { parent, value } = Pointer.fromJSON(operation.path).evaluate(draft);
  const addable = value === undefined && typeof parent === 'object' && parent !== null && !Array.isArray(parent);
  return addable ? { op: 'add', path: operation.path, value: operation.value ?? null } : operation;
}

/** A missing member passes a test for null. */
function nullTest(draft: unknown, operation: Extract<Operation, { op: 'test' }>): Operation {
  const { parent, value } = Pointer.fromJSON(operation.path).evaluate(draft);
  const missing = value === undefined && typeof parent === 'object' && parent !== null;
  return missing ? { op: 'test', path: '', value: draft } : { ...operation, value: null };
}
