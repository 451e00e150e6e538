import type { ClockState, PageReply } from '../../../workers/protocol/page';
import { transport } from '../connection';
import { receiveClock } from '../time';

/** How far "run until idle" may go: one hour of virtual time. */
const idleLimitMs = 3_600_000;

export function setClock(change: Partial<Pick<ClockState, 'paused' | 'speed'>>): Promise<void> {
  return clockRequest(
    transport().request({ method: 'PATCH', path: '/sim/clock', contentType: 'application/merge-patch+json', body: change }),
  );
}

export function stepRound(): Promise<void> {
  return advance({ rounds: 1 });
}

export function runUntilIdle(): Promise<void> {
  return advance({ untilIdle: true, limitMs: idleLimitMs });
}

export function advance(
  by:
    | { readonly rounds: number }
    | { readonly byMs: number }
    | { readonly untilMs: number }
    | { readonly untilIdle: true; readonly limitMs: number },
): Promise<void> {
  return clockRequest(transport().request({ method: 'POST', path: '/sim/advance', body: by }));
}

async function clockRequest(pending: Promise<PageReply>): Promise<void> {
  const reply = await pending;
  if (reply.code === 200) receiveClock(reply.body as ClockState);
}
