/** What a field means, for the pointer or Ctrl+K Ctrl+I. */
import { documentHead } from './completion';
import { pathAtKey } from './cursor';
import { pathText } from './check';
import { typeText } from './schema';
import type { SchemaBook } from './schema';

export interface Hover {
  readonly path: string;
  readonly type: string;
  readonly required: boolean;
  readonly description: string;
}

/** `lines` are one document's. */
export function hoverAt(lines: readonly string[], row: number, book: SchemaBook): Hover | undefined {
  const { apiVersion, kind } = documentHead(lines);
  const path = pathAtKey(lines, row);
  const root = apiVersion && kind ? book.kind(apiVersion, kind) : undefined;
  if (!path || !root) return undefined;
  const parent = book.at(root, path.slice(0, -1));
  const schema = parent && book.child(parent, path.at(-1)!);
  if (!schema) return undefined;
  return {
    path: `${kind}.${pathText(path)}`,
    type: typeText(book, schema),
    required: parent.required?.includes(String(path.at(-1))) ?? false,
    description: schema.description ?? '',
  };
}
