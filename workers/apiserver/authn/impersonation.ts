/**
 * Acting as somebody else: the Impersonate-* headers and the rights they need
 * (source: k8s.io/apiserver/pkg/endpoints/filters/impersonation, 1.36). The constrained modes are asked first, the older
 * verb "impersonate" last; the mode that worked for somebody is asked first the next time.
 */
import { ANONYMOUS, AUTHENTICATED, MASTERS, NODES, UNAUTHENTICATED } from '../../api/user-info';
import type { UserInfo } from '../../api/user-info';
import { isDns1123Label, isDns1123Subdomain } from '../../api/names';
import { badRequest, isStatus } from '../../api/status';
import type { Status } from '../../api/status';
import type { Attributes, ResourceAttributes } from '../authz/attributes';
import type { Authorizer } from '../authz/authorizer';
import { forbiddenStatus } from '../authz/forbidden';
import { serviceAccountGroups } from './service-account-tokens';

/** Header values; several of one name as a list. Names in lower case. */
export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

interface Mode {
  readonly name: 'associated-node' | 'arbitrary-node' | 'serviceaccount' | 'user-info' | '';
  readonly applies: (wanted: UserInfo, requestor: UserInfo) => boolean;
}

const EXTRA_PREFIX = 'impersonate-extra-';
const AUTHENTICATION_GROUP = 'authentication.k8s.io';
/** From here on a constrained mode asks for the right to all groups (extras) before each one. */
const MANY_CHECKS = 4;

const MODES: readonly Mode[] = [
  { name: 'associated-node', applies: (wanted, requestor) => onlyName(wanted) && isAssociated(wanted, requestor) },
  { name: 'arbitrary-node', applies: (wanted) => onlyName(wanted) && nodeName(wanted.username) !== undefined },
  { name: 'serviceaccount', applies: (wanted) => onlyName(wanted) && accountOf(wanted.username) !== undefined },
  { name: 'user-info', applies: ({ username }) => nodeName(username) === undefined && accountOf(username) === undefined },
  { name: '', applies: () => true },
];

export class Impersonation {
  /** By the requestor: index of the mode that worked last. */
  private readonly lastModes = new Map<string, number>();

  constructor(private readonly authorizer: Authorizer) {}

  /** `attributes` are those of the request, with the requestor as user. */
  userOf(headers: Headers, attributes: Attributes): UserInfo | Status {
    const wanted = wantedUser(headers);
    if (wanted === undefined) return attributes.user;
    if (isStatus(wanted)) return wanted;
    const requestor = `${attributes.user.username}\t${attributes.user.uid ?? ''}\t${attributes.user.groups.join('\t')}`;
    const last = this.lastModes.get(requestor);
    const order = last === undefined ? [...MODES.keys()] : [last, ...[...MODES.keys()].filter((index) => index !== last)];
    let refusal: Status | undefined;
    for (const index of order) {
      const mode = MODES[index] as Mode;
      if (!mode.applies(wanted, attributes.user)) continue;
      const result = this.check(mode, wanted, attributes);
      if (!isStatus(result)) {
        this.lastModes.set(requestor, index);
        return result;
      }
      refusal ??= result;
    }
    return refusal as Status;
  }

  private check(mode: Mode, wanted: UserInfo, attributes: Attributes): UserInfo | Status {
    const requestor = mode.name === 'associated-node' ? { ...attributes.user, extra: {} } : attributes.user;
    const refusal =
      (mode.name ? this.refuse({ ...attributes, user: requestor, verb: `impersonate-on:${mode.name}:${attributes.verb}` }) : undefined) ??
      identityChecks(mode, wanted, requestor).reduce<Status | undefined>((found, check) => found ?? this.oneOf(check), undefined);
    return refusal ?? actualUser(mode, wanted);
  }

  /** The first question that is answered with yes settles it; else the last answer counts. */
  private oneOf(check: IdentityCheck): Status | undefined {
    if ('forbidden' in check) return check.forbidden;
    if (check.all && !this.refuse(check.all)) return undefined;
    for (const attributes of check.each) {
      const refusal = this.refuse(attributes);
      if (refusal) return refusal;
    }
    return undefined;
  }

  private refuse(attributes: Attributes): Status | undefined {
    const { allowed, reason } = this.authorizer.authorize(attributes);
    return allowed ? undefined : forbiddenStatus(attributes, reason);
  }
}

/** Questions that all have to be answered with yes, unless the one for everything is; or a refusal without any. */
type IdentityCheck =
  | { readonly each: readonly ResourceAttributes[]; readonly all?: ResourceAttributes | undefined }
  | { readonly forbidden: Status };

function identityChecks(mode: Mode, wanted: UserInfo, user: UserInfo): IdentityCheck[] {
  const constrained = mode.name !== '';
  const group = constrained ? AUTHENTICATION_GROUP : '';
  const verb = constrained ? `impersonate:${mode.name}` : 'impersonate';
  const ask = (resource: string, name: string, more: Partial<ResourceAttributes> = {}): ResourceAttributes => ({
    user,
    verb,
    group,
    resource,
    subresource: '',
    namespace: '',
    name,
    ...more,
  });
  const checks: IdentityCheck[] = [{ each: [askForName(mode, wanted.username, ask)] }];
  if (wanted.uid) checks.push({ each: [ask('uids', wanted.uid, { group: AUTHENTICATION_GROUP })] });
  const { groups, extra = {} } = wanted;
  if (constrained && groups.includes(''))
    checks.push({ forbidden: forbiddenStatus(ask('groups', ''), 'impersonating the empty string group is not allowed') });
  if (constrained && groups.includes(MASTERS))
    checks.push({ forbidden: forbiddenStatus(ask('groups', MASTERS), 'impersonating the system:masters group is not allowed') });
  if (groups.length)
    checks.push({
      each: groups.map((name) => ask('groups', name)),
      all: constrained && groups.length >= MANY_CHECKS ? ask('groups', '*') : undefined,
    });
  const badKey = constrained ? Object.keys(extra).flatMap(extraKeyFault)[0] : undefined;
  if (badKey !== undefined) {
    const why = `impersonating an invalid key in extra is not allowed: extra.key: ${badKey}`;
    checks.push({ forbidden: forbiddenStatus(ask('userextras', '', { group: AUTHENTICATION_GROUP }), why) });
  }
  const each = Object.entries(extra).flatMap(([key, values]) =>
    values.map((value) => ask('userextras', value, { group: AUTHENTICATION_GROUP, subresource: key })),
  );
  const many = constrained && each.length >= MANY_CHECKS;
  checks.push({ each, all: many ? ask('userextras', '*', { group: AUTHENTICATION_GROUP, subresource: '*' }) : undefined });
  return checks;
}

/** Only the older mode takes any key. */
function extraKeyFault(key: string): string[] {
  const [host = '', path = '', ...rest] = key.split('/');
  if (host === '' || path === '' || rest.length > 0)
    return [`Invalid value: ${JSON.stringify(key)}: must be a domain-prefixed path (such as "acme.io/foo")`];
  return isDns1123Subdomain(host).map((why) => `Invalid value: ${JSON.stringify(host)}: ${why}`);
}

function askForName(
  mode: Mode,
  username: string,
  ask: (resource: string, name: string, more?: Partial<ResourceAttributes>) => ResourceAttributes,
): ResourceAttributes {
  const account = accountOf(username);
  if (account) return ask('serviceaccounts', account.name, { namespace: account.namespace });
  const node = mode.name ? nodeName(username) : undefined;
  if (node === undefined) return ask('users', username);
  return ask('nodes', mode.name === 'associated-node' ? '*' : node);
}

/** With the groups that go with the name. */
function actualUser(mode: Mode, wanted: UserInfo): UserInfo {
  const account = accountOf(wanted.username);
  let { groups } = wanted;
  if (account && groups.length === 0) groups = serviceAccountGroups(account.namespace);
  else if (mode.name && nodeName(wanted.username) !== undefined) groups = [NODES];
  const added = wanted.username === ANONYMOUS ? UNAUTHENTICATED : groups.includes(UNAUTHENTICATED) ? undefined : AUTHENTICATED;
  return { ...wanted, groups: added === undefined || groups.includes(added) ? groups : [...groups, added] };
}

function wantedUser(headers: Headers): UserInfo | Status | undefined {
  const username = list(headers['impersonate-user'])[0] ?? '';
  const uid = list(headers['impersonate-uid'])[0] ?? '';
  const groups = list(headers['impersonate-group']);
  const names = Object.keys(headers)
    .filter((name) => name.startsWith(EXTRA_PREFIX) && headers[name] !== undefined)
    .sort();
  const extra: Record<string, readonly string[]> = {};
  for (const name of names) extra[unescapeKey(name.slice(EXTRA_PREFIX.length))] = list(headers[name]);
  if (username !== '') return { username, groups, ...(uid ? { uid } : {}), ...(names.length ? { extra } : {}) };
  if (!uid && groups.length === 0 && names.length === 0) return undefined;
  const shown = `&user.DefaultInfo{Name:"", UID:${JSON.stringify(uid)}, Groups:${goTexts(groups)}, Extra:${goExtra(extra)}}`;
  return badRequest(`requested ${shown} without impersonating a user name`);
}

function list(value: string | readonly string[] | undefined): readonly string[] {
  return value === undefined ? [] : typeof value === 'string' ? [value] : value;
}

function unescapeKey(key: string): string {
  try {
    return decodeURIComponent(key);
  } catch {
    return key;
  }
}

/** As Go's %#v prints them. */
function goTexts(texts: readonly string[]): string {
  return texts.length ? `[]string{${texts.map((text) => JSON.stringify(text)).join(', ')}}` : '[]string(nil)';
}

function goExtra(extra: Readonly<Record<string, readonly string[]>>): string {
  const entries = Object.entries(extra).map(([key, values]) => `${JSON.stringify(key)}:${goTexts(values)}`);
  return entries.length ? `map[string][]string{${entries.join(', ')}}` : 'map[string][]string(nil)';
}

function onlyName({ uid, groups, extra }: UserInfo): boolean {
  return !uid && groups.length === 0 && Object.keys(extra ?? {}).length === 0;
}

function nodeName(username: string): string | undefined {
  const name = username.startsWith('system:node:') ? username.slice('system:node:'.length) : '';
  return name && isDns1123Subdomain(name).length === 0 ? name : undefined;
}

function accountOf(username: string): { readonly namespace: string; readonly name: string } | undefined {
  const match = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(username);
  const [namespace = '', name = ''] = match?.slice(1) ?? [];
  const named = match && isDns1123Label(namespace).length === 0 && isDns1123Subdomain(name).length === 0;
  return named ? { namespace, name } : undefined;
}

function isAssociated(wanted: UserInfo, requestor: UserInfo): boolean {
  const node = nodeName(wanted.username);
  const own = requestor.extra?.['authentication.kubernetes.io/node-name'];
  return node !== undefined && accountOf(requestor.username) !== undefined && own?.length === 1 && own[0] === node;
}
