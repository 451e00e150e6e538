/** Queries of requests that connect, as the options they stand for (source: k8s.io/api/core/v1 Pod*Options, apiserver/pkg/endpoints/handlers/rest.go, 1.36). */
import { isTrue, queryPairs, unescaped } from '../http/query';

/** PodExecOptions and their like, as JSON has them. */
export interface ConnectOptions {
  readonly apiVersion: string;
  readonly kind: string;
  readonly container?: string;
  readonly command?: readonly string[] | null;
  readonly stdin?: boolean;
  readonly stdout?: boolean;
  readonly stderr?: boolean;
  readonly tty?: boolean;
  readonly ports?: readonly number[];
  readonly path?: string;
}

const FLAGS = ['stdin', 'stdout', 'stderr', 'tty'] as const;

/** `path` is what a proxied request asks of its target; a text is the error of a value that cannot be converted. */
export function connectOptions(kind: string, query: string, path = ''): ConnectOptions | string {
  const base = { apiVersion: 'v1', kind };
  if (kind.endsWith('ProxyOptions')) return { ...base, ...(path === '' ? {} : { path }) };
  const pairs = queryPairs(query);
  const valuesOf = (name: string) => pairs.filter((pair) => pair.name === name).map(({ value }) => value);
  if (kind === 'PodPortForwardOptions') return withPorts(base, valuesOf('ports'));
  const [container = ''] = valuesOf('container');
  const set = FLAGS.filter((name) => valuesOf(name).slice(0, 1).some(isTrue));
  const command = valuesOf('command');
  return {
    ...base,
    ...Object.fromEntries(set.map((name) => [name, true])),
    ...(container === '' ? {} : { container }),
    ...(kind === 'PodExecOptions' ? { command: command.length > 0 ? command : null } : {}),
  };
}

/** A value may hold several, with commas between them. */
function withPorts(base: ConnectOptions, values: readonly string[]): ConnectOptions | string {
  const ports: number[] = [];
  for (const text of values.flatMap((value) => value.split(','))) {
    if (!/^\d+$/.test(text)) return unreadable(text, 'invalid syntax');
    if (BigInt(text) > UINT16_MAX) return unreadable(text, 'value out of range');
    ports.push(Number(text));
  }
  return { ...base, ...(ports.length > 0 ? { ports } : {}) };
}

const UINT16_MAX = 65_535n;

function unreadable(text: string, why: string): string {
  return `cannot convert to []int32: strconv.ParseUint: parsing ${JSON.stringify(text)}: ${why}`;
}

/** What follows "/proxy", escaped, as the options have it: of two slashes in front one goes, of several at the end one stays. */
export function pathBehind(text: string): string {
  const inner = (unescaped(text) ?? '').replace(/^\//, '').replace(/\/+$/, '');
  const path = inner === '' || inner.startsWith('/') ? inner : `/${inner}`;
  return text.endsWith('/') && !path.endsWith('/') ? `${path}/` : path;
}
