/**
 * Objects as Go prints the unversioned types behind them, which some error texts quote: every field, in the order of
 * k8s.io/kubernetes/pkg/apis/core/types.go (1.36). Differs: kinds of fields that nobody is told about are printed as they are written.
 */
import { unifiedDiff } from '../../lib/unified-diff';
import { emptiedOf } from './emptied';
import { INTERNAL_TYPES } from './internal-types';

/** `type` is one of the names in internal-types.ts. */
export function internalForm(value: unknown, type: string): unknown {
  const fields = INTERNAL_TYPES[type];
  if (fields === undefined || typeof value !== 'object' || value === null) return value ?? null;
  const empties = emptiedOf(value);
  const given = new Map(Object.entries(empties).map(([name, member]) => [name.toLowerCase(), member as unknown]));
  for (const [name, member] of Object.entries(value)) given.set(name.toLowerCase(), member ?? empties[name]);
  const result: Record<string, unknown> = {};
  for (const field of fields.split(' ')) {
    const [names = '', kind = 's'] = field.split(':');
    const [name = '', onWire = name] = names.split('=');
    if (name.startsWith('+')) Object.assign(result, internalForm(value, name.slice(1)));
    else if (name.startsWith('@')) Object.assign(result, internalForm(given.get('metadata') ?? {}, name.slice(1)));
    else if (name.endsWith('?')) addUnlessEmpty(result, name.slice(0, -1), given, kind);
    else result[name] = memberForm(given.get(onWire.toLowerCase()), kind);
  }
  return result;
}

function addUnlessEmpty(result: Record<string, unknown>, name: string, given: ReadonlyMap<string, unknown>, kind: string): void {
  const value = memberForm(given.get(name.toLowerCase()), kind);
  const isZero = value === null || value === '' || (value === 0 && kind === 'i');
  if (!isZero && !(typeof value === 'object' && Object.keys(value).length === 0)) result[name] = value;
}

/** A pod's spec: what v1 keeps beside the security context is inside it here. */
export function internalPodSpec(spec: object | undefined): unknown {
  if (!spec) return null;
  const { hostNetwork, hostPID, hostIPC, shareProcessNamespace, hostUsers, securityContext, ...rest } = spec as Record<string, unknown>;
  const security = { hostNetwork, hostPID, hostIPC, shareProcessNamespace, hostUsers, ...(securityContext as object | undefined) };
  return internalForm({ ...rest, securityContext: security }, 'PodSpec');
}

/** A template: its metadata in place, as that type has tags for JSON. */
export function internalTemplate(template: { readonly metadata?: object; readonly spec?: object } | undefined): unknown {
  return { ...internalMetadata(template?.metadata), Spec: internalPodSpec(template?.spec) };
}

export function internalMetadata(metadata: object | undefined): object {
  return internalForm(metadata ?? {}, 'ObjectMeta') as object;
}

/** The lines in which two printed objects differ. */
export function diffOf(before: unknown, after: unknown): string {
  return unifiedDiff(JSON.stringify(before, null, 1), JSON.stringify(after, null, 1));
}

function memberForm(value: unknown, kind: string): unknown {
  const [shape, type = ''] = kind.split('.');
  switch (shape) {
    case 's':
      return value ?? '';
    case 'b':
      return value ?? false;
    case 'i':
      return value ?? 0;
    case 'r':
      return value ?? null;
    case 'v':
      return internalForm(value ?? {}, type);
    case 'l':
      return Array.isArray(value) ? value.map((item) => internalForm(item, type)) : null;
    default:
      return value === undefined || value === null ? null : type ? internalForm(value, type) : byKey(value);
  }
}

/** As Go prints a map. */
function byKey(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
