/** Pieces that most strategies share: the separation of spec and status (upstream: each kind's registry strategy.go, 1.36). */
import type { KubeObject } from '../api/meta';
import type { Draft, Strategy, StrategyContext } from './definition';

/**
 * Creation starts with `empty()` as status whatever the client sent; the main resource keeps the stored status,
 * the status subresource keeps everything else of the stored spec.
 */
export function separateStatus(empty: () => unknown): Required<Pick<Strategy, 'prepareForCreate' | 'prepareForUpdate'>> {
  return {
    prepareForCreate: (draft) => {
      draft.status = empty();
    },
    prepareForUpdate: keepOtherHalf,
  };
}

/** On a write to "status" the spec stays as stored, on any other the status. */
export function keepOtherHalf(draft: Draft, before: KubeObject, context: StrategyContext): void {
  const half = context.subresource === 'status' ? 'spec' : 'status';
  const stored = (before as Partial<Draft>)[half];
  if (stored === undefined) {
    delete draft[half];
  } else {
    draft[half] = stored;
  }
}

const KEPT = ['labels', 'annotations', 'finalizers', 'ownerReferences', 'deletionTimestamp'];

/**
 * As {@link separateStatus}; writes of the status leave labels and the like alone (source: apimachinery/pkg/apis/meta/v1
 * ResetObjectMetaForStatus, 1.36), or `all` of metadata but managedFields.
 */
export function statusApart(empty: () => unknown, all = false): ReturnType<typeof separateStatus> {
  return {
    ...separateStatus(empty),
    prepareForUpdate: (draft, before, context) => {
      keepOtherHalf(draft, before, context);
      if (context.subresource === 'status') keepMetadata(draft, before, all);
    },
  };
}

function keepMetadata(draft: Draft, before: KubeObject, all: boolean): void {
  const stored = (before.metadata ?? {}) as Readonly<Record<string, unknown>>;
  const fields = all ? Object.keys({ ...stored, ...draft.metadata }).filter((field) => field !== 'managedFields') : KEPT;
  for (const field of fields) {
    if (stored[field] === undefined) delete draft.metadata[field];
    else draft.metadata[field] = stored[field];
  }
}

/** `target[field] ??= value`, for null as for absent. */
export function setDefault(target: Record<string, unknown>, field: string, value: unknown): void {
  if (target[field] === undefined || target[field] === null) {
    target[field] = value;
  }
}
