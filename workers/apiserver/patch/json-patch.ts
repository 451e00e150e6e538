/** RFC 6902 with the habits of upstream's library (evanphx/json-patch v4): replacing a missing member adds it, a missing value counts as null. */
import { utf8Length } from '../../lib/utf8';
import { isMap } from '../../lib/member';
import { cloneJson } from '../../lib/clone';
import { failure } from '../../api/status';
import { operate, valueIn } from './json-operations';
import type { Operation } from './json-operations';
import { jsonKind } from '../../resources/schema/numbers';
import { PatchError, badPatch, unprocessable } from './patch-error';

/** Of all that a patch copies. */
const COPIED_BYTES_MAX = 3 * 1024 * 1024;
const OPERATIONS_MAX = 10_000;
const NAMES = new Set(['add', 'remove', 'replace', 'move', 'copy', 'test']);

/** Members of an operation that must be texts, in the order they are looked at. */
const TEXTS = ['op', 'from', 'path'] as const;

/**
 * A changed copy of `target`. Throws PatchError. `checked`: field validation wants more of the operations than their application.
 * `given` gets the lists and maps that the patch brought into the copy.
 */
export function jsonPatch(target: unknown, patch: unknown, checked = true, given = new Set<unknown>()): unknown {
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
  let draft = cloneJson(target);
  let copiedBytes = 0;
  for (const operation of operations) {
    if (operation === null) throw new PatchError(unprocessable());
    if (!NAMES.has(operation.op) || typeof operation.path !== 'string' || !isText(operation.from)) throw new PatchError(unprocessable());
    if (operation.op === 'replace' && operation.path === '' && isMap(operation.value)) draft = cloneJson(operation.value);
    else {
      if (operation.op === 'copy') copiedBytes += utf8Length(JSON.stringify(valueIn(draft, operation.from ?? '')) ?? '');
      if (copiedBytes > COPIED_BYTES_MAX) throw new PatchError(unprocessable());
      const value = cloneJson(operation.value);
      if (typeof value === 'object' && value !== null) given.add(value);
      if (!operate(draft, { ...operation, value })) throw new PatchError(unprocessable());
    }
  }
  return draft;
}

function decoded(patch: unknown, checked: boolean): readonly (Operation | null)[] {
  const refuse = (given: unknown, into: string) =>
    badPatch(`${checked ? 'error decoding patch: ' : ''}json: cannot unmarshal ${jsonKind(given)} into Go ${into}`);
  if (patch === null) return [];
  if (!Array.isArray(patch)) throw refuse(patch, `value of type ${checked ? '[]handlers.jsonPatchOp' : 'jsonpatch.Patch'}`);
  for (const operation of patch as unknown[]) {
    if (operation === null) continue;
    if (!isMap(operation)) throw refuse(operation, `value of type ${checked ? 'handlers.jsonPatchOp' : 'jsonpatch.Operation'}`);
    const broken = checked && TEXTS.find((name) => !isText(operation[name]));
    if (broken) throw refuse(operation[broken], `struct field jsonPatchOp.${broken} of type string`);
  }
  return patch as (Operation | null)[];
}

function isText(value: unknown): boolean {
  return value === undefined || value === null || typeof value === 'string';
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
