/** Which types fit which, and what type parameters stand for (source: cel-go checker/types.go). */
import { DYN, partsOf, typeName, withParts } from './types';
import type { CelType } from './types';

/** What type parameters stand for. Never changed in place once it holds. */
export type Mapping = Map<string, CelType>;

const isLoose = ({ kind }: CelType) => kind === 'dyn' || kind === 'error';

/** The mapping under which `from` fits where `to` is wanted; undefined: it does not. */
export function assignable(mapping: Mapping, to: readonly CelType[], from: readonly CelType[]): Mapping | undefined {
  if (to.length !== from.length) return undefined;
  const trial = new Map(mapping);
  return to.every((type, index) => fits(trial, type, from[index] as CelType)) ? trial : undefined;
}

function fits(mapping: Mapping, left: CelType, right: CelType): boolean {
  if (right.kind === 'param') {
    const bound = mapping.has(right.name);
    if (stands(mapping, left, right)) return true;
    if (bound) return false;
  }
  if (left.kind === 'param') return stands(mapping, right, left);
  if (isLoose(left) || isLoose(right)) return true;
  if (left.kind === 'null_type') return isNullable(right);
  if (right.kind === 'null_type') return isNullable(left);
  if (left.kind !== right.kind) return false;
  if (left.kind === 'object' || left.kind === 'opaque') {
    if (left.kind === 'object') return typeName(left) === typeName(right);
    if (left.name !== (right as typeof left).name) return false;
  }
  if (left.kind === 'type') return true;
  const theirs = partsOf(right);
  return partsOf(left).every((part, index) => fits(mapping, part, theirs[index] as CelType));
}

/** Whether the parameter can stand for the type, which it then does. */
function stands(mapping: Mapping, type: CelType, parameter: CelType & { readonly kind: 'param' }): boolean {
  if (type.kind === 'param' && type.name === parameter.name) return true;
  const known = mapping.get(parameter.name);
  if (known) {
    if (!fits(mapping, type, known)) return false;
    const general = mostGeneral(type, known);
    if (!mentions(mapping, parameter.name, general)) mapping.set(parameter.name, general);
    return true;
  }
  if (mentions(mapping, parameter.name, type)) return false;
  mapping.set(parameter.name, type);
  return true;
}

function mentions(mapping: Mapping, name: string, type: CelType): boolean {
  if (type.kind !== 'param') return partsOf(type).some((part) => mentions(mapping, name, part));
  if (type.name === name) return true;
  const known = mapping.get(type.name);
  return known !== undefined && mentions(mapping, name, known);
}

function isNullable({ kind }: CelType): boolean {
  return ['null_type', 'object', 'opaque', 'timestamp', 'duration'].includes(kind);
}

export function mostGeneral(left: CelType, right: CelType): CelType {
  return isAsGeneral(left, right) ? left : right;
}

function isAsGeneral(left: CelType, right: CelType): boolean {
  if (isLoose(left) || left.kind === 'param') return true;
  if (isLoose(right) || right.kind === 'param' || left.kind !== right.kind) return false;
  const [ours, theirs] = [partsOf(left), partsOf(right)];
  if (ours.length > 0 && ours.length === theirs.length) return ours.every((part, index) => isAsGeneral(part, theirs[index] as CelType));
  return typeName(left) === typeName(right);
}

/** Parameters replaced by what they stand for; `toDyn`: those that stand for nothing by dyn. */
export function substitute(mapping: Mapping, type: CelType, toDyn: boolean): CelType {
  if (type.kind === 'param') {
    const known = mapping.get(type.name);
    return known ? substitute(mapping, known, toDyn) : toDyn ? DYN : type;
  }
  const parts = partsOf(type);
  return parts.length === 0
    ? type
    : withParts(
        type,
        parts.map((part) => substitute(mapping, part, toDyn)),
      );
}
