/**
 * The kinds' schemas as the API server publishes them: OpenAPI v3 documents of /openapi/v3/..., one per group and
 * version. Nothing here knows a kind; custom resources arrive the same way.
 */

export interface FieldSchema {
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, FieldSchema>>;
  readonly required?: readonly string[];
  readonly items?: FieldSchema;
  readonly additionalProperties?: FieldSchema | boolean;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly allOf?: readonly FieldSchema[];
  readonly oneOf?: readonly FieldSchema[];
  readonly anyOf?: readonly FieldSchema[];
  readonly $ref?: string;
  readonly 'x-kubernetes-group-version-kind'?: readonly GroupVersionKind[];
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-patch-strategy'?: string;
  readonly 'x-kubernetes-patch-merge-key'?: string;
}

export interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

interface OpenApiDocument {
  readonly components?: { readonly schemas?: Readonly<Record<string, FieldSchema>> };
}

/** All documents fetched so far; a document fetched again replaces its definitions. */
export class SchemaBook {
  private readonly definitions = new Map<string, FieldSchema>();
  private readonly kinds = new Map<string, FieldSchema>();
  private readonly fetched = new Set<string>();
  private readonly resolved = new WeakMap<FieldSchema, FieldSchema>();

  /** `groupVersion` is "v1" or "apps/v1". */
  add(groupVersion: string, document: unknown): void {
    this.fetched.add(groupVersion);
    for (const [name, schema] of Object.entries((document as OpenApiDocument).components?.schemas ?? {})) {
      this.definitions.set(name, schema);
      for (const gvk of schema['x-kubernetes-group-version-kind'] ?? []) {
        const apiVersion = gvk.group === '' ? gvk.version : `${gvk.group}/${gvk.version}`;
        if (apiVersion === groupVersion) this.kinds.set(`${apiVersion} ${gvk.kind}`, schema);
      }
    }
  }

  has(groupVersion: string): boolean {
    return this.fetched.has(groupVersion);
  }

  kind(apiVersion: string, kind: string): FieldSchema | undefined {
    const schema = this.kinds.get(`${apiVersion} ${kind}`);
    return schema && this.resolve(schema);
  }

  /** Follows $ref and single-element allOf; siblings (description, default) of the reference win. */
  resolve(schema: FieldSchema): FieldSchema {
    const known = this.resolved.get(schema);
    if (known) return known;
    let result = schema;
    for (let hops = 0; hops < 8; hops += 1) {
      const target = result.$ref ? this.definitions.get(result.$ref.slice(result.$ref.lastIndexOf('/') + 1)) : result.allOf?.[0];
      if (!target) break;
      const { $ref: _ref, allOf: _allOf, ...siblings } = result;
      result = { ...target, ...siblings };
    }
    this.resolved.set(schema, result);
    return result;
  }

  /** The schema of the field or list item at `path` below `schema`; undefined where the schema does not say. */
  at(schema: FieldSchema, path: readonly (string | number)[]): FieldSchema | undefined {
    let current: FieldSchema | undefined = this.resolve(schema);
    for (const step of path) {
      current = this.child(current, step);
      if (!current) return undefined;
    }
    return current;
  }

  child(schema: FieldSchema, step: string | number): FieldSchema | undefined {
    const inner =
      typeof step === 'number'
        ? schema.items
        : (schema.properties?.[step] ?? (typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined));
    return inner && this.resolve(inner);
  }
}

/** Whether unknown keys of this object are errors: it lists its fields and nothing keeps others. */
export function isClosed(schema: FieldSchema): boolean {
  return schema.properties !== undefined && !schema.additionalProperties && !schema['x-kubernetes-preserve-unknown-fields'];
}

/** "string", "integer", "[]Container"-like text for people. */
export function typeText(book: SchemaBook, schema: FieldSchema): string {
  const resolved = book.resolve(schema);
  if (resolved['x-kubernetes-int-or-string'] || resolved.format === 'int-or-string') return 'int or string';
  if (resolved.format === 'quantity') return 'quantity';
  if (resolved.items) return `[]${typeText(book, resolved.items)}`;
  if (typeof resolved.additionalProperties === 'object') return `map[string]${typeText(book, resolved.additionalProperties)}`;
  const type = Array.isArray(resolved.type) ? resolved.type.join(' | ') : (resolved.type as string | undefined);
  return type ?? (resolved.properties ? 'object' : resolved.oneOf || resolved.anyOf ? 'quantity' : 'any');
}
