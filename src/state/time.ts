/** Virtual time as the page knows it. */
import { createStore } from 'zustand/vanilla';
import type { ClockState } from '../../workers/protocol/page';

export interface TimeState {
  readonly clock: ClockState;
  /** performance.now() when the clock arrived. */
  readonly receivedAt: number;
}

export const timeStore = createStore<TimeState>(() => ({
  clock: { nowMs: 0, paused: true, speed: 1, round: 0, idle: false },
  receivedAt: 0,
}));

/** Never let the drawn clock run further ahead of what the engine said than this, in real milliseconds. */
const extrapolateMsMax = 400;

/** Virtual milliseconds at `realNow` (performance.now()), carried on from the last clock at its speed. */
export function virtualNow(state: TimeState, realNow: number): number {
  const { nowMs, paused, speed } = state.clock;
  if (paused || speed === 'max') return nowMs;
  return nowMs + Math.min(Math.max(realNow - state.receivedAt, 0), extrapolateMsMax) * speed;
}

export function receiveClock(clock: ClockState): void {
  const before = timeStore.getState().clock;
  const same =
    before.nowMs === clock.nowMs &&
    before.paused === clock.paused &&
    before.speed === clock.speed &&
    before.round === clock.round &&
    before.idle === clock.idle;
  if (!same) timeStore.setState({ clock, receivedAt: performance.now() });
}
