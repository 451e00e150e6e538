import { parseArgs } from 'node:util';
import { EPOCH_MS } from '../api/time';
import { isLoopback } from './own-names';

export interface ServeFlags {
  readonly port: number;
  readonly bindAddress: string;
  readonly nodes: number;
  readonly seed: number;
  readonly placement: 'threads' | 'inline';
  /** Virtual seconds per second. */
  readonly speed: number | 'max';
  readonly paused: boolean;
  /** Virtual milliseconds since the epoch at which the cluster starts. */
  readonly startMs?: number;
  /** Where to write a kubeconfig. */
  readonly kubeconfig?: string;
  readonly demo: boolean;
  readonly apiOnly: boolean;
  readonly scheduler: boolean;
  readonly controllers: readonly string[];
  readonly tokenAuthFile?: string;
  readonly tlsCertFile?: string;
  readonly tlsPrivateKeyFile?: string;
}

export const USAGE = `Usage: npm run serve -- [FLAGS]

Serves a simulated Kubernetes cluster over HTTP, for kubectl and other clients.

  --port PORT                    default 8001; 0 takes a free one
  --bind-address ADDRESS         default 127.0.0.1; any other needs --token-auth-file
  --nodes N                      default 3
  --seed N                       default 1
  --speed N|max                  virtual seconds per second, default 1
  --start now|TIME               when virtual time starts, default 2026-01-01T00:00:00Z; with now, kubectl describe shows true ages
  --paused                       time stands still until PATCH /sim/clock
  --placement inline|threads     default inline
  --kubeconfig FILE              writes one for this server
  --demo                         starts with a Deployment behind a Service
  --api-only                     the API server without any component behind it
  --no-scheduler                 leaves scheduling to a scheduler of yours
  --controllers LIST             as kube-controller-manager takes it: *, job, *,-job, -*
  --token-auth-file FILE         bearer tokens: token,user,uid,"group,group"; without it loopback callers are the cluster's admin
  --tls-cert-file FILE, --tls-private-key-file FILE
`;

const OPTIONS = {
  help: { type: 'boolean', short: 'h', default: false },
  port: { type: 'string', default: '8001' },
  'bind-address': { type: 'string', default: '127.0.0.1' },
  nodes: { type: 'string', default: '3' },
  seed: { type: 'string', default: '1' },
  placement: { type: 'string', default: 'inline' },
  speed: { type: 'string', default: '1' },
  paused: { type: 'boolean', default: false },
  start: { type: 'string' },
  kubeconfig: { type: 'string' },
  demo: { type: 'boolean', default: false },
  'api-only': { type: 'boolean', default: false },
  'no-scheduler': { type: 'boolean', default: false },
  controllers: { type: 'string', default: '*' },
  'token-auth-file': { type: 'string' },
  'tls-cert-file': { type: 'string' },
  'tls-private-key-file': { type: 'string' },
} as const;

/** Undefined: help was asked for. What is wrong with the flags is a RangeError that names the flag. */
export function serveFlags(args: readonly string[]): ServeFlags | undefined {
  const values = valuesOf(args);
  if (values.help) return undefined;
  const {
    kubeconfig,
    placement,
    'token-auth-file': tokenAuthFile,
    'tls-cert-file': tlsCertFile,
    'tls-private-key-file': tlsPrivateKeyFile,
  } = values;
  if (placement !== 'threads' && placement !== 'inline') throw new RangeError(`--placement: ${placement} is neither inline nor threads`);
  if ((tlsCertFile === undefined) !== (tlsPrivateKeyFile === undefined))
    throw new RangeError('--tls-cert-file and --tls-private-key-file belong together');
  const bindAddress = values['bind-address'];
  if (!isLoopback(bindAddress) && tokenAuthFile === undefined)
    throw new RangeError(`--bind-address: ${bindAddress} needs --token-auth-file: without it every caller is the cluster's admin`);
  return {
    port: whole('port', values.port, 65_535),
    bindAddress,
    nodes: whole('nodes', values.nodes, 10_000),
    seed: whole('seed', values.seed),
    placement,
    speed: values.speed === 'max' ? 'max' : positive('speed', values.speed),
    paused: values.paused,
    demo: values.demo,
    apiOnly: values['api-only'],
    scheduler: !values['no-scheduler'],
    controllers: values.controllers.split(','),
    ...(values.start === undefined ? {} : { startMs: startOf(values.start) }),
    ...(kubeconfig === undefined ? {} : { kubeconfig }),
    ...(tokenAuthFile === undefined ? {} : { tokenAuthFile }),
    ...(tlsCertFile === undefined ? {} : { tlsCertFile }),
    ...(tlsPrivateKeyFile === undefined ? {} : { tlsPrivateKeyFile }),
  };
}

function startOf(text: string): number {
  const atMs = text === 'now' ? Math.floor(performance.timeOrigin + performance.now()) : Date.parse(text);
  if (Number.isNaN(atMs)) throw new RangeError(`--start: ${text} is neither now nor a time like 2026-05-01T12:00:00Z`);
  if (atMs < EPOCH_MS) throw new RangeError('--start: virtual time begins with 2026-01-01T00:00:00Z');
  return atMs - EPOCH_MS;
}

function valuesOf(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    throw new RangeError((error as Error).message, { cause: error });
  }
}

function whole(name: string, text: string, most = Number.MAX_SAFE_INTEGER): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isInteger(value) && value >= 0 && value <= most) return value;
  throw new RangeError(`--${name}: ${text} is not a whole number${most < Number.MAX_SAFE_INTEGER ? ` of at most ${most}` : ''}`);
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new RangeError(`--${name}: ${text} is not a number above 0`);
}
