import { useEffect, useState } from 'react';
import { timeStore, virtualNow } from './time';

/** Virtual milliseconds, renewed `everyMs` of real time and rounded down to `stepMs`, so that most ticks render nothing. */
export function useVirtualNow(stepMs = 1000, everyMs = 250): number {
  const [nowMs, setNow] = useState(() => rounded(stepMs));
  useEffect(() => {
    const timer = setInterval(() => setNow(rounded(stepMs)), everyMs);
    return () => clearInterval(timer);
  }, [stepMs, everyMs]);
  return nowMs;
}

function rounded(stepMs: number): number {
  return Math.floor(virtualNow(timeStore.getState(), performance.now()) / stepMs) * stepMs;
}
