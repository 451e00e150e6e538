/** How far to run: the body of POST /sim/advance. */
export type Advance =
  | { readonly byMs: number }
  | { readonly untilMs: number }
  | { readonly rounds: number }
  | { readonly untilIdle: true; readonly limitMs?: number };

/** "Run until idle" gives up after this much virtual time unless told otherwise. */
const IDLE_LIMIT_MS = 600_000;

export interface AdvancePlan {
  /** Never go past this time. */
  readonly untilMs: number;
  readonly rounds: number;
  readonly untilIdle: boolean;
}

/** Throws RangeError for an order that makes no sense. */
export function planAdvance(order: Advance, nowMs: number): AdvancePlan {
  const whole = (value: unknown, name: string): number => {
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > Number.MAX_SAFE_INTEGER / 2)
      throw new RangeError(`${name}: Invalid value: ${JSON.stringify(value) ?? 'undefined'}: must be a non-negative integer`);
    return value;
  };
  const forever = Number.POSITIVE_INFINITY;
  if (typeof order !== 'object' || order === null) throw new RangeError('expected an object with byMs, untilMs, rounds or untilIdle');
  if ('byMs' in order) return { untilMs: nowMs + whole(order.byMs, 'byMs'), rounds: forever, untilIdle: false };
  if ('untilMs' in order) return { untilMs: Math.max(nowMs, whole(order.untilMs, 'untilMs')), rounds: forever, untilIdle: false };
  if ('rounds' in order) return { untilMs: forever, rounds: whole(order.rounds, 'rounds'), untilIdle: false };
  if (order.untilIdle === true)
    return { untilMs: nowMs + whole(order.limitMs ?? IDLE_LIMIT_MS, 'limitMs'), rounds: forever, untilIdle: true };
  throw new RangeError('expected one of byMs, untilMs, rounds, untilIdle');
}
