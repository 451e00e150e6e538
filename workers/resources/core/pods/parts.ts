/**
 * What writes of ephemeralcontainers and resize may change: their part of the spec
 * (source: k8s.io/kubernetes/pkg/registry/core/pod/strategy.go, 1.36).
 */
import type { KubeObject } from '../../../api/meta';
import type { Draft } from '../../definition';

interface Container {
  readonly name: string;
  readonly resources?: object;
  readonly resizePolicy?: object;
}

/** The stored spec with the new one's part; undefined: the new pod stays whole, for validation to refuse. */
type Part = (stored: Draft['spec'], wanted: Draft['spec']) => object | undefined;

const PARTS: Readonly<Record<string, Part>> = {
  ephemeralcontainers: (stored, { ephemeralContainers }) => {
    const { ephemeralContainers: _old, ...rest } = stored as Record<string, unknown>;
    return ephemeralContainers?.length ? { ...rest, ephemeralContainers } : rest;
  },
  resize: (stored, wanted) => {
    const lists = ['containers', 'initContainers'] as const;
    if (lists.some((list) => (stored[list] ?? []).length !== (wanted[list] ?? []).length)) return undefined;
    const { resources: _old, ...rest } = stored as Record<string, unknown>;
    return {
      ...rest,
      ...Object.fromEntries(lists.flatMap((list) => (stored[list] ? [[list, resized(stored[list], wanted[list])]] : []))),
      ...(wanted.resources ? { resources: wanted.resources } : {}),
    };
  },
};

/** Sets all of `draft` but the subresource's part back to what is stored; of other subresources only the status. */
export function keepAllButPart(draft: Draft, before: KubeObject, subresource: string): void {
  const stored = before as unknown as Draft;
  const part = PARTS[subresource];
  const spec = part?.(stored.spec, draft.spec ?? {});
  if (part && !spec) return;
  draft.status = stored.status;
  if (!spec) return;
  const { uid, resourceVersion, managedFields } = draft.metadata;
  draft.spec = spec;
  draft.metadata = { ...before.metadata, uid };
  for (const [field, value] of Object.entries({ resourceVersion, managedFields })) {
    if (value === undefined) delete draft.metadata[field];
    else draft.metadata[field] = value;
  }
}

/** Where a name or the order changes, the new ones as they are, for validation to refuse. */
function resized(stored: readonly Container[], wanted: readonly Container[]): readonly Container[] {
  if (stored.some(({ name }, index) => wanted[index]?.name !== name)) return wanted;
  return stored.map(({ resizePolicy: _old, ...container }, index) => {
    const { resources = {}, resizePolicy } = wanted[index] as Container;
    return { ...container, resources, ...(resizePolicy ? { resizePolicy } : {}) };
  });
}
