/**
 * What nobody can own through a request, because the kind's strategy sets it back
 * (source: GetResetFields of k8s.io/kubernetes/pkg/registry strategies, 1.36), and what managed fields never contain.
 */
import type { ResourceDefinition } from '../../resources/definition';
import type { FieldSet } from './field-set';
import { without } from './field-set';

const ALL: FieldSet = {};
const SPEC: FieldSet = { 'f:spec': ALL };
const STATUS: FieldSet = { 'f:status': ALL };
const SPEC_AND_METADATA: FieldSet = { 'f:spec': ALL, 'f:metadata': ALL };

/** Kinds and subresources that differ from: the main resource sets back the status, the status subresource the spec. */
const EXCEPTIONS: Readonly<Record<string, FieldSet>> = {
  'apps/deployments/status': { ...SPEC, 'f:metadata': { 'f:labels': ALL } },
  'certificates.k8s.io/certificatesigningrequests/': { ...SPEC, ...STATUS },
  'certificates.k8s.io/certificatesigningrequests/status': { ...SPEC, 'f:status': { 'f:conditions': ALL } },
  'certificates.k8s.io/certificatesigningrequests/approval': { ...SPEC, 'f:status': { 'f:certificate': ALL } },
  '/namespaces/finalize': STATUS,
  '/pods/ephemeralcontainers': {},
  '/pods/resize': {},
  '/pods/status': { ...SPEC, 'f:metadata': { 'f:deletionTimestamp': ALL, 'f:ownerReferences': ALL } },
  'networking.k8s.io/servicecidrs/status': SPEC_AND_METADATA,
  'resource.k8s.io/resourceclaims/status': SPEC_AND_METADATA,
  'storage.k8s.io/volumeattachments/status': SPEC_AND_METADATA,
  'flowcontrol.apiserver.k8s.io/flowschemas/status': SPEC_AND_METADATA,
  'flowcontrol.apiserver.k8s.io/prioritylevelconfigurations/status': SPEC_AND_METADATA,
  'admissionregistration.k8s.io/validatingadmissionpolicies/status': SPEC_AND_METADATA,
  'apiregistration.k8s.io/apiservices/status': SPEC_AND_METADATA,
};

/** Identity, and what the server writes. */
const NEVER: FieldSet = {
  'f:apiVersion': ALL,
  'f:kind': ALL,
  'f:metadata': {
    'f:name': ALL,
    'f:namespace': ALL,
    'f:creationTimestamp': ALL,
    'f:selfLink': ALL,
    'f:uid': ALL,
    'f:clusterName': ALL,
    'f:generation': ALL,
    'f:managedFields': ALL,
    'f:resourceVersion': ALL,
  },
};

export function withoutIdentity(set: FieldSet): FieldSet {
  const { 'f:metadata': metadata, ...rest } = without(set, NEVER);
  const { '.': _self, ...owned } = metadata ?? {};
  return Object.keys(owned).length ? { ...rest, 'f:metadata': owned } : rest;
}

export function withoutReset(definition: ResourceDefinition, subresource: string, set: FieldSet): FieldSet {
  const key = `${definition.group}/${definition.resource}/${subresource}`;
  return without(set, EXCEPTIONS[key] ?? usual(definition, subresource));
}

function usual({ hasStatus, custom }: ResourceDefinition, subresource: string): FieldSet {
  if (subresource === 'status') return custom ? SPEC_AND_METADATA : SPEC;
  return hasStatus ? STATUS : {};
}
