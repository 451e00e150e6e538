/** string.format of CEL's strings extension, version 2. */
export function formatText(template: string, values: readonly unknown[]): string {
  let next = 0;
  return template.replaceAll(
    /%(?:%|\.(\d+)([fe])|([sdfexXob]))/g,
    (whole, digits: string | undefined, precise: string | undefined, plain: string) => {
      if (whole === '%%') return '%';
      if (next >= values.length) throw new Error(`index ${next} out of range`);
      const value = values[next++];
      const verb = precise ?? plain;
      switch (verb) {
        case 's':
          return textOf(value);
        case 'd':
          return wholeNumber(value, 10);
        case 'f':
          return Number(value).toFixed(digits === undefined ? 6 : Number(digits));
        case 'e':
          return Number(value)
            .toExponential(digits === undefined ? 6 : Number(digits))
            .replace(/e([+-])(\d)$/, 'e$10$2');
        case 'x':
          return wholeNumber(value, 16);
        case 'X':
          return wholeNumber(value, 16).toUpperCase();
        case 'o':
          return wholeNumber(value, 8);
        default:
          return typeof value === 'boolean' ? (value ? '1' : '0') : wholeNumber(value, 2);
      }
    },
  );
}

function wholeNumber(value: unknown, base: number): string {
  if (typeof value === 'bigint') return value.toString(base);
  throw new Error('decimal clause can only be used on integers');
}

/** %s of any value. */
export function textOf(value: unknown): string {
  if (value === null) return 'null';
  if (value instanceof Date) return value.toISOString().replace('.000Z', 'Z');
  if (Array.isArray(value)) return `[${value.map(textOf).join(', ')}]`;
  if (typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
    return `{${Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${key}: ${textOf(member)}`)
      .join(', ')}}`;
  }
  return String(value);
}
