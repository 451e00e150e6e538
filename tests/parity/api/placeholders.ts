/** Recorded values with placeholders against ours (rules: golden/api/README.md). One instance per case. */
import { difference } from '../parity-area';

/** Kinds that are bound to their first value, and what a value looks like. */
const BOUND: Readonly<Record<string, string>> = {
  uid: '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}',
  rv: '\\d+',
  continue: '[\\w=-]+',
  gen: '[bcdfghjklmnpqrstvwxz2456789]{5}',
  ip: '10\\.\\d+\\.\\d+\\.\\d+',
  nodePort: '3\\d{4}',
};
const FREE: Readonly<Record<string, string>> = {
  lrv: '\\d+',
  time: '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ',
  microtime: '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z',
  age: '(?:\\d+[smhdy])+|<invalid>',
  rev: '\\d+',
  number: '-?[\\d.e+]+',
};
const ANYTHING = new Set(['reason', 'uuid', 'base64', 'jwt', 'pem', 'hash', 'source position']);
const TOKEN =
  /<(?:(uid|rv|lrv|continue|gen|ip|nodePort):\d+|time|microtime|age|rev|number|reason|uuid|base64|jwt|pem|hash|source position)>/g;

export class Placeholders {
  private readonly values = new Map<string, string>();
  constructor(private readonly unordered: boolean) {}

  /** A request's text with what is bound so far and repeats written out. */
  fill(text: string): string {
    return expand(text).replace(/<(?:uid|rv|lrv|continue|gen|ip|nodePort):\d+>/g, (label) => this.values.get(label) ?? label);
  }

  fillDeep(value: unknown): unknown {
    if (typeof value === 'string') {
      const filled = this.fill(value);
      return /^<nodePort:\d+>$/.test(value) && /^\d+$/.test(filled) ? Number(filled) : filled;
    }
    if (Array.isArray(value)) return value.map((item) => this.fillDeep(item));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [this.fill(key), this.fillDeep(member)]));
  }

  compare(path: string, recorded: unknown, ours: unknown): string[] {
    if (recorded === '<any>') return [];
    if (typeof recorded === 'string') return this.compareText(path, recorded, ours);
    if (Array.isArray(recorded)) return this.compareList(path, recorded, ours);
    if (typeof recorded !== 'object' || recorded === null)
      return recorded === ours || (recorded === null && ours === undefined && path.endsWith('.items'))
        ? []
        : [difference(path, recorded, ours)];
    if (typeof ours !== 'object' || ours === null || Array.isArray(ours)) return [difference(path, recorded, ours)];
    const theirs = recorded as Record<string, unknown>;
    const mine = ours as Record<string, unknown>;
    const lines: string[] = [];
    for (const key of Object.keys(theirs)) {
      if (mine[key] === undefined && theirs[key] !== '<any>') lines.push(difference(`${path}.${key}`, theirs[key], undefined));
      else if (mine[key] !== undefined) lines.push(...this.compare(`${path}.${key}`, theirs[key], mine[key]));
    }
    for (const key of Object.keys(mine))
      if (mine[key] !== undefined && !(key in theirs)) lines.push(difference(`${path}.${key}`, undefined, mine[key]));
    return lines;
  }

  private compareList(path: string, recorded: readonly unknown[], ours: unknown): string[] {
    if (!Array.isArray(ours) || ours.length !== recorded.length) return [difference(path, recorded, ours)];
    const sortable = this.unordered && /causes$|warnings$|Rules$/.test(path);
    const order = (list: readonly unknown[]) =>
      sortable ? list.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : list;
    const mine = order(ours);
    return order(recorded).flatMap((item, at) => this.compare(`${path}[${at}]`, item, mine[at]));
  }

  private compareText(path: string, recorded: string, ours: unknown): string[] {
    const text = expand(recorded);
    if (text === ours) return [];
    const mine = typeof ours === 'number' && /^<(nodePort|number)/.test(text) ? String(ours) : ours;
    if (typeof mine !== 'string') return [difference(path, recorded, ours)];
    const labels: string[] = [];
    const matches = [...text.matchAll(TOKEN)];
    let pattern = '';
    let end = 0;
    for (const match of matches) {
      pattern += escape(text.slice(end, match.index));
      end = match.index + match[0].length;
      const kind = match[1] ?? match[0].slice(1, -1);
      pattern += `(${BOUND[kind] ?? FREE[kind] ?? (ANYTHING.has(kind) ? '[\\s\\S]*?' : escape(match[0]))})`;
      labels.push(match[0]);
    }
    pattern += escape(text.slice(end));
    const found = new RegExp(`^${pattern}$`).exec(mine);
    if (!found) return this.unordered && sameParts(recorded, mine) ? [] : [difference(path, recorded, ours)];
    return labels.every((label, at) => this.bind(label, found[at + 1] as string))
      ? []
      : [difference(`${path} (bound before)`, recorded, ours)];
  }

  private bind(label: string, value: string): boolean {
    const kind = label.slice(1, label.indexOf(':'));
    if (!label.includes(':')) return true;
    if (kind === 'lrv') {
      this.values.set(label, value);
      return true;
    }
    const known = this.values.get(label);
    if (known !== undefined) return known === value;
    for (const [other, taken] of this.values) if (other.startsWith(`<${kind}:`) && taken === value) return false;
    this.values.set(label, value);
    return true;
  }
}

/** Messages whose parts between [ and ] stand in the order of a Go map. */
function sameParts(recorded: string, ours: string): boolean {
  const parts = (text: string) => text.replace(/[[\]]/g, ', ').split(', ').filter(Boolean).toSorted().join('|');
  return parts(recorded) === parts(ours);
}

function expand(text: string): string {
  return text.replace(/<repeat:(.):(\d+)>/g, (_match, character: string, count: string) => character.repeat(Number(count)));
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
