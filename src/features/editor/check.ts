/**
 * What can be said about a document without asking the server: syntax, the presence of a kind, unknown fields and
 * wrong types. Texts follow the API server's strict decoding where it has one.
 */
import { issueAt } from './issues';
import type { Issue } from './issues';
import type { Manifest, Path } from './manifest';
import { isClosed } from './schema';
import type { FieldSchema, SchemaBook } from './schema';

/** Enough to fill any screen; a machine-made document with thousands of faults must not drown the page. */
const issuesPerDocumentMax = 50;

export interface KindNames {
  /** Whether discovery lists the kind; undefined while discovery is not loaded. */
  known(apiVersion: string, kind: string): boolean | undefined;
}

export function checkManifest(manifest: Manifest, book: SchemaBook, kinds: KindNames): Issue[] {
  if (manifest.syntaxErrors.length > 0) {
    return manifest.syntaxErrors
      .slice(0, issuesPerDocumentMax)
      .map(({ message, range }) => ({ severity: 'error', message, range, source: 'yaml' }));
  }
  const value = manifest.value;
  if (value === null || value === undefined) return [];
  if (typeof value !== 'object' || Array.isArray(value)) {
    return [issueAt(manifest, [], 'key', 'a manifest is a mapping with apiVersion, kind and metadata', 'schema')];
  }
  const { apiVersion, kind } = value as { apiVersion?: unknown; kind?: unknown };
  if (typeof apiVersion !== 'string' || apiVersion === '')
    return [issueAt(manifest, ['apiVersion'], 'value', 'apiVersion not set', 'schema')];
  if (typeof kind !== 'string' || kind === '') return [issueAt(manifest, ['kind'], 'value', 'kind not set', 'schema')];
  if (kinds.known(apiVersion, kind) === false) {
    return [issueAt(manifest, ['kind'], 'value', `no matches for kind "${kind}" in version "${apiVersion}"`, 'schema')];
  }
  const schema = book.kind(apiVersion, kind);
  if (!schema) return [];
  const walk = new Walk(manifest, book);
  walk.check(value, schema, []);
  return walk.issues;
}

class Walk {
  readonly issues: Issue[] = [];

  constructor(
    private readonly manifest: Manifest,
    private readonly book: SchemaBook,
  ) {}

  check(value: unknown, raw: FieldSchema, path: Path): void {
    if (this.issues.length >= issuesPerDocumentMax || value === null || value === undefined) return;
    const schema = this.book.resolve(raw);
    const wrong = typeFault(value, schema);
    if (wrong) {
      this.issues.push(issueAt(this.manifest, path, 'value', `${pathText(path)}: ${wrong}`, 'schema'));
      return;
    }
    if (Array.isArray(value)) {
      if (schema.items) for (const [index, item] of value.entries()) this.check(item, schema.items, [...path, index]);
    } else if (typeof value === 'object') {
      this.fields(value as Record<string, unknown>, schema, path);
    } else if (schema.enum && value !== '' && !schema.enum.includes(value)) {
      const supported = schema.enum.map((option) => JSON.stringify(option)).join(', ');
      const message = `${pathText(path)}: Unsupported value: ${JSON.stringify(value)}: supported values: ${supported}`;
      this.issues.push(issueAt(this.manifest, path, 'value', message, 'schema'));
    }
  }

  private fields(value: Record<string, unknown>, schema: FieldSchema, path: Path): void {
    for (const [key, child] of Object.entries(value)) {
      if (this.issues.length >= issuesPerDocumentMax) return;
      const inner = schema.properties?.[key] ?? (typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined);
      if (inner) this.check(child, inner, [...path, key]);
      else if (isClosed(schema)) {
        this.issues.push(issueAt(this.manifest, [...path, key], 'key', `unknown field "${pathText([...path, key])}"`, 'schema'));
      }
    }
  }
}

/** "spec.containers[0].image" */
export function pathText(path: Path): string {
  return path.reduce<string>((text, step) => (typeof step === 'number' ? `${text}[${step}]` : text === '' ? step : `${text}.${step}`), '');
}

function typeFault(value: unknown, schema: FieldSchema): string | undefined {
  const type = expectedType(schema);
  const given = Array.isArray(value) ? 'array' : typeof value === 'object' ? 'object' : typeof value;
  switch (type) {
    case 'int or string':
      return Number.isInteger(value) || given === 'string' ? undefined : `expected an integer or a string, got ${given}`;
    case 'integer':
      return Number.isInteger(value) ? undefined : `expected an integer, got ${given === 'number' ? String(value) : given}`;
    case 'quantity':
      return given === 'number' || given === 'string' ? undefined : `expected a quantity, got ${given}`;
    case 'number':
    case 'string':
    case 'boolean':
    case 'object':
    case 'array':
      return given === type ? undefined : `expected ${article(type)} ${type}, got ${given}`;
    default:
      return undefined;
  }
}

function expectedType(schema: FieldSchema): string | undefined {
  if (schema['x-kubernetes-int-or-string'] || schema.format === 'int-or-string') return 'int or string';
  if (schema.format === 'quantity') return 'quantity';
  if (schema.oneOf || schema.anyOf) return undefined;
  if (typeof schema.type === 'string') return schema.type;
  if (schema.type) return undefined;
  return schema.properties ? 'object' : undefined;
}

function article(noun: string): string {
  return /^[aeiou]/.test(noun) ? 'an' : 'a';
}
