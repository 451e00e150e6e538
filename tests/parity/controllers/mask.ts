/** Puts the README's tokens in the place of random names, uids, addresses and times. */
import { EPOCH_MS } from '../../../workers/api/time';
import type { Json } from './scenario';

/** One committed state of an object, with its time in seconds after the scenario's start. */
export interface Seen {
  readonly t: number;
  readonly type: string;
  readonly kind: string;
  readonly object: Json;
}

/** Numbers that members of a group of interchangeable names get, by order of creation (0-based); absent: that order itself. */
export type Numbering = ReadonlyMap<string, readonly number[]>;

/** Names that nodes of the scenario go by instead of their own: equal ones may stand for each other. */
export type NodeNames = ReadonlyMap<string, string>;

export interface Mask {
  /** A copy of a JSON value with every string masked. */
  value(json: Json): Json;
  text(text: string): string;
  /** Masked names by group of interchangeable ones, in order of creation. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
}

const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;
const UID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g;
const RANDOM_SUFFIX = '[bcdfghjklmnpqrstvwxz2456789]{5}';

/** `history` holds every object of the run in commit order; `startMs` is the scenario's second 0. */
export function createMask(history: readonly Seen[], startMs: number, numbering: Numbering, nodeNames: NodeNames = new Map()): Mask {
  const tokens = new Map<string, string>();
  const groups = new Map<string, string[]>();
  const counters = new Map<string, number>();
  const generated = new Set<string>();
  const count = (counter: string): number => {
    const next = (counters.get(counter) ?? 0) + 1;
    counters.set(counter, next);
    return next;
  };
  for (const [name, other] of nodeNames) tokens.set(name, other);
  const member = (group: string, token: (n: number) => string): string => {
    const at = count(group) - 1;
    const n = (numbering.get(group)?.[at] ?? at) + 1;
    const list = groups.get(group) ?? [];
    groups.set(group, list);
    list.push(token(at + 1));
    return token(n);
  };
  for (const { kind, object } of history) {
    const { uid, name, namespace = '', generateName } = object.metadata;
    if (!tokens.has(uid)) {
      const owner = object.metadata.ownerReferences?.find((one: Json) => one.controller);
      const hash = object.metadata.labels?.['pod-template-hash'];
      let masked: string = tokens.get(name) ?? name;
      if (kind === 'ReplicaSet' && hash !== undefined && name.endsWith(`-${hash}`)) {
        const token = tokens.get(hash) ?? `<rs${count(`rs ${namespace}/${name.slice(0, -hash.length - 1)}`)}>`;
        tokens.set(hash, token);
        masked = `${name.slice(0, -hash.length)}${token}`;
      } else if (kind === 'ControllerRevision' && owner && name.startsWith(`${owner.name}-`)) {
        const own = name.slice(owner.name.length + 1);
        const token = tokens.get(own) ?? `<rev${count(`rev ${owner.uid}`)}>`;
        tokens.set(own, token);
        masked = `${owner.name}-${token}`;
      } else if (kind === 'Job' && owner?.kind === 'CronJob') {
        const token = `<minute${count(`minute ${owner.uid}`)}>`;
        masked = `${owner.name}-${token}`;
      } else if (
        generateName &&
        owner?.kind !== 'StatefulSet' &&
        (kind === 'Pod' || kind === 'EndpointSlice' || kind === 'ResourceClaim')
      ) {
        generated.add(generateName);
        const base = replaceAll(tokens, generateName);
        if (kind === 'Pod' && owner?.kind === 'DaemonSet') {
          const real = daemonNode(object);
          const node = (nodeNames.get(real) ?? real).replace(/^ns1-/, '');
          masked = member(`${namespace}/${generateName}@${node}`, (n) => `${base}<${node}.${n}>`);
        } else {
          const word = kind === 'Pod' ? 'pod' : kind === 'EndpointSlice' ? 'slice' : 'claim';
          masked = member(`${namespace}/${kind} ${generateName}`, (n) => `${base}<${word}${n}>`);
        }
      }
      if (masked !== name) tokens.set(name, masked);
      tokens.set(uid, `<uid:${kind}/${masked}>`);
    }
    if (kind === 'Node' && !name.startsWith('ns1-')) tokens.set(name, '<node>');
    if (kind === 'Pod')
      for (const { ip } of object.status?.podIPs ?? []) tokens.set(ip, `<${ip.includes(':') ? 'ip6' : 'ip'}:${tokens.get(name) ?? name}>`);
    if (kind === 'Service')
      for (const ip of object.spec?.clusterIPs ?? [])
        if (ip !== 'None') tokens.set(ip, `<${ip.includes(':') ? 'clusterip6' : 'clusterip'}:${name}>`);
  }
  const known = pattern(tokens);
  const stray = [...generated].map((base) => ({
    base: replaceAll(tokens, base),
    from: new RegExp(`${escape(replaceAll(tokens, base))}${RANDOM_SUFFIX}(?![\\w-])`, 'g'),
  }));
  const text = (raw: string): string => {
    let masked = known ? raw.replace(known, (found) => tokens.get(found) ?? found) : raw;
    masked = masked.replace(TIME, (found) => `T+${Math.floor((Date.parse(found) - EPOCH_MS - startMs) / 1000)}`);
    masked = masked.replace(UID, '<uid>');
    for (const { base, from } of stray) masked = masked.replace(from, `${base}<random>`);
    return masked;
  };
  const value = (json: Json): Json => {
    if (typeof json === 'string') return text(json);
    if (Array.isArray(json)) return json.map(value);
    if (typeof json !== 'object' || json === null) return json;
    return Object.fromEntries(Object.entries(json).map(([key, one]) => [key, value(one)]));
  };
  return { value, text, groups };
}

function daemonNode(pod: Json): string {
  return (
    pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms?.[0]?.matchFields?.[0]
      ?.values?.[0] ??
    pod.spec?.nodeName ??
    ''
  );
}

function replaceAll(tokens: ReadonlyMap<string, string>, text: string): string {
  const from = pattern(tokens);
  return from ? text.replace(from, (found) => tokens.get(found) ?? found) : text;
}

/** Longest first, so that a name is not taken for the shorter one it begins with; addresses end where their digits end. */
function pattern(tokens: ReadonlyMap<string, string>): RegExp | undefined {
  if (tokens.size === 0) return undefined;
  const words = [...tokens.keys()]
    .sort((a, b) => b.length - a.length)
    .map((word) => `${escape(word)}${/\d$/.test(word) ? '(?![0-9])' : ''}`);
  return new RegExp(words.join('|'), 'g');
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
