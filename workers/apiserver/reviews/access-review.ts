/**
 * May somebody do something (source: pkg/registry/authorization/{selfsubjectaccessreview,subjectaccessreview,
 * localsubjectaccessreview}/rest.go and pkg/apis/authorization/validation, 1.36).
 */
import { invalid as invalidField } from '../../api/field-error';
import type { FieldError } from '../../api/field-error';
import type { AnyObject } from '../../api/meta';
import type { Status } from '../../api/status';
import type { UserInfo } from '../../api/user-info';
import { inOrder } from '../../lib/in-order';
import type { Attributes } from '../authz/attributes';
import type { RequestScope } from '../backend';
import { aggregate } from '../authz/rbac';
import { invalid } from '../replies';
import { checkSelectors, equalities, fieldProblems, labelProblems } from './selector-attributes';
import type { SelectorAttributes } from './selector-attributes';

interface ReviewSpec {
  readonly resourceAttributes?: {
    readonly namespace?: string;
    readonly verb?: string;
    readonly group?: string;
    readonly version?: string;
    readonly resource?: string;
    readonly subresource?: string;
    readonly name?: string;
    readonly fieldSelector?: SelectorAttributes;
    readonly labelSelector?: SelectorAttributes;
  };
  readonly nonResourceAttributes?: { readonly path?: string; readonly verb?: string };
  readonly user?: string;
  readonly groups?: readonly string[];
  readonly uid?: string;
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

interface AccessReview extends AnyObject {
  readonly spec?: ReviewSpec;
}

export function reviewOwnAccess(scope: RequestScope, { spec = {}, metadata }: AccessReview): object | Status {
  const errors = [...checkAttributes(spec), ...checkSelected(spec), ...checkMetadata(metadata, 'must be empty')];
  return errors.length ? refused(errors) : decide(scope, spec, scope.userInfo);
}

export function reviewAccess(scope: RequestScope, { spec = {}, metadata }: AccessReview): object | Status {
  const errors = [...checkAttributes(spec), ...checkUser(spec), ...checkSelected(spec), ...checkMetadata(metadata, 'must be empty')];
  return errors.length ? refused(errors) : decide(scope, spec, userOf(spec));
}

export function reviewLocalAccess(scope: RequestScope, { spec = {}, metadata }: AccessReview): object | Status {
  const { resourceAttributes, nonResourceAttributes } = spec;
  const errors = [
    ...checkAttributes(spec),
    ...checkUser(spec),
    ...checkSelected(spec),
    ...checkMetadata(metadata, 'must be empty except for namespace'),
  ];
  const namespace = resourceAttributes?.namespace ?? '';
  if (resourceAttributes && namespace !== scope.namespace)
    errors.push(invalidField('spec.resourceAttributes.namespace', namespace, 'must match metadata.namespace'));
  if (nonResourceAttributes)
    errors.push(invalidField('spec.nonResourceAttributes', shown(nonResourceAttributes), 'disallowed on this kind of request'));
  if (errors.length) return refused(errors);
  return decide(scope, spec, userOf(spec));
}

function userOf({ user = '', groups = [], uid, extra }: ReviewSpec): UserInfo {
  return { username: user, groups, ...(uid ? { uid } : {}), ...(extra ? { extra } : {}) };
}

function decide({ backend }: RequestScope, spec: ReviewSpec, user: UserInfo): object {
  const { allowed, reason } = backend.access.authorizer.authorize(attributesOf(spec, user));
  const { fieldSelector, labelSelector } = spec.resourceAttributes ?? {};
  const problems = [...fieldProblems(fieldSelector), ...labelProblems(labelSelector)];
  return { allowed, ...(reason ? { reason } : {}), ...(problems.length ? { evaluationError: aggregate(problems) } : {}) };
}

function attributesOf({ resourceAttributes, nonResourceAttributes }: ReviewSpec, user: UserInfo): Attributes {
  if (!resourceAttributes) return { user, verb: nonResourceAttributes?.verb ?? '', path: nonResourceAttributes?.path ?? '' };
  const { verb = '', group = '', resource = '', subresource = '', namespace = '', name = '', fieldSelector } = resourceAttributes;
  const selector = fieldSelector?.rawSelector ?? equalities(fieldSelector?.requirements ?? []);
  return { user, verb, group, resource, subresource, namespace, name, ...(selector ? { fieldSelector: selector } : {}) };
}

function checkAttributes({ resourceAttributes, nonResourceAttributes }: ReviewSpec): FieldError[] {
  if (resourceAttributes) {
    const combined = 'cannot be specified in combination with resourceAttributes';
    return nonResourceAttributes ? [invalidField('spec.nonResourceAttributes', shown(nonResourceAttributes), combined)] : [];
  }
  if (nonResourceAttributes) return [];
  return [invalidField('spec.resourceAttributes', null, 'exactly one of nonResourceAttributes or resourceAttributes must be specified')];
}

/** The namespace has been looked at before. */
function checkMetadata(metadata: AnyObject['metadata'] = {}, rule: string): FieldError[] {
  const { namespace: _namespace, managedFields: _fields, ...rest } = metadata;
  return Object.keys(rest).length ? [invalidField('metadata', inGoOrder(metadata), rule)] : [];
}

const METADATA_ORDER = [
  'name',
  'generateName',
  'namespace',
  'resourceVersion',
  'generation',
  'labels',
  'annotations',
  'ownerReferences',
  'finalizers',
];

/** As Go writes metadata: fields as they are declared, sets of fields sorted. */
function inGoOrder(metadata: NonNullable<AnyObject['metadata']>): object {
  const given = metadata as Readonly<Record<string, unknown>>;
  const fields = METADATA_ORDER.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]]]));
  const managers = (metadata.managedFields ?? []) as readonly { readonly fieldsV1?: object }[];
  const managedFields = managers.map((entry) => ({ ...entry, fieldsV1: inOrder(entry.fieldsV1 ?? {}) }));
  return { ...(Object.fromEntries(fields) as object), ...(managers.length ? { managedFields } : {}) };
}

function checkSelected({ resourceAttributes }: ReviewSpec): FieldError[] {
  return resourceAttributes ? checkSelectors(resourceAttributes) : [];
}

function checkUser({ user = '', groups = [] }: ReviewSpec): FieldError[] {
  return user === '' && groups.length === 0 ? [invalidField('spec.user', '', 'at least one of user or group must be specified')] : [];
}

/** With the names of the fields in the server's own types. */
function shown({ path = '', verb = '' }: NonNullable<ReviewSpec['nonResourceAttributes']>): object {
  return { Path: path, Verb: verb };
}

function refused(errors: readonly FieldError[]): Status {
  return invalid({ group: 'authorization.k8s.io', kind: '' }, '', errors);
}
