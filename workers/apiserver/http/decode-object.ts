/**
 * From a parsed body to an object of the expected kind: version and kind, types, unknown and duplicate fields
 * (source: k8s.io/apiserver/pkg/endpoints/handlers/create.go and rest.go, 1.36).
 */
import { quote } from '../../api/field-error';
import type { EmptyField } from '../../api/request';
import { badRequest } from '../../api/status';
import type { Status } from '../../api/status';
import type { ResourceDefinition } from '../../resources/definition';
import { decode } from '../../resources/schema/decode';
import { emptyFields } from '../../resources/schema/emptied';
import { unusualTexts } from '../../resources/schema/raw-extensions';
import { apiVersionOf } from '../resource-table';
import type { ResourceTable } from '../resource-table';
import type { DecodedBody } from './body';
import { jsonKind } from '../../resources/schema/numbers';
import { excerpt, notAnObject } from './body';

const IDENTITY = ['apiVersion', 'kind'];

export interface DecodedObject {
  readonly value: unknown;
  readonly warnings: readonly string[];
  /** Of a patch: members that its text names twice. */
  readonly repeated?: readonly string[];
  /** ApiRequest.unreadable */
  readonly unreadable?: Status;
  /** ApiRequest.emptied */
  readonly emptied?: readonly EmptyField[];
  /** ApiRequest.rawTexts */
  readonly rawTexts?: Readonly<Record<string, string>> | undefined;
  /** The body could be read, and is not what was asked for: the answer, which carries the warnings too. */
  readonly refusal?: Status;
}

export type FieldValidation = 'Ignore' | 'Warn' | 'Strict';

/** What a subresource's body is, where it is not the resource's own kind. */
export interface ExpectedKind {
  readonly kind: string;
  readonly apiVersion: string;
}

export function expectedKind(definition: ResourceDefinition, subresource: string): ExpectedKind {
  const other = definition.subresources?.find(({ name }) => name === subresource);
  if (other) return { kind: other.kind, apiVersion: other.version ? `${other.group}/${other.version}` : apiVersionOf(definition) };
  return subresource === 'scale'
    ? { kind: 'Scale', apiVersion: 'autoscaling/v1' }
    : { kind: definition.kind, apiVersion: apiVersionOf(definition) };
}

export function decodeObject(
  resources: ResourceTable,
  body: DecodedBody,
  text: unknown,
  expected: ExpectedKind,
  validation: FieldValidation,
): DecodedObject | Status {
  const { value } = body;
  if (value === null || value === undefined) return { value: {}, warnings: [] };
  if (typeof value !== 'object' || Array.isArray(value))
    return badRequest(
      `the object provided is unrecognized (must be of type ${expected.kind}): couldn't get version/kind; json parse error: ${notAnObject(value)} (${excerpt(typeof text === 'string' ? text : '')})`,
    );
  const given = value as Record<string, unknown>;
  const misfit = Object.keys(given).find((name) => IDENTITY.includes(name) && given[name] !== null && typeof given[name] !== 'string');
  if (misfit !== undefined) {
    const why = `json: cannot unmarshal ${jsonKind(given[misfit])} into Go struct field .${misfit} of type string`;
    return badRequest(
      `the object provided is unrecognized (must be of type ${expected.kind}): couldn't get version/kind; json parse error: ${why} (${excerpt(typeof text === 'string' ? text : '')})`,
    );
  }
  const kind = typeof given.kind === 'string' && given.kind ? given.kind : expected.kind;
  const apiVersion = typeof given.apiVersion === 'string' && given.apiVersion ? given.apiVersion : expected.apiVersion;
  if (apiVersion.split('/').length > 2) {
    return badRequest(
      `the object provided is unrecognized (must be of type ${expected.kind}): unexpected GroupVersion string: ${apiVersion} (${excerpt(typeof text === 'string' ? text : '')})`,
    );
  }
  const refuse = (why: string) =>
    badRequest(`${kind} in version ${quote(apiVersion.split('/').at(-1) ?? '')} cannot be handled as a ${expected.kind}: ${why}`);
  const isExpected = kind === expected.kind && (apiVersion === expected.apiVersion || ALSO_ACCEPTED[kind] === apiVersion);
  if (!isExpected) {
    const mismatch = wrongKind(resources, kind, apiVersion, expected);
    const known = mismatch === 'group' ? expected : { kind, apiVersion };
    const unreadable = mismatch && decode(known.apiVersion, known.kind, given, true, body)?.error;
    if (unreadable !== undefined) return refuse(unreadable);
    if (mismatch) return mismatch === 'group' ? badRequest(wrongVersion(apiVersion, expected)) : refuse(mismatch);
  }
  const decoded = decode(expected.apiVersion, expected.kind, given, true, body);
  if (!decoded) return { value: given, warnings: [] };
  const group = expected.apiVersion.includes('/') ? (expected.apiVersion.split('/')[0] as string) : '';
  const fault = decoded.error ?? resources.ofKind(group, expected.kind)?.unconvertible?.(decoded.object);
  if (fault !== undefined) return refuse(fault);
  const { kind: _kind, apiVersion: _apiVersion, ...members } = decoded.object as Record<string, unknown>;
  const object = { kind: expected.kind, apiVersion: expected.apiVersion, ...members };
  const problems = [...(body.given ? [] : body.duplicates), ...decoded.unknownFields.map((field) => ({ strict: field, warning: field }))];
  if (validation === 'Strict' && problems.length > 0) return refuse(strictError(problems));
  const warnings = validation === 'Warn' ? problems.map(({ warning }) => warning) : [];
  return { value: object, warnings, emptied: emptyFields(object), rawTexts: body.rawTexts && unusualTexts(object, body.rawTexts) };
}

/** All that a strict request is refused for. */
export function strictError(problems: DecodedBody['duplicates']): string {
  const texts = problems.flatMap(({ strict }) => (strict === '' ? [] : [strict]));
  return `strict decoding error: ${texts.join(', ')}`;
}

function wrongKind(resources: ResourceTable, kind: string, apiVersion: string, expected: ExpectedKind): string | undefined {
  const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] as string) : '';
  const own = ownScheme(expected);
  const known =
    own === undefined
      ? KNOWN_TO_ALL.has(kind) || isKnown(resources, group, kind) || (kind === 'List' && apiVersion === 'v1')
      : (group === own && isKnown(resources, group, kind)) || ((group === own || apiVersion === 'v1') && KNOWN_TO_ALL.has(kind));
  const version = apiVersion.split('/').at(-1);
  const served = resources.all.some((definition) => definition.group === group && definition.version === version);
  if (kind === expected.kind && Object.hasOwn(FORMER_VERSIONS, apiVersion) && FORMER_VERSIONS[apiVersion]?.includes(kind)) return 'group';
  const scheme = own === undefined ? 'pkg/api/legacyscheme/scheme.go:30' : 'pkg/runtime/scheme.go:111';
  if (!known || !served) return `no kind ${quote(kind)} is registered for version ${quote(apiVersion)} in scheme "${scheme}"`;
  if (kind === expected.kind && apiVersion !== expected.apiVersion) return 'group';
  return `converting (${version}.${kind}) to (${goPackage(expected.apiVersion)}.${expected.kind}): unknown conversion`;
}

/** Groups whose servers know of no kinds but their own. */
function ownScheme({ apiVersion }: ExpectedKind): string | undefined {
  return ['apiextensions.k8s.io', 'apiregistration.k8s.io'].find((group) => apiVersion.startsWith(`${group}/`));
}

/** Subresources take these in a former version too (their AcceptsGroupVersion upstream). */
const ALSO_ACCEPTED: Readonly<Record<string, string>> = { Eviction: 'policy/v1beta1' };

function isKnown(resources: ResourceTable, group: string, kind: string): boolean {
  return resources.ofKind(group, kind) !== undefined || resources.all.some(({ group: of, listKind }) => of === group && listKind === kind);
}

/** Kinds of meta/v1 that every version of every group has. */
const KNOWN_TO_ALL = new Set([
  'APIGroup',
  'APIGroupList',
  'APIResourceList',
  'APIVersions',
  'CreateOptions',
  'DeleteOptions',
  'GetOptions',
  'ListOptions',
  'PatchOptions',
  'Status',
  'UpdateOptions',
  'WatchEvent',
]);

/** Versions that are no longer served but still known by name, and the kinds that were in them. */
const FORMER_VERSIONS: Readonly<Record<string, readonly string[]>> = {
  'apiextensions.k8s.io/v1beta1': ['CustomResourceDefinition'],
  'apiregistration.k8s.io/v1beta1': ['APIService'],
  'apps/v1beta1': ['ControllerRevision', 'Deployment', 'StatefulSet'],
  'apps/v1beta2': ['ControllerRevision', 'DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet'],
  'batch/v1beta1': ['CronJob'],
  'coordination.k8s.io/v1beta1': ['Lease'],
  'discovery.k8s.io/v1beta1': ['EndpointSlice'],
  'events.k8s.io/v1beta1': ['Event'],
  'extensions/v1beta1': ['DaemonSet', 'Deployment', 'Ingress', 'NetworkPolicy', 'ReplicaSet'],
  'networking.k8s.io/v1beta1': ['Ingress', 'IngressClass', 'IPAddress', 'ServiceCIDR'],
  'node.k8s.io/v1beta1': ['RuntimeClass'],
  'policy/v1beta1': ['PodDisruptionBudget'],
  'rbac.authorization.k8s.io/v1beta1': ['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'],
  'scheduling.k8s.io/v1beta1': ['PriorityClass'],
  'storage.k8s.io/v1beta1': ['CSIDriver', 'CSINode', 'CSIStorageCapacity', 'StorageClass', 'VolumeAttachment'],
};

function goPackage(apiVersion: string): string {
  return apiVersion.includes('/') ? ((apiVersion.split('/')[0] as string).split('.')[0] as string) : 'core';
}

function wrongVersion(apiVersion: string, expected: ExpectedKind): string {
  return `the API version in the data (${apiVersion}) does not match the expected API version (${expected.apiVersion})`;
}
