/** URLs (source: k8s.io/apiserver/pkg/cel/library/urls.go, 1.36). Absolute ones and absolute paths count (Go: url.ParseRequestURI). */
import { quote } from '../../field-error';
import { declare } from '../signature';
import type { Overload } from '../signature';
import { CelError, Entries } from '../value';
import type { CelObject, Value } from '../value';

class Url implements CelObject {
  readonly typeName = 'kubernetes.URL';

  constructor(
    readonly text: string,
    readonly scheme: string,
    readonly host: string,
    readonly path: string,
    readonly search: string,
  ) {}

  equals(other: Value): boolean {
    if (!(other instanceof Url)) throw new CelError('no such overload');
    return other.text === this.text;
  }

  get hostname(): string {
    return this.host.startsWith('[') ? this.host.slice(1, this.host.indexOf(']')) : (this.host.split(':')[0] as string);
  }

  get port(): string {
    return /:(\d*)$/.exec(this.host.replace(/^\[.*\]/, ''))?.[1] ?? '';
  }
}

/** A text: what is wrong with it, as Go says. `whole`: as a request has it, which is absolute. */
export function parseUrl(text: string, whole = true): Url | string {
  if (text === '' && whole) return 'empty url';
  if ([...text].some((each) => each < ' ' || each === '\x7f')) return 'net/url: invalid control character in URL';
  const schemed = /^([a-zA-Z][a-zA-Z0-9+.-]*):(.*)$/s.exec(text);
  if (!schemed && text.startsWith(':')) return 'missing protocol scheme';
  const [, scheme = '', rest = ''] = schemed ?? ['', '', text];
  if (!schemed && /^[^/]*:/.test(text) && !text.startsWith('/')) return 'first path segment in URL cannot contain colon';
  const [beforeQuery = '', ...after] = rest.split('?');
  if (text === '*' || (schemed && !beforeQuery.startsWith('/'))) return new Url(text, scheme.toLowerCase(), '', '', after.join('?'));
  if (!beforeQuery.startsWith('/') && whole) return 'invalid URI for request';
  const authority = schemed || !whole ? /^\/\/([^/#]*)/.exec(beforeQuery)?.[1] : undefined;
  const path = (authority === undefined ? beforeQuery : beforeQuery.slice(authority.length + 2)).split('#')[0] as string;
  const host = (authority ?? '').split('@').at(-1) as string;
  const problem = hostProblem(host) ?? escapeProblem(path);
  return problem ?? new Url(text, scheme.toLowerCase(), host, path, after.join('?'));
}

function hostProblem(host: string): string | undefined {
  if (host.startsWith('[')) {
    if (!host.includes(']')) return "missing ']' in host";
    const port = host.slice(host.lastIndexOf(']') + 1);
    return /^(:\d*)?$/.test(port) ? undefined : `invalid port ${quote(port)} after host`;
  }
  const colon = host.lastIndexOf(':');
  if (colon >= 0 && !/^\d*$/.test(host.slice(colon + 1))) return `invalid port ${quote(host.slice(colon))} after host`;
  const bad = /[ <>"\\^`{|}]/.exec(host)?.[0];
  return bad === undefined ? escapeProblem(host) : `invalid character ${quote(bad)} in host name`;
}

function escapeProblem(text: string): string | undefined {
  const bad = /%(?![0-9A-Fa-f]{2}).{0,2}/s.exec(text)?.[0];
  return bad === undefined ? undefined : `invalid URL escape ${quote(bad)}`;
}

/** What may stand in a path as it is. */
function escapedPath(path: string): string {
  return [...path].map((each) => (/[A-Za-z0-9\-_.~$&+,/:;=@!'()*%[\]]/.test(each) ? each : encodeURIComponent(each))).join('');
}

function queryOf({ search }: Url): Entries {
  const found = new Map<string, string[]>();
  for (const pair of search.split('&').filter((each) => each !== '' && !each.includes(';'))) {
    const [name = '', ...rest] = pair.split('=');
    const [key, value] = [unescaped(name), unescaped(rest.join('='))];
    if (key === undefined || value === undefined) continue;
    found.set(key, [...(found.get(key) ?? []), value]);
  }
  return new Entries(found);
}

function unescaped(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

export const URLS: readonly Overload[] = [
  declare('url(string): kubernetes.URL', (text: string) => {
    const found = parseUrl(text);
    if (typeof found === 'string') throw new CelError(`URL parse error during conversion from string: parse ${quote(text)}: ${found}`);
    return found;
  }),
  declare('isURL(string): bool', (text: string) => typeof parseUrl(text) !== 'string'),
  declare('kubernetes.URL::getScheme(): string', ({ scheme }: Url) => scheme),
  declare('kubernetes.URL::getHost(): string', ({ host }: Url) => host),
  declare('kubernetes.URL::getHostname(): string', ({ hostname }: Url) => hostname),
  declare('kubernetes.URL::getPort(): string', ({ port }: Url) => port),
  declare('kubernetes.URL::getEscapedPath(): string', ({ path }: Url) => escapedPath(path)),
  declare('kubernetes.URL::getQuery(): map<string, list<string>>', queryOf),
];
