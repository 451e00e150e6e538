/**
 * What goroutines are to the kubelet: generators that wait by yielding, resumed by the component's timers. They keep the
 * sequence of a pod's sync readable without promises.
 */
import type { Timers } from '../client/timers';

/** Milliseconds to sleep, or a function that is handed the callback which resumes the routine (at once or later, once). */
export type Wait = number | ((resume: (value?: unknown) => void) => void);
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Routine<T = void> = Generator<Wait, T, any>;

export interface RoutineHandle {
  /** Ends the routine at its present wait; its `done` is not called. */
  cancel(): void;
}

export class Routines {
  private stopped = false;

  constructor(
    private readonly timers: Timers,
    private readonly now: () => number,
  ) {}

  /** Runs until the first wait within this call. */
  start<T>(routine: Routine<T>, done?: (value: T) => void): RoutineHandle {
    let cancelled = false;
    const advance = (value?: unknown): void => {
      if (cancelled || this.stopped) return;
      const step = routine.next(value);
      if (step.done) done?.(step.value);
      else if (typeof step.value === 'number') this.timers.at(this.now() + Math.max(0, Math.ceil(step.value)), () => advance());
      else step.value(advance);
    };
    advance();
    return {
      cancel: () => {
        cancelled = true;
      },
    };
  }

  /** A wait for all of them; resumes with nothing. */
  all(routines: readonly Routine<unknown>[]): Wait {
    return (resume) => {
      let missing = routines.length;
      if (missing === 0) resume();
      for (const routine of routines)
        this.start(routine, () => {
          if (--missing === 0) resume();
        });
    };
  }

  /** Nothing started here continues: the process that ran it is gone. */
  stop(): void {
    this.stopped = true;
  }
}
