/** pods/<name>/ephemeralcontainers and resize: writes of one part of the spec (source: pkg/registry/core/pod/strategy.go, 1.36). */
import { cloneJson } from '../../lib/clone';
import type { AnyObject } from '../../api/meta';
import type { ApiReply, ApiRequest } from '../../api/request';
import { notFound } from '../../api/status';
import type { Draft } from '../../resources/definition';
import type { RequestScope } from '../backend';
import { keyOf } from '../keys';
import { trackUpdate } from '../managed-fields/track';
import { failed } from '../replies';
import { draftOf, isFailureStatus } from '../verbs/create';
import { patchObject } from '../verbs/patch';
import { replace } from '../verbs/update';

interface Container {
  readonly name: string;
  readonly resources?: object;
  readonly resizePolicy?: object;
}

/** The stored spec with the part that may change taken from the new one. */
type Part = (stored: Draft['spec'], wanted: Draft['spec']) => object;

const PARTS: Readonly<Record<string, Part>> = {
  ephemeralcontainers: (stored, { ephemeralContainers }) => {
    const { ephemeralContainers: _old, ...rest } = stored as Record<string, unknown>;
    return ephemeralContainers?.length ? { ...rest, ephemeralContainers } : rest;
  },
  resize: (stored, wanted) => {
    const isSame = (['containers', 'initContainers'] as const).every((list) => haveSameNames(stored[list], wanted[list]));
    if (!isSame) return wanted;
    return {
      ...stored,
      containers: resized(stored.containers, wanted.containers),
      ...(stored.initContainers ? { initContainers: resized(stored.initContainers, wanted.initContainers) } : {}),
      ...(wanted.resources ? { resources: wanted.resources } : {}),
    };
  },
};

export function podPart(scope: RequestScope, name: string, request: ApiRequest): ApiReply {
  const { backend, definition, namespace, subresource } = scope;
  const before = backend.store.get(keyOf(definition, namespace, name))?.value as AnyObject | undefined;
  if (!before) return failed(notFound('', 'pods', name));
  if (request.verb === 'get') return { code: 200, body: before };
  const wanted = request.verb === 'patch' ? patchObject(scope, before, request) : draftOf(scope, request.body);
  if (isFailureStatus(wanted)) return failed(wanted);
  definition.strategy.setDefaults?.(wanted);
  const spec = PARTS[subresource]?.(before.spec, wanted.spec ?? {});
  trackUpdate(scope, wanted, before);
  const { resourceVersion, managedFields } = wanted.metadata;
  const metadata = { ...before.metadata, managedFields, ...(resourceVersion === undefined ? {} : { resourceVersion }) };
  return replace({ ...scope, tracked: true }, name, before, structuredCopy({ ...before, metadata, spec }));
}

function structuredCopy(object: object): Draft {
  return cloneJson(object) as Draft;
}

function haveSameNames(stored: readonly Container[] = [], wanted: readonly Container[] = []): boolean {
  return stored.length === wanted.length && stored.every(({ name }, index) => name === wanted[index]?.name);
}

function resized(stored: readonly Container[] = [], wanted: readonly Container[] = []): Container[] {
  return stored.map((container) => {
    const now = wanted.find(({ name }) => name === container.name);
    return now
      ? {
          ...container,
          ...(now.resources ? { resources: now.resources } : {}),
          ...(now.resizePolicy ? { resizePolicy: now.resizePolicy } : {}),
        }
      : container;
  });
}
