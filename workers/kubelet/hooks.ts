/** postStart and preStop handlers. Source: pkg/kubelet/lifecycle/handlers.go (1.36). */
import type { KubeletContext } from './kubelet-context';
import type { ContainerSpec } from './pod';
import { portNumber } from './probe';
import type { Routine } from './routine';
import { execIn } from './runtime/exec';
import type { Container } from './runtime/types';
import { EXEC_MS } from './latencies';

type Handler = NonNullable<NonNullable<ContainerSpec['lifecycle']>['postStart']>;

/** True if it succeeded. `limitMs`: it is abandoned then (and counts as done). */
export function* runHook(
  context: KubeletContext,
  container: Container,
  spec: ContainerSpec,
  handler: Handler,
  limitMs = Number.MAX_SAFE_INTEGER,
): Routine<boolean> {
  if (handler.sleep) {
    yield* wait(context, container, handler.sleep.seconds * 1000, limitMs);
    return true;
  }
  if (handler.exec) {
    const { code, durationMs } = execIn(context.runtime, container, handler.exec.command ?? []);
    const ended: boolean = yield* wait(context, container, EXEC_MS + durationMs, limitMs);
    return ended && code === 0;
  }
  if (handler.httpGet) {
    const port = portNumber(spec, handler.httpGet.port);
    const response = context.runtime.request(container.podUid, { method: 'GET', path: handler.httpGet.path ?? '/', port });
    yield* wait(context, container, response?.latencyMs ?? 0, limitMs);
    return response !== undefined && response.code < 400;
  }
  return true;
}

/** Sleeps until the time is over, or the container (false). */
function* wait(context: KubeletContext, container: Container, ms: number, limitMs: number): Routine<boolean> {
  if (ms <= 0 || container.state !== 'running') return container.state === 'running';
  const outcome: boolean = yield (resume) => {
    let done = false;
    const finish = (value: boolean): void => {
      if (done) return;
      done = true;
      resume(value);
    };
    container.onExit.push(() => finish(false));
    context.process.timers.at(context.process.nowMs + Math.min(ms, limitMs), () => finish(ms <= limitMs));
  };
  return outcome;
}
