/**
 * RFC 6902 with the habits of upstream's library (evanphx/json-patch v4): replacing a missing member adds it, and a
 * missing value counts as null.
 */
import { applyPatch, Pointer } from 'rfc6902';
import type { Operation } from 'rfc6902';
import { cloneJson } from '../../lib/clone';
import { failure } from '../../api/status';
import { isMap } from './merge';
import { PatchError, badPatch, goKind, unprocessable } from './patch-error';

const OPERATIONS_MAX = 10_000;
const NAMES = new Set(['add', 'remove', 'replace', 'move', 'copy', 'test']);

/** Members of an operation that must be texts, in the order they are looked at. */
const TEXTS = ['op', 'from', 'path'] as const;

/** A changed copy of `target`. Throws PatchError. `checked`: field validation wants more of the operations than their application. */
export function jsonPatch(target: unknown, patch: unknown, checked = true): unknown {
  const operations = decoded(patch, checked);
  if (operations.length > OPERATIONS_MAX) {
    throw new PatchError(
      failure(
        413,
        'RequestEntityTooLarge',
        `Request entity too large: The allowed maximum operations in a JSON patch is ${OPERATIONS_MAX}, got ${operations.length}`,
      ),
    );
  }
  const draft = cloneJson(target);
  for (const operation of operations) {
    if (operation === null) throw new PatchError(unprocessable());
    if (!NAMES.has(operation.op) || typeof operation.path !== 'string') throw new PatchError(unprocessable());
    const failed = applyPatch(draft, [lenient(draft, operation)]).some((error) => error !== null);
    if (failed) throw new PatchError(unprocessable());
  }
  return draft;
}

function decoded(patch: unknown, checked: boolean): readonly (Operation | null)[] {
  const refuse = (given: unknown, into: string) =>
    badPatch(`${checked ? 'error decoding patch: ' : ''}json: cannot unmarshal ${goKind(given)} into Go ${into}`);
  if (patch === null) return [];
  if (!Array.isArray(patch)) throw refuse(patch, `value of type ${checked ? '[]handlers.jsonPatchOp' : 'jsonpatch.Patch'}`);
  for (const operation of patch as unknown[]) {
    if (operation === null) continue;
    if (!isMap(operation)) throw refuse(operation, `value of type ${checked ? 'handlers.jsonPatchOp' : 'jsonpatch.Operation'}`);
    const broken = checked && TEXTS.find((name) => !['undefined', 'string'].includes(typeof operation[name]) && operation[name] !== null);
    if (broken) throw refuse(operation[broken], `struct field jsonPatchOp.${broken} of type string`);
  }
  return patch as (Operation | null)[];
}

/** Members of operations that mean nothing, as field validation names them. */
export function unknownMembers(patch: unknown): readonly string[] {
  const operations = Array.isArray(patch) ? (patch as readonly unknown[]) : [];
  return operations.flatMap((operation, at) =>
    isMap(operation)
      ? Object.keys(operation)
          .filter((name) => name !== 'value' && !TEXTS.some((known) => known === name))
          .map((name) => `json patch unknown field "[${at}].${name}"`)
      : [],
  );
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
