/** Resource lists as sums of quantities (source: k8s.io/apiserver/pkg/quota/v1/resources.go, 1.36). */
import { addQuantity, compareQuantity, formatQuantity, parseQuantity, quantityOf, subQuantity } from '../quantity';
import type { Quantity } from '../quantity';

export type Amounts = ReadonlyMap<string, Quantity>;
export type ResourceList = Readonly<Record<string, string | number>>;

export function parseAmounts(list: ResourceList | undefined): Amounts {
  return new Map(Object.entries(list ?? {}).map(([name, text]) => [name, parseQuantity(text) ?? quantityOf(0)]));
}

/** Sorted by name, as the API shows lists. */
export function formatAmounts(amounts: Amounts): Record<string, string> {
  return Object.fromEntries([...amounts].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, amount]) => [name, formatQuantity(amount)]));
}

/** "pods=1,requests.cpu=500m", as messages show lists. */
export function describeAmounts(amounts: Amounts): string {
  return Object.entries(formatAmounts(amounts))
    .map(([name, text]) => `${name}=${text}`)
    .join(',');
}

export function addAmounts(a: Amounts, b: Amounts): Amounts {
  const sum = new Map(a);
  for (const [name, amount] of b) {
    const before = sum.get(name);
    sum.set(name, before ? addQuantity(before, amount) : amount);
  }
  return sum;
}

export function subtractAmounts(a: Amounts, b: Amounts): Amounts {
  const difference = new Map(a);
  for (const [name, amount] of b) difference.set(name, subQuantity(difference.get(name) ?? quantityOf(0), amount));
  return difference;
}

/** Only these names. */
export function maskAmounts(amounts: Amounts, names: Iterable<string>): Amounts {
  const wanted = new Set(names);
  return new Map([...amounts].filter(([name]) => wanted.has(name)));
}

/** Names of which `a` has more than `b` allows; what `b` doesn't mention is unlimited. */
export function exceeding(a: Amounts, b: Amounts): readonly string[] {
  return [...a].filter(([name, amount]) => b.has(name) && compareQuantity(amount, b.get(name) as Quantity) > 0).map(([name]) => name);
}

export function sameAmounts(a: Amounts, b: Amounts): boolean {
  return a.size === b.size && [...a].every(([name, amount]) => b.get(name)?.nano === amount.nano);
}
