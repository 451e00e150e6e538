/** Runs parsed shell: a generator that yields what it sleeps and returns the exit code. */
import { applets } from './applets';
import type { AppletResult } from './applets';
import type { NetAnswer } from '../program';
import { expandFields, expandText } from './expand';
import type { ExpansionScope } from './expand';
import { netApplets } from './net-applets';
import { parseScript, ShellSyntaxError } from './parse';
import type { Node, Redirection } from './parse';
import { withProcfs } from './procfs';
import { redirect } from './redirect';
import type { Streams } from './redirect';
import type { Pause, ShellOptions } from './shell-options';
import { restMs, sleepMs } from './sleep';

type Run = Generator<Pause, number, unknown>;

/** Loop passes without sleeping before the shell is taken to spin: a guard against hanging the simulation. */
const BUSY_PASSES_MAX = 20_000;

export class Interpreter {
  private readonly variables: Map<string, string>;
  private readonly exported: Set<string>;
  private readonly traps = new Map<string, string>();
  private readonly pending: string[] = [];
  private status = 0;
  private exiting: number | undefined;
  private leaving: 'break' | 'continue' | undefined;
  private busy = 0;
  private directory = '/';

  constructor(private readonly options: ShellOptions) {
    this.variables = new Map(options.env);
    this.exported = new Set(options.env.keys());
  }

  /** It has called exit. */
  get hasExited(): boolean {
    return this.exiting !== undefined;
  }

  *script(text: string, stdin = ''): Run {
    const streams: Streams = {
      out: (one) => this.options.write(one, 'stdout'),
      err: (one) => this.options.write(one, 'stderr'),
      stdin,
    };
    try {
      yield* this.run(parseScript(text), streams);
    } catch (error) {
      if (!(error instanceof ShellSyntaxError)) throw error;
      streams.err(`sh: ${error.message}\n`);
      return 2;
    }
    return this.exiting ?? this.status;
  }

  *command(argv: readonly string[], stdin = ''): Run {
    const streams: Streams = {
      out: (one) => this.options.write(one, 'stdout'),
      err: (one) => this.options.write(one, 'stderr'),
      stdin,
    };
    yield* this.execute(argv, streams);
    return this.exiting ?? this.status;
  }

  /** True if a trap will handle it, after the foreground command. */
  signal(signal: string): boolean {
    const name = signal.replace(/^SIG/, '');
    if (!this.traps.has(name)) return false;
    this.pending.push(name);
    return true;
  }

  private *run(node: Node, streams: Streams): Generator<Pause, void, unknown> {
    if (this.exiting !== undefined) return;
    switch (node.type) {
      case 'list':
        for (const item of node.items) {
          yield* this.run(item, streams);
          if (this.exiting !== undefined || this.leaving) return;
        }
        return;
      case 'and':
      case 'or':
        yield* this.run(node.left, streams);
        if (this.exiting === undefined && !this.leaving && (this.status === 0) === (node.type === 'and'))
          yield* this.run(node.right, streams);
        return;
      case 'not':
        yield* this.run(node.body, streams);
        this.status = this.status === 0 ? 1 : 0;
        return;
      case 'background':
        // Differs: a background command is run in the foreground.
        yield* this.run(node.body, streams);
        this.status = 0;
        return;
      case 'pipe': {
        let text = '';
        yield* this.run(node.left, {
          ...streams,
          out: (one) => {
            text += one;
          },
        });
        yield* this.run(node.right, { ...streams, stdin: text });
        return;
      }
      case 'while':
        yield* this.loop(node, streams);
        return;
      case 'if':
        yield* this.run(node.condition, streams);
        if (this.exiting !== undefined) return;
        if (this.status === 0) yield* this.run(node.consequent, streams);
        else if (node.otherwise) yield* this.run(node.otherwise, streams);
        else this.status = 0;
        return;
      case 'for':
        for (const value of node.words.flatMap((word) => expandFields(word, this.scope(streams)))) {
          this.variables.set(node.name, value);
          yield* this.run(node.body, streams);
          if (this.exiting !== undefined || this.leave()) return;
        }
        return;
      case 'group': {
        const redirected = this.redirect(node.redirections, streams);
        if (redirected) yield* this.run(node.body, redirected);
        if (node.subshell && this.exiting !== undefined) {
          this.status = this.exiting;
          this.exiting = undefined;
        }
        return;
      }
      default:
        yield* this.simple(node, streams);
    }
  }

  private *loop(node: Extract<Node, { type: 'while' }>, streams: Streams): Generator<Pause, void, unknown> {
    const pauseMs = restMs(node);
    for (;;) {
      if (pauseMs !== undefined && this.pending.length === 0) {
        yield { ms: pauseMs, forever: true };
        yield* this.runTraps(streams);
        if (this.exiting !== undefined) return;
        continue;
      }
      const before = this.busy;
      yield* this.run(node.condition, streams);
      if (this.exiting !== undefined || (this.status === 0) === node.until) break;
      yield* this.run(node.body, streams);
      if (this.exiting !== undefined || this.leave()) return;
      if (this.busy === before && ++this.busy > BUSY_PASSES_MAX) yield { ms: 1000, forever: true };
    }
    this.status = 0;
  }

  /** True: leave the loop. */
  private leave(): boolean {
    const leaving = this.leaving;
    this.leaving = undefined;
    return leaving === 'break';
  }

  private *simple(node: Extract<Node, { type: 'simple' }>, streams: Streams): Generator<Pause, void, unknown> {
    const scope = this.scope(streams);
    const words = node.words.flatMap((word) => expandFields(word, scope));
    this.status = words.length ? this.status : 0;
    for (const [name, word] of node.assignments) this.variables.set(name, expandText(word, scope));
    const redirected = this.redirect(node.redirections, streams);
    if (!redirected || words.length === 0) return;
    yield* this.execute(words, redirected);
    yield* this.runTraps(streams);
  }

  private *execute(words: readonly string[], streams: Streams): Generator<Pause, void, unknown> {
    const [name = '', ...args] = words;
    switch (name) {
      case 'exit':
        this.exiting = (args[0] === undefined ? this.status : Number(args[0])) & 0xff;
        return;
      case 'exec':
        if (!args.length) return;
        this.traps.clear();
        yield* this.execute(args, streams);
        this.exiting ??= this.status;
        return;
      case 'sleep':
        this.busy = 0;
        yield { ms: sleepMs(args) };
        this.status = 0;
        return;
      case 'trap':
        for (const signal of args.slice(1)) this.traps.set(signal.replace(/^SIG/, ''), args[0] ?? '');
        this.status = 0;
        return;
      case 'break':
      case 'continue':
        this.leaving = name;
        return;
      case 'export':
        for (const one of args) {
          const [key = '', ...value] = one.split('=');
          this.exported.add(key);
          if (one.includes('=')) this.variables.set(key, value.join('='));
        }
        this.status = 0;
        return;
      case 'cd':
        this.directory = this.path(args[0] ?? '/');
        this.status = 0;
        return;
      case 'set':
      case 'wait':
      case 'umask':
        this.status = 0;
        return;
      case 'sh':
        if (args[0] === '-c') yield* this.run(parseScript(args[1] ?? ''), streams);
        return;
      default:
    }
    const call = name === 'curl' && !this.options.hasCurl ? undefined : netApplets[name.replace(/^(\/usr)?\/bin\//, '')]?.(args);
    if (call) {
      const answer = 'request' in call ? ((yield { ms: 0, fetch: call.request }) as NetAnswer) : undefined;
      const { files } = this.options;
      this.report(
        'request' in call ? call.finish(answer as NetAnswer, (path, text) => void files.write(this.path(path), text)) : call,
        streams,
      );
      return;
    }
    const applet = applets[name.replace(/^(\/usr)?\/bin\//, '')];
    if (!applet) {
      streams.err(`sh: ${name}: not found\n`);
      this.status = 127;
      return;
    }
    const { hostname, podIP, user, main } = this.options;
    const result = applet({
      args,
      stdin: streams.stdin,
      files: withProcfs(this.options),
      nowMs: this.options.nowMs(),
      hostname,
      lookup: (one) => this.options.lookup(one),
      podIP,
      user,
      main,
      kill: (signal) => this.options.kill(signal),
      directory: this.directory,
      environment: () => this.environment(),
      path: (one) => this.path(one),
    });
    this.report(result, streams);
  }

  private report({ out, err, code }: AppletResult, streams: Streams): void {
    if (out) streams.out(out);
    if (err) streams.err(err);
    this.status = code;
  }

  private *runTraps(streams: Streams): Generator<Pause, void, unknown> {
    while (this.pending.length && this.exiting === undefined) {
      const action = this.traps.get(this.pending.shift() as string);
      if (action) yield* this.run(parseScript(action), streams);
    }
  }

  private redirect(redirections: readonly Redirection[], streams: Streams): Streams | undefined {
    const target = (word: string): string => this.path(expandText(word, this.scope(streams)));
    const redirected = redirect(redirections, streams, withProcfs(this.options), target);
    if (!redirected) this.status = 1;
    return redirected;
  }

  private scope(streams: Streams): ExpansionScope {
    return {
      get: (name) => {
        if (name === '?') return String(this.status);
        if (name === '$') return '1';
        if (name === '0') return this.options.name;
        if (name === '#') return String(Math.max(0, this.options.positional.length - 1));
        if (name === '@' || name === '*') return this.options.positional.slice(1).join(' ');
        if (/^[1-9]$/.test(name)) return this.options.positional[Number(name)];
        return this.variables.get(name);
      },
      set: (name, value) => void this.variables.set(name, value),
      capture: (script) => {
        let text = '';
        const run = this.run(
          { type: 'group', subshell: true, body: parseScript(script), redirections: [] },
          {
            ...streams,
            out: (one) => {
              text += one;
            },
          },
        );
        for (let step = run.next(); !step.done;) step = run.next(step.value.fetch ? this.options.fetchLocal(step.value.fetch) : undefined);
        return text;
      },
    };
  }

  private environment(): ReadonlyMap<string, string> {
    return new Map([...this.variables].filter(([name]) => this.exported.has(name)));
  }

  private path(name: string): string {
    return name.startsWith('/') ? name : `${this.directory === '/' ? '' : this.directory}/${name}`;
  }
}
