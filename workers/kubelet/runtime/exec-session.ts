/** One `kubectl exec` under way in a container: a shell or a single command that runs in virtual time and may read input. */
import type { TimerHandle } from '../../client/timers';
import { Interpreter } from '../images/shell/interpreter';
import { isApplet, isShell, readsInput } from '../images/shell/program';
import type { Pause } from '../images/shell/shell-options';
import type { ContainerRuntime } from './container-runtime';
import { execOptions, notFoundMessage } from './exec';
import type { Container } from './types';

export interface SessionOptions {
  readonly command: readonly string[];
  readonly stdin: boolean;
  readonly tty: boolean;
  output(stream: 'stdout' | 'stderr', text: string): void;
  /** Called once. `error`: it never ran. */
  exit(code: number, error?: string): void;
}

const INTERRUPTED = 130;
const PROMPT = '/ # ';

export class ExecSession {
  private readonly shell: Interpreter;
  private run: Generator<Pause, number, unknown> | undefined;
  private timer: TimerHandle | undefined;
  /** What was typed and is not read yet. */
  private typed = '';
  private ended = false;
  private status = 0;
  private done = false;
  private readonly interactive: boolean;

  constructor(
    private readonly runtime: ContainerRuntime,
    private readonly container: Container,
    private readonly options: SessionOptions,
  ) {
    const { command } = options;
    this.interactive = options.stdin && isShell(command[0] ?? '') && command[1] !== '-c';
    this.shell = new Interpreter({
      ...execOptions(runtime, container),
      positional: command.slice(3),
      name: command[3] ?? 'sh',
      write: (text, stream) => this.write(text, stream),
    });
    container.onExit.push(() => this.finish(137));
    const binary = command[0] ?? '';
    if (!container.definition.shell || !isApplet(binary)) {
      if (container.definition.anyCommand) this.finish(0);
      else this.finish(127, notFoundMessage(binary));
    } else if (this.interactive) this.prompt();
    else if (!options.stdin || !readsInput(command)) this.start('');
  }

  get isDone(): boolean {
    return this.done;
  }

  input(data: string, eof: boolean): void {
    if (this.done) return;
    if (this.options.tty) this.type(data);
    else this.typed += data;
    this.ended ||= eof;
    this.readOn();
  }

  /** A terminal echoes, and turns its control characters into signals. */
  private type(data: string): void {
    for (const char of data) {
      if (char === '\u0003') {
        this.typed = '';
        this.write('^C\n', 'stdout');
        this.interrupt();
      } else if (char === '\u0004') this.ended ||= !this.typed.endsWith('\n') || this.run === undefined;
      else if (char === '\u007f') this.erase();
      else {
        const plain = char === '\r' ? '\n' : char;
        this.typed += plain;
        this.write(plain, 'stdout');
      }
    }
  }

  private erase(): void {
    if (this.typed === '' || this.typed.endsWith('\n')) return;
    this.typed = this.typed.slice(0, -1);
    this.write('\b \b', 'stdout');
  }

  private interrupt(): void {
    this.timer?.cancel();
    this.run = undefined;
    this.status = INTERRUPTED;
    if (this.interactive) this.prompt();
    else this.finish(INTERRUPTED);
  }

  private readOn(): void {
    if (this.run || this.done) return;
    if (!this.interactive) {
      if (this.ended) this.start(this.typed);
      return;
    }
    const end = this.typed.indexOf('\n');
    if (end >= 0) {
      const line = this.typed.slice(0, end);
      this.typed = this.typed.slice(end + 1);
      this.advance((this.run = this.shell.script(line)), undefined);
    } else if (this.ended) this.finish(this.status);
  }

  private start(stdin: string): void {
    const { command } = this.options;
    this.run = isShell(command[0] ?? '')
      ? this.shell.script(command[1] === '-c' ? (command[2] ?? '') : stdin, stdin)
      : this.shell.command(command, stdin);
    this.advance(this.run, undefined);
  }

  private advance(run: Generator<Pause, number, unknown>, value: unknown): void {
    if (this.done || this.run !== run) return;
    const step = run.next(value);
    if (step.done) {
      this.run = undefined;
      this.status = step.value;
      if (!this.interactive || this.shell.hasExited) this.finish(step.value);
      else {
        this.prompt();
        this.readOn();
      }
      return;
    }
    const { ms, forever, fetch } = step.value;
    if (fetch) {
      this.runtime.fetch(this.container.podUid, fetch, (answer) => this.advance(run, answer));
      return;
    }
    if (!forever) this.timer = this.runtime.timers.at(this.runtime.now() + ms, () => this.advance(run, undefined));
  }

  private prompt(): void {
    if (this.options.tty) this.write(PROMPT, 'stdout');
  }

  private write(text: string, stream: 'stdout' | 'stderr'): void {
    const { tty, output } = this.options;
    if (!this.done && text !== '') output(tty ? 'stdout' : stream, tty ? text.replace(/\n/g, '\r\n') : text);
  }

  private finish(code: number, error?: string): void {
    if (this.done) return;
    this.done = true;
    this.timer?.cancel();
    this.options.exit(code, error);
  }
}
