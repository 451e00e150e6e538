/**
 * Takes everything away from this thread's globals but the language itself, and makes what is left of time and chance repeat.
 * What the language cannot be kept from (import(), workers made from text) is up to who starts the thread: in the browser a
 * Content-Security-Policy without any source, see src/bridge/sandbox-document.ts.
 */
import { randomStream } from '../../sim/prng';

/** Globals of ECMAScript 2024 that neither tell real time nor wait, and the console. */
const KEPT = new Set(
  `globalThis Infinity NaN undefined eval isFinite isNaN parseFloat parseInt decodeURI decodeURIComponent encodeURI encodeURIComponent
  escape unescape Object Function Boolean Symbol Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError
  Number BigInt Math String RegExp Array Map Set WeakMap WeakSet ArrayBuffer DataView JSON Promise Reflect Proxy Iterator console
  Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array BigInt64Array BigUint64Array Float16Array
  Float32Array Float64Array`.split(/\s+/),
);

/** For good: there is no way back. `nowMs`: what the clock shows from now on. */
export function confine(scope: object, { seed, nowMs }: { readonly seed: number; readonly nowMs: number }): void {
  const RealDate = Date;
  for (let at: object | null = scope; at && at !== Object.prototype; at = Object.getPrototypeOf(at) as object | null) {
    for (const key of Reflect.ownKeys(at)) {
      if (key === 'constructor' || KEPT.has(String(key))) continue;
      if (!Reflect.deleteProperty(at, key)) Reflect.defineProperty(at, key, { value: undefined });
    }
  }
  const random = randomStream(seed, 'own-plugin');
  Reflect.set(Math, 'random', () => random.float());
  Reflect.defineProperty(scope, 'Date', { value: stoppedClock(RealDate, nowMs), writable: true, configurable: true });
}

/** Date without a moving present. */
function stoppedClock(Real: DateConstructor, nowMs: number): DateConstructor {
  const stopped = function (...parts: unknown[]): unknown {
    if (!new.target) return new Real(nowMs).toString();
    return Reflect.construct(Real, parts.length === 0 ? [nowMs] : parts, new.target);
  } as unknown as DateConstructor;
  Object.assign(stopped, { now: () => nowMs, parse: Real.parse, UTC: Real.UTC });
  Reflect.defineProperty(stopped, 'prototype', { value: Real.prototype });
  Reflect.defineProperty(Real.prototype, 'constructor', { value: stopped });
  return stopped;
}
