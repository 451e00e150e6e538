/** The scale subresource: autoscaling/v1 Scale read from and written to the object (source: k8s.io/kubernetes/pkg/registry/apps/deployment/storage/storage.go, 1.36). */
import { cloneJson } from '../../lib/clone';
import type { AnyObject } from '../../api/meta';
import type { ApiReply, ApiRequest } from '../../api/request';
import { badRequest, conflict, failure, notFound } from '../../api/status';
import type { Status } from '../../api/status';
import type { Draft, ScaleMapping } from '../../resources/definition';
import type { RequestScope } from '../backend';
import { keyOf } from '../keys';
import { trackScale } from '../managed-fields/track';
import { firstAt } from '../../resources/apiextensions/customresourcedefinitions/json-path';
import { failed, invalid, succeeded, unclassified } from '../replies';
import { patchObject } from '../verbs/patch';
import { isFailureStatus } from '../verbs/create';
import { replace } from '../verbs/update';

export function scale(scope: RequestScope, name: string, request: ApiRequest, mapping: ScaleMapping): ApiReply {
  const { definition, backend } = scope;
  const before = backend.store.get(keyOf(definition, scope.namespace, name))?.value as AnyObject | undefined;
  if (!before) return failed(notFound(definition.group, definition.resource, name));
  const missing = missingCount(before, mapping);
  if (request.verb === 'get') return missing ? failed(noCount(missing)) : { code: 200, body: scaleOf(before, mapping) };
  if (request.patchType === 'apply' && definition.custom) return failed(unclassified(NO_APPLY));
  const wanted = request.verb === 'patch' ? patchObject(scope, scaleOf(before, mapping), request) : ((request.body ?? {}) as AnyObject);
  if (isFailureStatus(wanted)) return failed(wanted);
  const { replicas } = (wanted.spec ?? {}) as { readonly replicas?: number };
  if (missing && request.verb === 'patch' && replicas === undefined)
    return failed(badRequest(`the spec replicas field "${missing}" cannot be empty`));
  return write(scope, name, before, wanted, mapping);
}

/** Upstream's server of custom resources stumbles over the version of the Scale. */
const NO_APPLY =
  'failed to create manager for existing fields: failed to convert live object (/; autoscaling/v1, Kind=Scale) to proper version: request to convert CR to an invalid group/version: autoscaling/v1';

function noCount(path: string): Status {
  const message = `the spec replicas field "${path}" does not exist`;
  return failure(500, 'InternalError', `Internal error occurred: ${message}`, { causes: [{ message }] });
}

/** The path that leads to no count in the object. */
function missingCount(object: AnyObject, { specPath }: ScaleMapping): string | undefined {
  return specPath !== undefined && typeof firstAt(object, specPath) !== 'number' ? specPath : undefined;
}

function write(scope: RequestScope, name: string, before: AnyObject, wanted: AnyObject, mapping: ScaleMapping): ApiReply {
  const { group, resource } = scope.definition;
  const { metadata } = wanted;
  if (!metadata?.name) return failed(badRequest(`the name of the object (${name} based on URL) was undeterminable: name must be provided`));
  if (metadata.name !== name)
    return failed(badRequest(`the name of the object (${metadata.name}) does not match the name on the URL (${name})`));
  const replicas = (wanted.spec as { replicas?: number } | undefined)?.replicas ?? 0;
  if (replicas < 0 && mapping.specPath === undefined) {
    const message = `Invalid value: ${replicas}: must be greater than or equal to 0`;
    return failed(invalid({ group: 'autoscaling', kind: 'Scale' }, name, [{ type: 'FieldValueInvalid', field: 'spec.replicas', message }]));
  }
  if (metadata.resourceVersion && metadata.resourceVersion !== before.metadata?.resourceVersion) {
    return failed(
      conflict(group, resource, name, 'the object has been modified; please apply your changes to the latest version and try again'),
    );
  }
  const draft = cloneJson(before) as Draft;
  mapping.setReplicas(draft, replicas);
  if (mapping.replicas(before).spec !== replicas) trackScale(scope, draft, mapping.specPath ?? '.spec.replicas');
  const reply = replace({ ...scope, tracked: true }, name, before, draft);
  return reply.code === 200 ? succeeded(scope, 200, scaleOf(reply.body as AnyObject, mapping)) : reply;
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
