/**
 * Sets of fields in the form managedFields carries them (FieldsV1): "f:" members, "k:" items of keyed lists, "v:" items of
 * sets, "." for the thing itself. A node without children stands for itself. Sets are never changed.
 */
export interface FieldSet {
  readonly [path: string]: FieldSet;
}

export const EMPTY: FieldSet = Object.freeze({});

export function isEmptySet(set: FieldSet | undefined): boolean {
  return set === undefined || Object.keys(set).length === 0;
}

/** What a path's node says: its own membership and its children's. */
function own(node: FieldSet): boolean {
  return node['.'] !== undefined || Object.keys(node).length === 0;
}

function node(self: boolean, children: Record<string, FieldSet>): FieldSet | undefined {
  const keys = Object.keys(children);
  if (keys.length === 0) return self ? EMPTY : undefined;
  return self ? { '.': EMPTY, ...children } : children;
}

type Choose = (left: boolean, right: boolean) => boolean;

function combine(left: FieldSet | undefined, right: FieldSet | undefined, choose: Choose): FieldSet {
  const children: Record<string, FieldSet> = {};
  for (const path of new Set([...Object.keys(left ?? EMPTY), ...Object.keys(right ?? EMPTY)])) {
    if (path === '.') continue;
    const [a, b] = [left?.[path], right?.[path]];
    const self = choose(a !== undefined && own(a), b !== undefined && own(b));
    const inner = combine(a, b, choose);
    const made = node(self, { ...inner });
    if (made) children[path] = made;
  }
  return children;
}

export function union(left: FieldSet, right: FieldSet): FieldSet {
  return combine(left, right, (a, b) => a || b);
}

export function difference(left: FieldSet, right: FieldSet): FieldSet {
  return combine(left, right, (a, b) => a && !b);
}

export function intersection(left: FieldSet, right: FieldSet): FieldSet {
  return combine(left, right, (a, b) => a && b);
}

/** A node of a set under construction; undefined when nothing is in it. */
export function makeNode(self: boolean, children: Record<string, FieldSet>): FieldSet | undefined {
  return node(self, children);
}

/** Without the members of `fields`, and without whatever is below them. */
export function without(set: FieldSet, fields: FieldSet): FieldSet {
  const children: Record<string, FieldSet> = {};
  for (const [path, child] of Object.entries(set)) {
    const excluded = fields[path];
    if (excluded && own(excluded)) continue;
    const { '.': _self, ...inner } = child;
    const kept = excluded ? node(own(child), { ...without(inner, excluded) }) : child;
    if (kept) children[path] = kept;
  }
  return children;
}

/** '.spec.containers[name="c"].image' of every member; those of a level before those below it. */
export function pathsOf(set: FieldSet, prefix = ''): string[] {
  const paths = Object.keys(set)
    .filter((path) => path !== '.')
    .sort();
  return [
    ...paths.filter((path) => own(set[path] as FieldSet)).map((path) => prefix + shown(path)),
    ...paths.flatMap((path) => pathsOf(set[path] as FieldSet, prefix + shown(path))),
  ];
}

function shown(path: string): string {
  const rest = path.slice(2);
  if (path.startsWith('f:')) return `.${rest}`;
  if (path.startsWith('v:')) return `[=${rest}]`;
  const keys = JSON.parse(rest) as Record<string, unknown>;
  return `[${Object.entries(keys)
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .join(',')}]`;
}
