/**
 * Field paths as the API server writes them ("spec.template.spec.containers[0].image", "metadata.labels[a.b/c]") to
 * steps into a document. Keys may hold dots, so the document itself decides where a key ends: longest match wins.
 */
import type { Path } from './manifest';

export function resolveFieldPath(value: unknown, field: string): Path {
  const steps: (string | number)[] = [];
  let rest = field.startsWith('.') ? field.slice(1) : field;
  let node: unknown = value;
  while (rest !== '') {
    const [step, after] = rest.startsWith('[') ? bracketStep(node, rest) : keyStep(node, rest);
    steps.push(step);
    node = childOf(node, step);
    rest = after.startsWith('.') ? after.slice(1) : after;
  }
  return steps;
}

/**
 * Paths without list indexes, as Go's JSON decoder names struct fields ("spec.template.spec.containers.ports"): every
 * index stays open, and `accepts` picks the first place where the value is the culprit.
 */
export function searchFieldPath(value: unknown, field: string, accepts: (candidate: unknown) => boolean): Path | undefined {
  const walk = (node: unknown, rest: string, path: Path): Path | undefined => {
    if (Array.isArray(node)) {
      for (const [index, item] of node.entries()) {
        const hit = walk(item, rest, [...path, index]);
        if (hit) return hit;
      }
      return rest === '' && accepts(node) ? path : undefined;
    }
    if (rest === '') return accepts(node) ? path : undefined;
    const [key, after] = keyStep(node, rest);
    const child = childOf(node, key);
    return child === undefined ? undefined : walk(child, after.startsWith('.') ? after.slice(1) : after, [...path, key]);
  };
  return walk(value, field, []);
}

function keyStep(node: unknown, rest: string): [string, string] {
  let best = '';
  if (typeof node === 'object' && node !== null && !Array.isArray(node)) {
    for (const key of Object.keys(node)) {
      const after = rest[key.length];
      if (key.length > best.length && rest.startsWith(key) && (after === undefined || after === '.' || after === '[')) best = key;
    }
  }
  const key = best || (/^[^.[]+/.exec(rest)?.[0] ?? rest);
  return [key, rest.slice(key.length)];
}

function bracketStep(node: unknown, rest: string): [string | number, string] {
  const close = rest.indexOf(']');
  const inside = close < 0 ? rest.slice(1) : rest.slice(1, close);
  const after = close < 0 ? '' : rest.slice(close + 1);
  if (Array.isArray(node) && /^\d+$/.test(inside)) return [Number(inside), after];
  return [inside.replaceAll(/^"|"$/g, ''), after];
}

function childOf(node: unknown, step: string | number): unknown {
  if (typeof node !== 'object' || node === null) return undefined;
  return (node as Record<string | number, unknown>)[step];
}
