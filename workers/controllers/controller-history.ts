/**
 * ControllerRevisions: the templates that a DaemonSet or StatefulSet has had
 * (source: pkg/controller/history/controller_history.go, 1.36).
 */
import type { ApiRequest } from '../api/request';
import { deepEqual } from '../lib/equal';
import { inOrder } from '../lib/in-order';
import type { ControllerRevision } from '../resources/apps/controllerrevisions/types';
import { controllerRef } from './controller-ref-manager';
import type { ClaimingOwner } from './controller-ref-manager';
import { CONTROLLER_REVISIONS } from './resources';

export interface Revisions {
  /** What the current template is or will be; without uid when it has yet to be created. */
  readonly current: ControllerRevision;
  /** Oldest first. */
  readonly old: readonly ControllerRevision[];
  /** What makes the stored revisions so: a creation, or a new number for a template that comes back. */
  readonly write?: ApiRequest;
}

/** The patch that sets a template: what a revision's `data` holds, in the order that the server gives it whenever it decodes a map anew. */
export function templatePatch(template: object): object {
  return inOrder({ spec: { template: { ...template, $patch: 'replace' } } }) as object;
}

/** `draft` is the revision to create where none of `revisions` has its data. */
export function reviseHistory(revisions: readonly ControllerRevision[], draft: ControllerRevision): Revisions {
  const sorted = [...revisions].sort((a, b) => a.revision - b.revision);
  const same = sorted.filter((one) => deepEqual(one.data, draft.data));
  const match = same.at(-1);
  const old = sorted.filter((one) => one !== match);
  const next = (old.at(-1)?.revision ?? 0) + 1;
  if (!match) {
    const current = { ...draft, revision: next };
    return { current, old, write: { ...CONTROLLER_REVISIONS, verb: 'create', namespace: draft.metadata.namespace ?? '', body: current } };
  }
  if (match.revision >= next) return { current: match, old };
  const current = { ...match, revision: next };
  const { namespace = '', name = '' } = match.metadata;
  return {
    current,
    old,
    write: {
      ...CONTROLLER_REVISIONS,
      verb: 'update',
      namespace,
      name,
      body: { ...current, apiVersion: 'apps/v1', kind: 'ControllerRevision' },
    },
  };
}

export function revisionDraft(
  owner: ClaimingOwner,
  template: object,
  hash: string,
  labels: Readonly<Record<string, string>>,
): ControllerRevision {
  const { name = '', namespace = '', annotations } = owner.metadata;
  return {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: {
      name: `${name}-${hash}`,
      namespace,
      labels,
      ...(annotations ? { annotations } : {}),
      ownerReferences: [controllerRef(owner)],
    },
    data: templatePatch(template),
    revision: 0,
  } as ControllerRevision;
}

/** Old revisions past the limit that nothing uses any more, oldest first. */
export function superfluous(
  old: readonly ControllerRevision[],
  limit: number,
  isLive: (revision: ControllerRevision) => boolean,
): ApiRequest[] {
  const count = old.length - limit;
  if (count <= 0) return [];
  return old
    .filter((revision) => !isLive(revision))
    .slice(0, count)
    .map(({ metadata: { namespace = '', name = '' } }): ApiRequest => ({ ...CONTROLLER_REVISIONS, verb: 'delete', namespace, name }));
}
