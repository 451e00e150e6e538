/**
 * One document of a manifest, parsed with positions. Scalars follow what kubectl's YAML reader makes of them
 * (sigs.k8s.io/yaml over go-yaml v2): YAML 1.1 booleans and octal numbers with a leading zero.
 */
import { LineCounter, isMap, isNode, isPair, isScalar, isSeq, parseDocument, visit } from 'yaml';
import type { Document, Node, Pair, ScalarTag, Tags } from 'yaml';

/** A half-open range, 0-based, relative to the document's own text. */
export interface TextRange {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface Manifest {
  /** As JSON would have it; undefined when the text is no YAML. */
  readonly value: unknown;
  readonly document: Document;
  readonly lines: LineCounter;
  readonly syntaxErrors: readonly { readonly message: string; readonly range: TextRange }[];
}

/** Sequences within sequences: the parser works recursively. */
const tooDeep = 'document is nested too deeply';

export function parseManifest(text: string): Manifest {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    merge: true,
    prettyErrors: false,
    uniqueKeys: false,
    customTags: kubectlTags,
  });
  const deep = document.errors.find((error) => error.message.includes('call stack'));
  const syntaxErrors = (deep ? [deep] : document.errors).map((error) => ({
    message: error === deep ? tooDeep : error.message,
    range: rangeOf(lines, error.pos[0], Math.max(error.pos[1], error.pos[0] + 1)),
  }));
  syntaxErrors.push(...duplicateKeys(document, lines));
  let value: unknown;
  if (syntaxErrors.length === 0) {
    try {
      value = document.toJS({ maxAliasCount: 1000 });
    } catch (error) {
      syntaxErrors.push({ message: String(error instanceof Error ? error.message : error), range: rangeOf(lines, 0, 1) });
    }
  }
  return { value, document, lines, syntaxErrors };
}

/** The library's own check compares every key with every other, which takes half a minute for a large ConfigMap. */
function duplicateKeys(document: Document, lines: LineCounter): { message: string; range: TextRange }[] {
  const found: { message: string; range: TextRange }[] = [];
  visit(document, {
    Map(_, map) {
      const seen = new Set<unknown>();
      for (const { key } of map.items) {
        if (!isScalar(key) || key.value === '<<') continue;
        if (seen.has(key.value) && key.range)
          found.push({ message: `key ${JSON.stringify(key.value)} already set in map`, range: rangeOf(lines, key.range[0], key.range[1]) });
        seen.add(key.value);
      }
    },
  });
  return found;
}

export type Path = readonly (string | number)[];

/**
 * Where `path` is written. What is absent resolves to the deepest parent that is there: its key, or the document's
 * first content. `part` chooses the key or the value of a field.
 */
export function locate(manifest: Manifest, path: Path, part: 'key' | 'value' = 'value'): TextRange {
  let node: unknown = manifest.document.contents;
  let found: TextRange = firstContent(manifest);
  for (const [depth, step] of path.entries()) {
    const last = depth === path.length - 1;
    if (isMap(node)) {
      const pair: Pair | undefined = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step));
      if (!pair) return found;
      const key = nodeRange(manifest, pair.key);
      const value = nodeRange(manifest, pair.value);
      const short = value && value.startLine === value.endLine && isScalar(pair.value) ? value : undefined;
      found = (last && part === 'value' ? (short ?? key) : key) ?? found;
      node = pair.value;
    } else if (isSeq(node)) {
      const item: unknown = node.items[Number(step)];
      if (item === undefined) return found;
      found = headOf(manifest, item) ?? found;
      node = item;
    } else {
      return found;
    }
  }
  return found;
}

/** The first line that says something: where messages about a whole document go. */
export function firstContent(manifest: Manifest): TextRange {
  return headOf(manifest, manifest.document.contents) ?? { startLine: 0, startColumn: 0, endLine: 0, endColumn: 1 };
}

export function rangeOf(lines: LineCounter, from: number, to: number): TextRange {
  const start = lines.linePos(from);
  const end = lines.linePos(to);
  return {
    startLine: Math.max(start.line - 1, 0),
    startColumn: Math.max(start.col - 1, 0),
    endLine: Math.max(end.line - 1, 0),
    endColumn: Math.max(end.col - 1, 0),
  };
}

function nodeRange(manifest: Manifest, node: unknown): TextRange | undefined {
  if (!isNode(node) || !node.range) return undefined;
  return rangeOf(manifest.lines, node.range[0], node.range[1]);
}

/** A scalar itself; of a collection only the first key, so that a marker does not underline a page. */
function headOf(manifest: Manifest, node: unknown): TextRange | undefined {
  let head: unknown = node;
  while (isMap(head) || isSeq(head)) {
    const first: unknown = head.items[0];
    const inner: unknown = isPair(first) ? first.key : first;
    if (!isNode(inner)) break;
    head = inner;
  }
  return nodeRange(manifest, head as Node);
}

const yes = /^(?:y|Y|yes|Yes|YES|on|On|ON|true|True|TRUE)$/;
const no = /^(?:n|N|no|No|NO|off|Off|OFF|false|False|FALSE)$/;

const booleanTag: ScalarTag = {
  tag: 'tag:yaml.org,2002:bool',
  default: true,
  test: new RegExp(`${yes.source}|${no.source}`),
  identify: (value) => typeof value === 'boolean',
  resolve: (text) => yes.test(text),
};

const octalTag: ScalarTag = {
  tag: 'tag:yaml.org,2002:int',
  default: true,
  test: /^[-+]?0[0-7_]+$/,
  resolve: (text) => Number.parseInt(text.replaceAll('_', ''), 8),
};

function kubectlTags(tags: Tags): Tags {
  return [booleanTag, octalTag, ...tags.filter((tag) => typeof tag === 'string' || tag.tag !== booleanTag.tag)];
}
