/** Numbers as bodies write them, where Go and JavaScript read them differently. */

/** A number in a form of which Go's integers think otherwise than JavaScript: with an exponent, a fraction, or too many digits. */
export class WrittenNumber {
  readonly value: number;
  constructor(readonly text: string) {
    this.value = Number(text);
  }
  toString(): string {
    return this.text;
  }
}

/** encoding/json's word for what a value is. */
export function jsonKind(value: unknown): string {
  if (value === null) return 'null';
  if (value instanceof WrittenNumber) return 'number';
  return Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
}

/** Whether an integer or float field of Go can hold the number. */
export function fits(code: 'i' | 'l' | 'd', value: number): boolean {
  if (code === 'd') {
    return true;
  }
  return Number.isInteger(value) && (code === 'l' ? value >= -(2 ** 63) && value < 2 ** 63 : value >= -(2 ** 31) && value < 2 ** 31);
}
