/**
 * The first document of a YAML text as JSON (source: go.yaml.in/yaml/v2 decode.go and sigs.k8s.io/yaml, 1.36).
 * Differs: how deep collections may nest depends on the engine's stack too, not only on upstream's bound.
 */
import { setMember } from '../member';
import { YamlFault } from './cursor';
import { Parser } from './parser';
import type { YamlEvent } from './parser';
import { resolve } from './resolve';
import type { Scalar } from './resolve';
import { Scanner } from './scanner';

interface YamlDocument {
  readonly value: unknown;
  /** 'line 3: key "a" already set in map', in the order in which upstream finds them. */
  readonly repeated: readonly string[];
  /** By path the text of numbers that JavaScript cannot hold. */
  readonly numbers: ReadonlyMap<string, string>;
}

type Node =
  | { readonly kind: 'scalar'; readonly value: () => Scalar; readonly isMerge: boolean; readonly line: number }
  | { readonly kind: 'sequence'; readonly items: Node[]; readonly line: number }
  | { readonly kind: 'mapping'; readonly pairs: (readonly [Node, Node])[]; readonly line: number }
  | { readonly kind: 'alias'; readonly name: string; readonly target: Node; readonly line: number };
type Entries = Map<string, { readonly key: Scalar; readonly value: unknown }>;

const TOO_DEEP = 'exceeded max depth of 10000';
const NO_MERGE = 'map merge requires map or sequence of maps as the value';
/** The share of aliased nodes that a document may have falls from 99 % to 10 % between these numbers of nodes. */
const ALIAS_RATIO_LOW = 400_000;
const ALIAS_RATIO_HIGH = 4_000_000;
// eslint-disable-next-line no-control-regex
const UNPRINTABLE = /[^\t\n\r\u0020-\u007e\u0085\u00a0-\uffff]/;

/** The document, or what upstream says is wrong with the text. */
export function readYaml(text: string): YamlDocument | string {
  try {
    if (UNPRINTABLE.test(text)) return 'yaml: control characters are not allowed';
    const root = new Composer(text).document();
    const evaluator = new Evaluator();
    const value = root === undefined ? null : evaluator.value(root);
    const numbers = new Map<string, string>();
    return { value: plain(value, '', numbers), repeated: evaluator.repeated, numbers };
  } catch (problem) {
    if (problem instanceof YamlFault) return problem.by === 'json' ? problem.problem : `yaml: ${placed(problem)}`;
    if (problem instanceof RangeError) return `yaml: ${TOO_DEEP}`;
    throw problem;
  }
}

/** A problem of the first line is told without a line. */
function placed({ problem, mark, by }: YamlFault): string {
  const line = mark?.line ?? 0;
  return line === 0 ? problem : `line ${by === 'scanner' ? line + 1 : line}: ${problem}`;
}

class Composer {
  private readonly parser: Parser;
  private readonly anchors = new Map<string, Node>();

  constructor(text: string) {
    this.parser = new Parser(new Scanner(text));
  }

  document(): Node | undefined {
    if (this.parser.next().type === 'stream-end') return undefined;
    const node = this.node(this.parser.next());
    this.parser.next();
    return node;
  }

  private node(event: YamlEvent): Node {
    switch (event.type) {
      case 'alias': {
        const target = this.anchors.get(event.name);
        if (!target) throw new YamlFault(`unknown anchor '${event.name}' referenced`, undefined, 'parser');
        return { kind: 'alias', name: event.name, target, line: event.line };
      }
      case 'scalar': {
        const { text, tag, isPlain, line } = event;
        const isMerge = text === '<<' && (isPlain || tag === 'tag:yaml.org,2002:merge');
        return this.known(event.anchor, { kind: 'scalar', value: () => resolve(text, tag, isPlain), isMerge, line });
      }
      case 'sequence-start': {
        const items: Node[] = [];
        const node = this.known(event.anchor, { kind: 'sequence', items, line: event.line });
        for (let next = this.parser.next(); next.type !== 'end'; next = this.parser.next()) items.push(this.node(next));
        return node;
      }
      case 'mapping-start': {
        const pairs: (readonly [Node, Node])[] = [];
        const node = this.known(event.anchor, { kind: 'mapping', pairs, line: event.line });
        for (let next = this.parser.next(); next.type !== 'end'; next = this.parser.next()) {
          const key = this.node(next);
          pairs.push([key, this.node(this.parser.next())]);
        }
        return node;
      }
      default:
        throw new YamlFault(`attempted to parse unknown event: ${event.type}`, undefined, 'parser');
    }
  }

  private known(anchor: string, node: Node): Node {
    if (anchor !== '') this.anchors.set(anchor, node);
    return node;
  }
}

class Evaluator {
  readonly repeated: string[] = [];
  private readonly open = new Set<Node>();
  private nodes = 0;
  private aliased = 0;

  value(node: Node): unknown {
    this.count();
    if (node.kind === 'scalar') return node.value();
    if (node.kind === 'alias') return this.alias(node, () => this.value(node.target));
    if (node.kind === 'sequence') return node.items.map((item) => this.value(item));
    const entries: Entries = new Map();
    this.fill(node, entries);
    return entries;
  }

  private count(): void {
    this.nodes++;
    if (this.open.size > 0) this.aliased++;
    if (this.aliased > 100 && this.nodes > 1000 && this.aliased / this.nodes > allowedRatio(this.nodes)) {
      throw new YamlFault('document contains excessive aliasing', undefined, 'parser');
    }
  }

  private alias<Result>({ name, target }: Node & { kind: 'alias' }, visit: () => Result): Result {
    if (this.open.has(target)) throw new YamlFault(`anchor '${name}' value contains itself`, undefined, 'parser');
    this.open.add(target);
    const result = visit();
    this.open.delete(target);
    return result;
  }

  private fill(node: Node & { kind: 'mapping' }, entries: Entries): void {
    for (const [key, member] of node.pairs) {
      if (key.kind === 'scalar' && key.isMerge) {
        this.merge(member, entries);
        continue;
      }
      const name = this.value(key);
      if (typeof name === 'object' && name !== null) throw new YamlFault(`invalid map key: ${shownKey(name)}`, undefined, 'parser');
      const value = this.value(member);
      const known = `${typeof name}:${String(name)}`;
      if (entries.has(known)) this.repeated.push(`line ${member.line + 1}: key ${shownKey(name)} already set in map`);
      entries.set(known, { key: name as Scalar, value });
    }
  }

  private merge(node: Node, entries: Entries): void {
    if (node.kind === 'sequence') {
      for (const item of node.items.toReversed()) {
        if (item.kind === 'sequence' || targetOf(item).kind !== 'mapping') throw new YamlFault(NO_MERGE, undefined, 'parser');
        this.merge(item, entries);
      }
      return;
    }
    const target = targetOf(node);
    if (target.kind !== 'mapping') throw new YamlFault(NO_MERGE, undefined, 'parser');
    this.count();
    if (node.kind !== 'alias') return this.fill(target, entries);
    this.alias(node, () => {
      this.count();
      this.fill(target, entries);
    });
  }
}

function targetOf(node: Node): Node {
  return node.kind === 'alias' ? node.target : node;
}

function allowedRatio(nodes: number): number {
  if (nodes <= ALIAS_RATIO_LOW) return 0.99;
  if (nodes >= ALIAS_RATIO_HIGH) return 0.1;
  return 0.99 - (0.89 * (nodes - ALIAS_RATIO_LOW)) / (ALIAS_RATIO_HIGH - ALIAS_RATIO_LOW);
}

/** As Go's %#v shows it. */
function shownKey(value: unknown): string {
  if (value === null) return 'interface {}(nil)';
  if (Array.isArray(value)) return `[]interface {}{${value.map(shownKey).join(', ')}}`;
  if (value instanceof Map) {
    const entries = [...(value as Entries).values()];
    return `map[interface {}]interface {}{${entries.map(({ key, value: member }) => `${shownKey(key)}:${shownKey(member)}`).join(', ')}}`;
  }
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

/** With members in the order of their names, as Go writes JSON. */
function plain(value: unknown, path: string, numbers: Map<string, string>): unknown {
  if (typeof value === 'bigint') {
    numbers.set(path, `${value}`);
    return Number(value);
  }
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new YamlFault(`json: unsupported value: ${value > 0 ? '+Inf' : value < 0 ? '-Inf' : 'NaN'}`, undefined, 'json');
  }
  if (Array.isArray(value)) return value.map((item, index) => plain(item, `${path}[${index}]`, numbers));
  if (!(value instanceof Map)) return value;
  const result: Record<string, unknown> = {};
  const members = [...(value as Entries).values()].map(({ key, value: member }) => [keyText(key, member), member] as const);
  for (const [name, member] of members.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))) {
    setMember(result, name, plain(member, path === '' ? name : `${path}.${name}`, numbers));
  }
  return result;
}

function keyText(key: Scalar, value: unknown): string {
  if (key === null || typeof key === 'bigint') {
    const type = key === null ? '%!s(<nil>)' : 'uint64';
    throw new YamlFault(
      `unsupported map key of type: ${type}, key: ${key === null ? '<nil>' : `0x${key.toString(16)}`}, value: ${shownKey(value)}`,
      undefined,
      'json',
    );
  }
  if (typeof key !== 'number' || Number.isInteger(key)) return String(key);
  return Number.isFinite(key) ? String(Math.fround(key)) : key > 0 ? '.inf' : key < 0 ? '-.inf' : '.nan';
}
