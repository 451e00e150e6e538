import type { ProgramHost, RunningProgram } from './program';

/** How long work takes that nobody described. */
const TASK_MS = 3000;

/** Works for a while and succeeds: what an undescribed image does where the pod expects it to end. */
export function task(host: ProgramHost): RunningProgram {
  host.after(TASK_MS, () => host.exit(0));
  return {
    signal: (signal) => {
      if (signal !== 'SIGTERM' && signal !== 'SIGINT') return false;
      host.exit(143);
      return true;
    },
  };
}
