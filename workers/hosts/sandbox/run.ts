/** Outside the sandbox: starts a race in it, watches the time, and hands back what it claims to have done. */
import type { FromSandbox, OwnCall, Placement, SandboxStart } from '../../protocol/race';
import { callText } from '../../scheduler/own/fault';

/** A sandbox that listens on the other end of `port`. Whoever opened it ends it. */
export interface Sandbox {
  readonly port: Pick<MessagePort, 'postMessage' | 'addEventListener' | 'start' | 'close'>;
  /** Resolves where the sandbox broke down. Never rejects. */
  readonly broken?: Promise<string>;
}

export interface SandboxLimits {
  /** To come up. */
  readonly startMs: number;
  /** One call into the plugin. */
  readonly callMs: number;
  /** Everything. */
  readonly totalMs: number;
}

export const SANDBOX_LIMITS: SandboxLimits = { startMs: 15_000, callMs: 1_000, totalMs: 60_000 };

export interface ClaimedRun {
  readonly placements: readonly Placement[];
  readonly tookMs: number;
}

/** Rejects with a RangeError that says what the plugin did wrong. The sandbox must not be used again. */
export function sandboxedRun(
  { port, broken }: Sandbox,
  start: Omit<SandboxStart, 'callMsMax'>,
  { limits, onPod }: { readonly limits: SandboxLimits; readonly onPod: (index: number) => void },
): Promise<ClaimedRun> {
  return new Promise((resolve, reject) => {
    let last: OwnCall | undefined;
    let quiet: ReturnType<typeof setTimeout> | undefined;
    const settle = (end: () => void) => {
      clearTimeout(quiet);
      clearTimeout(total);
      port.close();
      end();
    };
    const fail = (message: string) => settle(() => reject(new RangeError(message)));
    const expect = (ms: number, message: () => string) => {
      clearTimeout(quiet);
      quiet = setTimeout(() => fail(message()), ms);
    };
    const total = setTimeout(() => fail(`the race took longer than ${limits.totalMs / 1000} s and was stopped`), limits.totalMs);
    expect(limits.startMs, () => 'the sandbox did not start');
    void broken?.then((message) => fail(message));
    port.addEventListener('message', ({ data }: MessageEvent<FromSandbox>) => {
      if (data.type === 'ready') {
        port.postMessage({ ...start, callMsMax: limits.callMs } satisfies SandboxStart);
        expect(limits.startMs, () => 'the module did not come to its end and was stopped');
      } else if (data.type === 'at') {
        last = data.call;
        onPod(Number(data.index));
        // Once more the time of a call: what a call took is noticed inside, as long as it returns at all.
        expect(
          2 * limits.callMs,
          () => `${last ? callText(last) : 'a call'} did not return within ${limits.callMs / 1000} s and was stopped`,
        );
      } else if (data.type === 'done') settle(() => resolve({ placements: [...data.placements], tookMs: Number(data.tookMs) }));
      else fail(String(data.message).slice(0, MESSAGE_MAX));
    });
    port.start();
  });
}

/** Characters of a message from the sandbox that are shown. */
const MESSAGE_MAX = 1_000;
