/** Patches of the four types that lead from one object to another, more or less: some carry what nobody should write. */
import type { RandomStream } from '../../../workers/sim/component';

type Json = Record<string, unknown>;

export interface Patch {
  readonly contentType: string;
  readonly body: unknown;
}

export const PATCH_TYPES = ['merge-patch+json', 'strategic-merge-patch+json', 'json-patch+json', 'apply-patch+yaml'] as const;

export function patchOf(type: (typeof PATCH_TYPES)[number], from: Json, to: Json, random: RandomStream): Patch {
  return { contentType: `application/${type}`, body: BODIES[type](from, to, random) };
}

const BODIES: Readonly<Record<(typeof PATCH_TYPES)[number], (from: Json, to: Json, random: RandomStream) => unknown>> = {
  'merge-patch+json': (from, to) => mergePatch(from, to),
  'strategic-merge-patch+json': (from, to, random) => strategic(mergePatch(from, to), random),
  'json-patch+json': (from, to, random) => {
    const operations: Operation[] = [];
    difference('', from, to, operations);
    return random.int(3) === 0 ? odd(operations, random) : operations;
  },
  'apply-patch+yaml': (_from, to, random) => part(to, random),
};

/** As RFC 7386 has it. */
function mergePatch(from: Json, to: Json): Json {
  const patch: Json = {};
  for (const name of Object.keys(from)) if (!Object.hasOwn(to, name)) set(patch, name, null);
  for (const [name, value] of Object.entries(to)) {
    const before = Object.hasOwn(from, name) ? from[name] : undefined;
    if (isMap(before) && isMap(value)) {
      const inner = mergePatch(before, value);
      if (Object.keys(inner).length > 0) set(patch, name, inner);
    } else if (JSON.stringify(before) !== JSON.stringify(value)) set(patch, name, value);
  }
  return patch;
}

/** The same with a directive somewhere, now and then. */
function strategic(patch: Json, random: RandomStream): Json {
  const copy = structuredClone(patch);
  const holders = mapsIn(copy);
  for (let count = random.int(3); count > 0 && holders.length > 0; count--) {
    const holder = holders[random.int(holders.length)] as Json;
    const name = Object.keys(holder)[0] ?? 'a';
    const [directive, value] = pick<readonly [string, unknown]>(
      [
        ['$patch', 'delete'],
        ['$patch', 'replace'],
        ['$patch', 'merge'],
        ['$patch', 'x'],
        ['$retainKeys', [name]],
        ['$retainKeys', 'x'],
        [`$setElementOrder/${name}`, [{ name: 'c' }]],
        [`$setElementOrder/${name}`, ['a']],
        [`$deleteFromPrimitiveList/${name}`, ['a']],
        [`$deleteFromPrimitiveList/${name}`, 5],
      ],
      random,
    );
    set(holder, directive, value);
  }
  return copy;
}

type Operation = { readonly op: string; readonly path?: unknown; readonly from?: string; readonly value?: unknown };

function difference(path: string, from: unknown, to: unknown, into: Operation[]): void {
  if (JSON.stringify(from) === JSON.stringify(to)) return;
  if (!isMap(from) || !isMap(to)) {
    into.push({ op: 'replace', path, value: to });
    return;
  }
  for (const [name, value] of Object.entries(to)) {
    const below = `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (Object.hasOwn(from, name)) difference(below, from[name], value, into);
    else into.push({ op: 'add', path: below, value });
  }
  for (const name of Object.keys(from))
    if (!Object.hasOwn(to, name)) into.push({ op: 'remove', path: `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}` });
}

/** With an operation more that moves, copies, tests or is none. */
function odd(operations: readonly Operation[], random: RandomStream): Operation[] {
  const more = pick<Operation>(
    [
      { op: 'test', path: '/metadata/name', value: 'other' },
      { op: 'test', path: '/metadata/labels', value: { app: 'a' } },
      { op: 'copy', from: '/metadata/labels', path: '/metadata/annotations' },
      { op: 'move', from: '/metadata/labels', path: '/metadata/annotations' },
      { op: 'move', from: '/metadata/none', path: '/metadata/annotations' },
      { op: 'remove', path: '/metadata/none' },
      { op: 'replace', path: '/metadata/none', value: 1 },
      { op: 'add', path: '/none/deeper', value: 1 },
      { op: 'add', path: '/metadata/finalizers/-', value: 'example.com/a' },
      { op: 'add', path: '/metadata/finalizers/5', value: 'example.com/a' },
      { op: 'add', path: 'metadata', value: {} },
      { op: 'replace', path: '', value: {} },
      { op: 'add', path: '/metadata/labels/__proto__', value: 'a' },
      { op: 'merge', path: '/metadata/labels', value: {} },
      { op: 'add', path: '/metadata/labels' },
      { op: 'add', path: 5, value: 1 },
    ],
    random,
  );
  const at = random.int(operations.length + 1);
  return [...operations.slice(0, at), more, ...operations.slice(at)];
}

/** Identity and some of the rest, as an applier says what it cares about. */
function part(object: Json, random: RandomStream): Json {
  const identity = ['apiVersion', 'kind', 'metadata'];
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => [name, isMap(value) && !identity.includes(name) ? some(value, random) : value]),
  );
}

function some(map: Json, random: RandomStream): Json {
  const names = Object.keys(map).filter(() => random.int(5) > 0);
  return Object.fromEntries(names.map((name) => [name, map[name]]));
}

function mapsIn(value: unknown): Json[] {
  if (Array.isArray(value)) return value.flatMap(mapsIn);
  return isMap(value) ? [value, ...Object.values(value).flatMap(mapsIn)] : [];
}

function isMap(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function set(map: Json, key: string, value: unknown): void {
  Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
}

function pick<T>(choices: readonly T[], random: RandomStream): T {
  return choices[random.int(choices.length)] as T;
}
