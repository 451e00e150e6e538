import type { ControllerContext } from './controller-context';

/** A flag that is a duration ("20s", "1m30s", "500ms"), in milliseconds; `otherwise` where it is not given. */
export function secondsFlag(flags: ControllerContext['flags'], name: string, otherwise: number): number {
  const value = flags[name];
  if (value === undefined) return otherwise;
  if (typeof value === 'number') return value * 1000;
  let total = 0;
  for (const [, amount, unit] of String(value).matchAll(/([\d.]+)(ms|h|m|s)/g))
    total += Number(amount) * (UNITS_MS[unit as string] as number);
  return total;
}

const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

export function numberFlag(flags: ControllerContext['flags'], name: string, otherwise: number): number {
  const value = flags[name];
  return value === undefined ? otherwise : Number(value);
}
