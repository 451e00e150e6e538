/** The scale subresource: autoscaling/v1 Scale read from and written to the object (source: k8s.io/kubernetes/pkg/registry/apps/deployment/storage/storage.go, 1.36). */
import { cloneJson } from '../../lib/clone';
import { isMap } from '../../lib/member';
import { invalid as invalidField } from '../../api/field-error';
import type { AnyObject } from '../../api/meta';
import type { ApiReply, ApiRequest } from '../../api/request';
import { badRequest, conflict, failure, notFound } from '../../api/status';
import type { Status } from '../../api/status';
import { define } from '../../resources/define';
import type { Draft, ScaleMapping } from '../../resources/definition';
import type { RequestScope } from '../backend';
import { keyOf } from '../keys';
import { applied } from '../managed-fields/apply';
import { managersOf, setManagers } from '../managed-fields/managers';
import { parentManagers, scaleManagers } from '../managed-fields/scale-fields';
import { trackUpdate } from '../managed-fields/track';
import { firstAt } from '../../resources/apiextensions/customresourcedefinitions/json-path';
import { failed, invalid, succeeded, unclassified } from '../replies';
import { checkIdentity } from '../verbs/identity';
import { patchObject } from '../verbs/patch';
import { draftOf, isFailureStatus } from '../verbs/create';
import { replace, wrongUid } from '../verbs/update';
import { validateObjectMeta } from '../validation/object-meta';

/** Stands for the kind while it is read, patched and its managers are counted; it is never stored. */
const SCALE = define({ group: 'autoscaling', resource: 'scales', kind: 'Scale', strategy: {} });

export function scale(scope: RequestScope, name: string, request: ApiRequest, mapping: ScaleMapping): ApiReply {
  const { definition, backend } = scope;
  const before = backend.store.get(keyOf(definition, scope.namespace, name))?.value as AnyObject | undefined;
  if (!before) return failed(notFound(definition.group, definition.resource, name));
  const missing = missingCount(before, mapping);
  const shown = scaleOf(before, mapping);
  if (request.verb === 'get') return missing ? failed(noCount(missing)) : { code: 200, body: shown };
  const managers = scaleManagers(managersOf(before) ?? [], mapping.specPath ?? '.spec.replicas');
  const live: AnyObject = { ...shown, metadata: { ...shown.metadata, ...(managers.length ? { managedFields: managers } : {}) } };
  const wanted = wantedScale({ ...scope, definition: SCALE }, live, request, definition.custom !== undefined);
  if (isFailureStatus(wanted)) return failed(wanted);
  if (missing && request.verb === 'patch' && wanted.spec?.replicas === undefined)
    return failed(badRequest(`the spec replicas field "${missing}" cannot be empty`));
  const moved = checkIdentity(scope, name, wanted);
  return moved ? failed(moved) : write({ ...scope, patched: request.verb === 'patch' }, name, before, wanted, mapping);
}

/** Upstream's server of custom resources stumbles over the version of the Scale, be it the one there is or the one that is applied. */
function unconvertible(live: AnyObject, config: AnyObject): Status {
  const isTracked = live.metadata?.managedFields !== undefined;
  const { name = '', namespace = '' } = (config.metadata ?? {}) as { readonly name?: string; readonly namespace?: string };
  const [what, which] = isTracked ? ['new', `${namespace}/${name}`] : ['live', '/'];
  const why = 'to proper version: request to convert CR to an invalid group/version: autoscaling/v1';
  const before = isTracked ? '' : 'failed to create manager for existing fields: ';
  return unclassified(`${before}failed to convert ${what} object (${which}; autoscaling/v1, Kind=Scale) ${why}`);
}

function noCount(path: string): Status {
  const message = `the spec replicas field "${path}" does not exist`;
  return failure(500, 'InternalError', `Internal error occurred: ${message}`, { causes: [{ message }] });
}

/** The path that leads to no count in the object. */
function missingCount(object: AnyObject, { specPath }: ScaleMapping): string | undefined {
  return specPath !== undefined && typeof firstAt(object, specPath) !== 'number' ? specPath : undefined;
}

/** The Scale as the request wants it, with its managers. */
function wantedScale(scope: RequestScope, live: AnyObject, request: ApiRequest, custom: boolean): Draft | Status {
  if (request.patchType === 'apply') {
    const draft = applied(scope, live, request);
    const isRefused = isFailureStatus(draft) && live.metadata?.managedFields !== undefined;
    return custom && !isRefused ? unconvertible(live, (isMap(request.body) ? request.body : {}) as AnyObject) : draft;
  }
  const wanted = request.verb === 'patch' ? patchObject(scope, live, request) : draftOf(scope, request.body);
  if (isFailureStatus(wanted)) return wanted;
  trackUpdate({ ...scope, subresource: 'scale' }, wanted, live);
  return wanted;
}

function write(scope: RequestScope, name: string, before: AnyObject, wanted: Draft, mapping: ScaleMapping): ApiReply {
  const { definition } = scope;
  const { metadata } = wanted;
  const uid = before.metadata?.uid ?? '';
  if (metadata.uid && metadata.uid !== uid && !scope.patched) return failed(wrongUid(scope, name, metadata.uid, uid));
  const replicas: number = wanted.spec?.replicas ?? 0;
  const errors = definition.custom ? [] : validateObjectMeta(wanted, SCALE);
  if (replicas < 0 && mapping.specPath === undefined)
    errors.push(invalidField('spec.replicas', replicas, 'must be greater than or equal to 0'));
  if (errors.length) return failed(invalid(SCALE, name, errors));
  if (metadata.uid && metadata.uid !== uid && !definition.custom) return failed(otherUid(scope, name, metadata.uid, uid));
  const draft = cloneJson(before) as Draft;
  mapping.setReplicas(draft, replicas);
  draft.metadata.resourceVersion = metadata.resourceVersion || (definition.custom ? before.metadata?.resourceVersion : undefined);
  const ofScale = managersOf(wanted) ?? [];
  if (scope.fieldManager)
    setManagers(draft, parentManagers(definition, managersOf(before) ?? [], ofScale, mapping.specPath ?? '.spec.replicas'));
  const reply = replace({ ...scope, tracked: true }, name, before, draft);
  return reply.code === 200 ? succeeded(scope, 200, scaleOf(reply.body as AnyObject, mapping)) : reply;
}

function otherUid({ definition }: RequestScope, name: string, given: string, stored: string): Status {
  const why = `Precondition failed: UID in precondition: ${given}, UID in object meta: ${stored}`;
  return conflict(definition.group, `${definition.resource}/scale`, name, why);
}

/** The Scale that stands for the object. */
export function scaleOf(object: AnyObject, mapping: ScaleMapping): AnyObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata ?? {};
  const { spec, status, selector } = mapping.replicas(object);
  return {
    apiVersion: 'autoscaling/v1',
    kind: 'Scale',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp } as AnyObject['metadata'],
    spec: spec ? { replicas: spec } : {},
    status: { replicas: status, ...(selector ? { selector } : {}) },
  };
}
