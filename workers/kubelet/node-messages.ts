/** The data plane of a machine, and what faults do to it: messages to "node/<name>". */
import type { Machine } from './kubelet';
import type { Container } from './runtime/types';

/**
 * A request for a pod of this node; answered with a {@link PodResponse} to the sender. A forwarded port sends it from
 * outside through `engine.message`.
 */
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
  readonly body: string;
  /** For 3xx. */
  readonly location?: string;
}

/** Which running container; without `container` the pod's only or first one. */
interface ContainerReference {
  readonly id: number;
  readonly namespace: string;
  readonly name: string;
  readonly container?: string;
}

/**
 * Runs a command in a running container, as `kubectl exec` does. Comes from outside: `engine.message` and `engine.converse`
 * add the `id`. Answered with one {@link ExecResult} that has all output; `streamed`, output comes as {@link ExecOutput} when the
 * command writes it and the ExecResult is the last. With `stdin` it is streamed, and the command reads what {@link ExecInput} brings.
 */
export interface ExecRequest extends ContainerReference {
  readonly type: 'exec';
  readonly command: readonly string[];
  readonly stdin?: boolean;
  readonly streamed?: boolean;
  /** A shell without a script prompts, stderr comes as stdout, input lines end with "\r" or "\n", "\u0003" interrupts. */
  readonly tty?: boolean;
}

/** Goes on with an exec that has `stdin`. `eof`: the input ends here. */
export interface ExecInput {
  readonly type: 'exec-input';
  readonly id: number;
  readonly data?: string;
  readonly eof?: boolean;
}

/** The output of a container from now on, as {@link ExecOutput}s; the ExecResult comes when it exits. */
export interface AttachRequest extends ContainerReference {
  readonly type: 'attach';
}

export interface ExecOutput {
  readonly type: 'exec-output';
  readonly id: number;
  readonly stream: 'stdout' | 'stderr';
  readonly data: string;
  readonly more: true;
}

export interface ExecResult {
  readonly type: 'exec-result';
  readonly id: number;
  /** Exit code; meaningless with `error`. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The command could not be run: text of the InternalError status that the error channel carries (code 500). */
  readonly error?: string;
  /** There is no such running container: the kubelet answers the upgrade itself with this HTTP code and text. */
  readonly refused?: { readonly code: number; readonly message: string };
}

export type NodeMessage =
  | PodRequest
  | PodResponse
  | ExecRequest
  | ExecInput
  | AttachRequest
  /** Writes a file of the static pod folder, or removes it (null). */
  | { readonly type: 'manifest'; readonly id?: number; readonly path: string; readonly content: unknown }
  | { readonly type: 'stop-kubelet' }
  | { readonly type: 'start-kubelet' }
  /** Ends the main process of a container (all of the pod's, if none is named) as if it had crashed; a signal is delivered instead. */
  | { readonly type: 'crash'; readonly podUid: string; readonly container?: string; readonly exitCode?: number; readonly signal?: string }
  /** The pod's pause process dies; its containers go on until the kubelet notices. */
  | { readonly type: 'crash-sandbox'; readonly podUid: string };

export interface KubeletSwitch {
  stopKubelet(): void;
  startKubelet(): void;
  setManifest(path: string, content: unknown): void;
}

export function handleNodeMessage({ process, runtime, exec, network }: Machine, from: string, raw: unknown, kubelet: KubeletSwitch): void {
  const message = raw as NodeMessage;
  switch (message.type) {
    case 'request': {
      const { id, podUid, port, method = 'GET', path = '/' } = message;
      const response = runtime.request(podUid, { method, path, port });
      const reply: PodResponse = {
        type: 'response',
        id,
        code: response?.code ?? 0,
        latencyMs: response?.latencyMs ?? 0,
        body: response?.body ?? '',
        ...(response?.location === undefined ? {} : { location: response.location }),
      };
      process.post(from, reply, reply.latencyMs);
      return;
    }
    case 'response':
      network.receive(message);
      return;
    case 'exec':
      exec.start(message, (reply) => process.post(from, reply));
      return;
    case 'exec-input':
      exec.input(message);
      return;
    case 'attach':
      exec.attach(message, (reply) => process.post(from, reply));
      return;
    case 'manifest':
      kubelet.setManifest(message.path, message.content ?? undefined);
      if (message.id !== undefined) process.post(from, { id: message.id });
      return;
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
