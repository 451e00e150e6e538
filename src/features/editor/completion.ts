/** What may be written at the cursor, from the schema. Pure; the Monaco adapter only translates the shapes. */
import { cursorContext } from './cursor';
import type { CursorContext } from './cursor';
import { typeText } from './schema';
import type { FieldSchema, SchemaBook } from './schema';

export interface Proposal {
  readonly label: string;
  readonly kind: 'field' | 'value';
  /** Snippet text in TextMate syntax. */
  readonly insert: string;
  readonly detail?: string;
  readonly documentation?: string;
  /** Orders the list: required fields first. */
  readonly rank: number;
}

export interface Completion {
  readonly proposals: readonly Proposal[];
  /** Columns of the cursor's line that a proposal replaces. */
  readonly from: number;
  readonly to: number;
}

export interface KindListing {
  readonly apiVersion: string;
  readonly kind: string;
}

export interface CompletionSource {
  readonly book: SchemaBook;
  readonly kinds: readonly KindListing[];
}

/** `lines` are one document's. */
export function complete(lines: readonly string[], row: number, column: number, source: CompletionSource): Completion | undefined {
  const context = cursorContext(lines, row, column);
  if (!context) return undefined;
  const head = documentHead(lines);
  const proposals = context.path.length === 0 ? rootProposals(context, head, source) : fieldProposals(context, head, source);
  return proposals.length === 0 ? undefined : { proposals, from: context.from, to: context.to };
}

/** apiVersion and kind as written at column 0, whatever else is broken. */
export function documentHead(lines: readonly string[]): { apiVersion?: string; kind?: string } {
  const read = (field: string): string | undefined => {
    for (const line of lines) {
      const match = new RegExp(`^${field}:\\s+["']?([^\\s"'#]+)`).exec(line);
      if (match) return match[1];
    }
    return undefined;
  };
  const apiVersion = read('apiVersion');
  const kind = read('kind');
  return { ...(apiVersion ? { apiVersion } : {}), ...(kind ? { kind } : {}) };
}

function rootProposals(context: CursorContext, head: { apiVersion?: string; kind?: string }, source: CompletionSource): Proposal[] {
  if (context.mode === 'value' && context.key === 'apiVersion') {
    const fitting = source.kinds.filter((entry) => head.kind === undefined || entry.kind === head.kind);
    return unique((fitting.length > 0 ? fitting : source.kinds).map((entry) => entry.apiVersion)).map((text) => value(text));
  }
  if (context.mode === 'value' && context.key === 'kind') {
    const fitting = source.kinds.filter((entry) => head.apiVersion === undefined || entry.apiVersion === head.apiVersion);
    return unique((fitting.length > 0 ? fitting : source.kinds).map((entry) => entry.kind))
      .toSorted()
      .map((text) => value(text));
  }
  const proposals = fieldProposals(context, head, source);
  if (proposals.length > 0 || context.mode === 'value') return proposals;
  return ['apiVersion', 'kind', 'metadata', 'spec']
    .filter((name) => !context.siblings.includes(name))
    .map((name, rank) => ({
      label: name,
      kind: 'field',
      insert: name === 'metadata' || name === 'spec' ? `${name}:\n  $0` : `${name}: $0`,
      rank,
    }));
}

function fieldProposals(context: CursorContext, head: { apiVersion?: string; kind?: string }, { book }: CompletionSource): Proposal[] {
  if (!head.apiVersion || !head.kind) return [];
  const root = book.kind(head.apiVersion, head.kind);
  const parent = root && book.at(root, context.path);
  if (!parent) return [];
  if (context.mode === 'value') {
    const field = book.child(parent, context.key!);
    return field ? valueProposals(field) : [];
  }
  if (parent.items) return itemProposals(parent.items, book);
  const proposals = Object.entries(parent.properties ?? {})
    .filter(([name]) => !context.siblings.includes(name))
    .filter(([name]) => !(context.path.length === 0 && name === 'status'))
    .map(([name, schema]) => field(name, schema, parent.required?.includes(name) ?? false, book));
  return proposals.length > 0 ? proposals : valueProposals(parent);
}

function itemProposals(items: FieldSchema, book: SchemaBook): Proposal[] {
  const resolved = book.resolve(items);
  const first = Object.entries(resolved.properties ?? {});
  if (first.length === 0) return valueProposals(resolved);
  return first.map(([name, schema]) => {
    const proposal = field(name, schema, resolved.required?.includes(name) ?? false, book);
    return { ...proposal, label: `- ${name}`, insert: `- ${proposal.insert.replaceAll('\n', '\n  ')}` };
  });
}

function field(name: string, raw: FieldSchema, required: boolean, book: SchemaBook): Proposal {
  const schema = book.resolve(raw);
  return {
    label: name,
    kind: 'field',
    insert: `${name}:${opening(schema, book)}`,
    detail: required ? `${typeText(book, schema)} (required)` : typeText(book, schema),
    ...(schema.description ? { documentation: schema.description } : {}),
    rank: required ? 0 : 1,
  };
}

function opening(schema: FieldSchema, book: SchemaBook): string {
  if (schema.items) return book.resolve(schema.items).properties ? '\n  - $0' : '\n  - $0';
  if (schema.properties || schema.additionalProperties) return '\n  $0';
  return ' $0';
}

function valueProposals(schema: FieldSchema): Proposal[] {
  if (schema.enum) return schema.enum.map((option) => value(String(option), option === schema.default));
  if (schema.type === 'boolean') return [value('true'), value('false')];
  const listed = enumFromDescription(schema.description ?? '');
  if (listed.length > 0) return listed.map((text) => value(text));
  return schema.default === undefined || typeof schema.default === 'object' ? [] : [value(String(schema.default), true)];
}

/** Upstream's descriptions end with "Possible enum values:" and one bullet a value. */
export function enumFromDescription(description: string): string[] {
  const at = description.indexOf('Possible enum values:');
  if (at < 0) return [];
  return [...description.slice(at).matchAll(/- `"([^"`]*)"`/g)].map((match) => match[1]!).filter((text) => text !== '');
}

function value(text: string, preferred = false): Proposal {
  const insert = /^(true|false|null|yes|no|on|off|[\d.]+)$/i.test(text) && !/^(true|false|[\d.]+)$/.test(text) ? `"${text}"` : text;
  return { label: text, kind: 'value', insert: insert.replaceAll('$', '\\$'), rank: preferred ? 0 : 1 };
}

function unique(list: readonly string[]): string[] {
  return [...new Set(list)];
}
