import { quote } from '../../api/field-error';
import { badRequest, failure } from '../../api/status';
import type { Status } from '../../api/status';
import { invalid, unclassified } from '../replies';
import { goString, goTypeOf, goValue } from './go-format';

/** Thrown inside a patch's recursion and turned into its Status where the patch is applied; never leaves the patch folder. */
export class PatchError extends Error {
  constructor(readonly status: Status) {
    super(status.message);
  }
}

/** What upstream tells of a JSON patch that cannot be applied. */
export function unprocessable(): Status {
  return failure(422, 'Invalid', 'the server rejected our request due to an error in our request', {});
}

export function badPatch(text: string): PatchError {
  return new PatchError(badRequest(text));
}

export function patchFault(text: string): PatchError {
  return new PatchError(unclassified(text));
}

/** A value of `$patch` that means nothing there. */
export function badDirective(directive: unknown, patch: unknown): PatchError {
  return patchFault(`unknown patch type: ${goString(directive)} in map: ${goValue(patch)}`);
}

export function wrongType(expected: string, given: unknown): PatchError {
  return patchFault(`expected a ${expected}, but received a ${given === null ? '%!s(<nil>)' : goTypeOf(given)}`);
}

/** The patch fits, but its result does not decode. `shown` is the patch or the patched document. */
export function undecodable(shown: string, why: string): Status {
  return {
    ...invalid({ group: '', kind: '' }, '', [
      { type: 'FieldValueInvalid', field: 'patch', message: `Invalid value: ${quote(shown)}: ${why}` },
    ]),
  };
}
