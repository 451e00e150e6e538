/** POST serviceaccounts/<name>/token (source: k8s.io/kubernetes/pkg/registry/core/serviceaccount/storage/token.go, 1.36). */
import { invalid as invalidField } from '../../api/field-error';
import type { FieldError } from '../../api/field-error';
import type { AnyObject } from '../../api/meta';
import { pathSegmentName } from '../../api/names';
import type { ApiReply } from '../../api/request';
import { badRequest, conflict, isStatus, notFound } from '../../api/status';
import type { Status } from '../../api/status';
import { rfc3339 } from '../../api/time';
import { refuseInNamespace } from '../admission/namespace-lifecycle';
import { API_AUDIENCES } from '../authn/authenticator';
import type { TokenSpec } from '../authn/service-account-tokens';
import { define } from '../../resources/define';
import type { Draft } from '../../resources/definition';
import type { RequestScope } from '../backend';
import { keyOf } from '../keys';
import { trackUpdate } from '../managed-fields/track';
import { failed, invalid, succeeded } from '../replies';
import { apiVersionOf } from '../resource-table';

const TOKEN_REQUEST = define({ group: 'authentication.k8s.io', resource: 'tokenrequests', kind: 'TokenRequest', strategy: {} });
const DEFAULT_SECONDS = 3600;
const SECONDS_MIN = 600;
const SECONDS_MAX = 2 ** 32;
/** The lifetime that the admission plugin asks for; such tokens live on for a year, and later uses are warned about. */
const WARN_ONLY_SECONDS = 3607;
const YEAR_SECONDS = 365 * 24 * 60 * 60;

interface TokenRequest extends AnyObject {
  readonly spec?: {
    readonly audiences?: readonly string[];
    readonly expirationSeconds?: number | null;
    readonly boundObjectRef?: BoundRef;
  };
}

interface BoundRef {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly uid?: string;
}

type Binding = Pick<TokenSpec, 'pod' | 'secret' | 'node'>;

export function requestToken(scope: RequestScope, name: string, body: unknown): ApiReply {
  const { backend, definition, namespace, nowMs } = scope;
  const request = tracked(scope, (body ?? {}) as TokenRequest);
  const outside = refuseInNamespace(scope, name);
  if (outside) return failed(outside);
  const account = backend.store.get(keyOf(definition, namespace, name))?.value as AnyObject | undefined;
  if (request.metadata?.namespace && request.metadata.namespace !== namespace)
    return failed(badRequest('the namespace of the provided object does not match the namespace sent on the request'));
  const misnamed = checkName(request, name);
  if (misnamed.length) return failed(refused(misnamed, name));
  if (!account) return failed(notFound('', 'serviceaccounts', name));
  const uid = account.metadata?.uid ?? '';
  if (request.metadata?.uid && request.metadata.uid !== uid) {
    const why = `the UID in the token request (${request.metadata.uid}) does not match the UID of the service account (${uid})`;
    return failed(conflict('authentication.k8s.io', 'TokenRequest', name, why));
  }
  const { boundObjectRef = null, audiences } = request.spec ?? {};
  const expirationSeconds = request.spec?.expirationSeconds ?? DEFAULT_SECONDS;
  const asked = audiences?.length ? audiences : API_AUDIENCES;
  const errors = checkSeconds(expirationSeconds);
  if (errors.length) return failed(refused(errors));
  const binding = boundObjectRef ? bind(scope, name, boundObjectRef) : {};
  if (isStatus(binding)) return failed(binding);
  const extended =
    binding.pod !== undefined && expirationSeconds === WARN_ONLY_SECONDS && asked.every((audience) => API_AUDIENCES.includes(audience));
  const lifetime = extended
    ? { lifetimeSeconds: YEAR_SECONDS, warnAfterSeconds: expirationSeconds }
    : { lifetimeSeconds: expirationSeconds };
  const token = backend.access.serviceAccountTokens.issue({ account, audiences: asked, ...lifetime, ...binding }, nowMs);
  return succeeded(scope, 201, {
    kind: 'TokenRequest',
    apiVersion: 'authentication.k8s.io/v1',
    metadata: { ...request.metadata, name, namespace, uid, creationTimestamp: rfc3339(nowMs) },
    spec: { audiences: asked, expirationSeconds, boundObjectRef },
    status: { token, expirationTimestamp: rfc3339(nowMs + expirationSeconds * 1000) },
  });
}

/** The request with its default and its managers; it is never stored. */
function tracked(scope: RequestScope, given: TokenRequest): TokenRequest {
  const spec = { ...given.spec, expirationSeconds: given.spec?.expirationSeconds ?? DEFAULT_SECONDS };
  const draft = {
    ...given,
    apiVersion: apiVersionOf(TOKEN_REQUEST),
    kind: TOKEN_REQUEST.kind,
    metadata: { ...given.metadata },
    spec,
  } as Draft;
  trackUpdate({ ...scope, definition: TOKEN_REQUEST, subresource: 'token' }, draft, undefined);
  return draft as TokenRequest;
}

const BINDABLE: ReadonlyMap<string, string> = new Map([
  ['Pod', 'pods'],
  ['Secret', 'secrets'],
  ['Node', 'nodes'],
]);

/** What the token stands and falls with. */
function bind({ backend, namespace }: RequestScope, account: string, ref: BoundRef): Binding | Status {
  const { kind = '', name = '' } = ref;
  const [group, version] = groupVersion(ref.apiVersion ?? '');
  const resource = group === '' ? BINDABLE.get(kind) : undefined;
  if (resource === undefined) return badRequest(`cannot bind token to object of type ${group}/${version}, Kind=${kind}`);
  if (name === '') return badRequest('Name parameter required.');
  const misnamed = pathSegmentName(name, false);
  if (misnamed.length > 0) return badRequest(`Name parameter invalid: ${JSON.stringify(name)}: ${misnamed.join(', ')}`);
  const object = backend.reader.get('', resource, resource === 'nodes' ? '' : namespace, name);
  if (!object) return notFound('', resource, name);
  const { serviceAccountName, nodeName } = (object.spec ?? {}) as { serviceAccountName?: string; nodeName?: string };
  if (resource === 'pods' && serviceAccountName !== account)
    return badRequest(`cannot bind token for serviceaccount "${account}" to pod running with different serviceaccount name.`);
  if (ref.uid && ref.uid !== object.metadata?.uid) {
    const why = `the UID in the bound object reference (${ref.uid}) does not match the UID in record. The object might have been deleted and then recreated`;
    return conflict('', kind, name, why);
  }
  if (resource === 'secrets') return { secret: object };
  if (resource === 'nodes') return { node: { name, uid: object.metadata?.uid ?? '' } };
  if (!nodeName) return { pod: object };
  const uid = backend.reader.get('', 'nodes', '', nodeName)?.metadata?.uid;
  return { pod: object, node: { name: nodeName, ...(uid ? { uid } : {}) } };
}

/** What has more than two parts counts as none. */
function groupVersion(apiVersion: string): readonly [string, string] {
  const [first = '', second, ...more] = apiVersion.split('/');
  if (more.length > 0) return ['', ''];
  return second === undefined ? ['', first] : [first, second];
}

function checkName({ metadata }: TokenRequest, name: string): FieldError[] {
  return metadata?.name && metadata.name !== name
    ? [invalidField('metadata.name', metadata.name, 'must match the service account name if specified')]
    : [];
}

function checkSeconds(seconds: number): FieldError[] {
  const field = 'spec.expirationSeconds';
  if (seconds < SECONDS_MIN) return [invalidField(field, seconds, 'may not specify a duration less than 10 minutes')];
  return seconds > SECONDS_MAX ? [invalidField(field, seconds, 'may not specify a duration larger than 2^32 seconds')] : [];
}

function refused(errors: readonly FieldError[], name = ''): Status {
  return invalid({ group: 'authentication.k8s.io', kind: 'TokenRequest' }, name, errors);
}
