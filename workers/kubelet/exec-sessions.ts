/** The kubelet's side of exec and attach. Source: pkg/kubelet/kubelet_pods.go and cri-client's streaming (1.36). */
import { ExecSession } from './runtime/exec-session';
import type { ContainerRuntime } from './runtime/container-runtime';
import type { Container } from './runtime/types';
import type { AttachRequest, ExecInput, ExecOutput, ExecRequest, ExecResult } from './node-messages';

type Reply = (reply: ExecOutput | ExecResult) => void;

export class ExecSessions {
  private readonly sessions = new Map<number, ExecSession>();

  constructor(private readonly runtime: ContainerRuntime) {}

  start(request: ExecRequest, reply: Reply): void {
    const { id, command, stdin = false, tty = false, streamed = stdin } = request;
    const container = this.find(request, reply);
    if (!container) return;
    const output = { stdout: '', stderr: '' };
    const session = new ExecSession(this.runtime, container, {
      command,
      stdin,
      tty,
      output: (stream, data) => {
        if (streamed) reply({ type: 'exec-output', id, stream, data, more: true });
        else output[stream] += data;
      },
      exit: (code, error) => {
        this.sessions.delete(id);
        reply({
          type: 'exec-result',
          id,
          code,
          ...output,
          ...(error === undefined
            ? {}
            : { error: `error executing command in container: failed to exec in container: failed to start exec: ${error}` }),
        });
      },
    });
    if (!session.isDone) this.sessions.set(id, session);
  }

  input({ id, data = '', eof = false }: ExecInput): void {
    this.sessions.get(id)?.input(data, eof);
  }

  attach(request: AttachRequest, reply: Reply): void {
    const { id } = request;
    const container = this.find(request, reply);
    if (!container) return;
    container.onLog.push(({ text, stream, partial }) =>
      reply({ type: 'exec-output', id, stream, data: partial ? text : `${text}\n`, more: true }),
    );
    container.onExit.push(() => reply({ type: 'exec-result', id, code: container.exitCode, stdout: '', stderr: '' }));
  }

  private find({ id, namespace, name, container }: ExecRequest | AttachRequest, reply: Reply): Container | undefined {
    const refuse = (code: number, message: string): undefined => {
      reply({ type: 'exec-result', id, code: 1, stdout: '', stderr: '', refused: { code, message } });
      return undefined;
    };
    const pod = [...this.runtime.pods.values()].find((one) => one.namespace === namespace && one.name === name);
    if (!pod) return refuse(404, `pod does not exist`);
    const running = pod.containers.filter((one) => one.state === 'running');
    const found = container === undefined ? running[0] : running.find((one) => one.config.name === container);
    return found ?? refuse(500, `unable to upgrade connection: container not found ("${container ?? ''}")`);
  }
}
