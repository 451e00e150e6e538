/** Quantities (source: k8s.io/apiserver/pkg/cel/library/quantity.go, 1.36). */
import { QUANTITY_FORMAT_ERROR, addQuantity, compareQuantity, formatQuantity, parseQuantity, subQuantity } from '../../quantity';
import type { Quantity } from '../../quantity';
import { declare } from '../signature';
import type { Overload } from '../signature';
import { CelError } from '../value';
import type { CelObject, Value } from '../value';

class QuantityValue implements CelObject {
  readonly typeName = 'kubernetes.Quantity';

  constructor(readonly amount: Quantity) {}

  equals(other: Value): boolean {
    if (!(other instanceof QuantityValue)) throw new CelError('no such overload');
    return compareQuantity(this.amount, other.amount) === 0;
  }

  toString(): string {
    return formatQuantity(this.amount);
  }
}

/** A quantity as a CEL value; undefined where the text is none. */
export function celQuantity(text: string): QuantityValue | undefined {
  const amount = parseQuantity(text);
  return amount && new QuantityValue(amount);
}

const NANO = 1_000_000_000n;
const INT_MAX = 2n ** 63n;

const compared = (left: QuantityValue, right: QuantityValue) => BigInt(Math.sign(compareQuantity(left.amount, right.amount)));
const ofInt = (units: bigint): Quantity => ({ nano: units * NANO, format: 'DecimalSI' });
const isWhole = ({ amount }: QuantityValue) => amount.nano % NANO === 0n && amount.nano / NANO < INT_MAX && amount.nano / NANO >= -INT_MAX;

export const QUANTITIES: readonly Overload[] = [
  declare('quantity(string): kubernetes.Quantity', (text: string) => {
    const made = celQuantity(text);
    if (!made) throw new CelError(QUANTITY_FORMAT_ERROR);
    return made;
  }),
  declare('isQuantity(string): bool', (text: string) => celQuantity(text) !== undefined),
  declare('sign(kubernetes.Quantity): int', ({ amount }: QuantityValue) => (amount.nano > 0n ? 1n : amount.nano < 0n ? -1n : 0n)),
  declare('kubernetes.Quantity::isInteger(): bool', isWhole),
  declare('kubernetes.Quantity::asInteger(): int', (value: QuantityValue) => {
    if (!isWhole(value)) throw new CelError('cannot convert value to integer');
    return value.amount.nano / NANO;
  }),
  declare('kubernetes.Quantity::asApproximateFloat(): double', ({ amount }: QuantityValue) => Number(amount.nano) / Number(NANO)),
  declare('kubernetes.Quantity::compareTo(kubernetes.Quantity): int', compared),
  declare('kubernetes.Quantity::isLessThan(kubernetes.Quantity): bool', (a: QuantityValue, b: QuantityValue) => compared(a, b) < 0n),
  declare('kubernetes.Quantity::isGreaterThan(kubernetes.Quantity): bool', (a: QuantityValue, b: QuantityValue) => compared(a, b) > 0n),
  declare(
    'kubernetes.Quantity::add(kubernetes.Quantity): kubernetes.Quantity',
    (a: QuantityValue, b: QuantityValue) => new QuantityValue(addQuantity(a.amount, b.amount)),
  ),
  declare(
    'kubernetes.Quantity::add(int): kubernetes.Quantity',
    (a: QuantityValue, b: bigint) => new QuantityValue(addQuantity(a.amount, ofInt(b))),
  ),
  declare(
    'kubernetes.Quantity::sub(kubernetes.Quantity): kubernetes.Quantity',
    (a: QuantityValue, b: QuantityValue) => new QuantityValue(subQuantity(a.amount, b.amount)),
  ),
  declare(
    'kubernetes.Quantity::sub(int): kubernetes.Quantity',
    (a: QuantityValue, b: bigint) => new QuantityValue(subQuantity(a.amount, ofInt(b))),
  ),
];
