/** The data plane of a machine, and what faults do to it: messages to "node/<name>". */
import type { Machine } from './kubelet';
import type { Container } from './runtime/types';

/** A request for a pod of this node; answered with a {@link PodResponse} to the sender. */
export interface PodRequest {
  readonly type: 'request';
  /** The sender's own number; the response carries it. */
  readonly id: number;
  readonly podUid: string;
  readonly port: number;
  readonly method?: string;
  readonly path?: string;
}

export interface PodResponse {
  readonly type: 'response';
  readonly id: number;
  /** 0: connection refused. */
  readonly code: number;
  readonly latencyMs: number;
}

export type NodeMessage =
  | PodRequest
  | { readonly type: 'stop-kubelet' }
  | { readonly type: 'start-kubelet' }
  /** Ends the main process of a container (all of the pod's, if none is named) as if it had crashed; a signal is delivered instead. */
  | { readonly type: 'crash'; readonly podUid: string; readonly container?: string; readonly exitCode?: number; readonly signal?: string }
  /** The pod's pause process dies; its containers go on until the kubelet notices. */
  | { readonly type: 'crash-sandbox'; readonly podUid: string };

export interface KubeletSwitch {
  stopKubelet(): void;
  startKubelet(): void;
}

export function handleNodeMessage({ process, runtime }: Machine, from: string, raw: unknown, kubelet: KubeletSwitch): void {
  const message = raw as NodeMessage;
  switch (message.type) {
    case 'request': {
      const { id, podUid, port, method = 'GET', path = '/' } = message;
      const response = runtime.request(podUid, { method, path, port });
      const reply: PodResponse = { type: 'response', id, code: response?.code ?? 0, latencyMs: response?.latencyMs ?? 0 };
      process.post(from, reply, reply.latencyMs);
      return;
    }
    case 'stop-kubelet':
      kubelet.stopKubelet();
      return;
    case 'start-kubelet':
      kubelet.startKubelet();
      return;
    case 'crash':
      for (const container of runningOf(runtime.pod(message.podUid)?.containers, message.container)) {
        if (message.signal) runtime.signal(container, message.signal);
        else runtime.exited(container, message.exitCode ?? 137, 9);
      }
      return;
    case 'crash-sandbox':
      runtime.stopSandboxes(message.podUid);
      return;
    default:
  }
}

function runningOf(containers: readonly Container[] | undefined, name: string | undefined): readonly Container[] {
  return (containers ?? []).filter((one) => one.state === 'running' && (name === undefined || one.config.name === name));
}
