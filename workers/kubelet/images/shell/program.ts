/** The shell as a program: `sh -c`, and single applets such as `sleep` run as pid 1. */
import type { ExecResult, NetAnswer, ProgramHost, RunningProgram } from '../program';
import { applets } from './applets';
import { commandNames, isBuiltin } from './command-names';
import { Interpreter } from './interpreter';
import { parseScript } from './parse';
import type { Pause, ShellOptions } from './shell-options';

const SHELLS = ['sh', '/bin/sh', 'ash', 'bash', '/bin/bash'];
/** From start to exit of a process that does nothing. */
const SHORTEST_RUN_MS = 30;
/** A program that is to run forever is a server from this age on: its sleeps are no work that anybody waits for. */
const SETTLED_MS = 60_000;
/** Sleeps longer than this are servers in disguise: "run until idle" does not wait for them. */
const FOREGROUND_SLEEP_MS_MAX = 300_000;

export function isShell(binary: string): boolean {
  return SHELLS.includes(binary);
}

export function isApplet(binary: string): boolean {
  const name = binary.replace(/^(\/usr)?\/bin\//, '');
  return SHELLS.includes(binary) || name === 'sleep' || name === 'wget' || name === 'nc' || name in applets;
}

/** Applets that read their input, where they are given no file. */
const READERS = new Set(['cat', 'head', 'tail', 'wc', 'tr', 'sort', 'uniq', 'grep', 'tar']);

/** Does a command have to wait for all of its input? A shell without a script reads one. */
export function readsInput([binary = '', ...args]: readonly string[]): boolean {
  if (!SHELLS.includes(binary)) return READERS.has(binary.replace(/^(\/usr)?\/bin\//, ''));
  if (args[0] !== '-c') return true;
  try {
    return commandNames(parseScript(args[1] ?? '')).some((name) => READERS.has(name));
  } catch {
    return false;
  }
}

/** Does a script call a program that the shell does not know? */
export function runsUnknown(argv: readonly string[]): boolean {
  if (!SHELLS.includes(argv[0] ?? '') || argv[1] !== '-c') return false;
  try {
    return commandNames(parseScript(argv[2] ?? '')).some((name) => /^[\w./-]+$/.test(name) && !isApplet(name) && !isBuiltin(name));
  } catch {
    return true;
  }
}

export function shellProgram(host: ProgramHost): RunningProgram {
  const shellItself = isShell(host.argv[0] ?? '');
  const startedMs = host.nowMs();
  const shell: Interpreter = new Interpreter({
    env: host.env,
    files: host.files,
    hostname: host.hostname,
    lookup: (name) => host.lookup(name),
    podIP: host.podIP,
    nowMs: () => host.nowMs(),
    user: host.user,
    main: host.argv.join(' '),
    kill: (signal) => void shell.signal(signal),
    fetchLocal: (request) => host.fetchLocal(request),
    hasCurl: host.hasCurl,
    write: (text, stream) => writeLines(host, text, stream),
    positional: shellItself ? host.argv.slice(3) : [],
    name: shellItself ? (host.argv[3] ?? 'sh') : 'sh',
  });
  const run = shellItself ? (host.argv[1] === '-c' ? shell.script(host.argv[2] ?? '') : shell.script('')) : shell.command(host.argv);
  let wake: (() => void) | undefined;
  const end = (code: number): void => {
    const early = startedMs + SHORTEST_RUN_MS - host.nowMs();
    if (early > 0) host.after(early, () => host.exit(code));
    else host.exit(code);
  };
  const advance = (answer?: NetAnswer): void => {
    wake = undefined;
    const step = run.next(answer);
    if (step.done) return end(step.value);
    const pause: Pause = step.value;
    if (pause.fetch) host.fetch(pause.fetch, advance);
    else if (pause.forever) wake = () => host.after(pause.ms / 2, () => advance());
    else
      host.after(pause.ms, () => advance(), {
        background: pause.ms > FOREGROUND_SLEEP_MS_MAX || (!host.runsToEnd && host.nowMs() - startedMs > SETTLED_MS),
      });
  };
  advance();
  return {
    signal: (signal) => {
      const handled = shell.signal(signal);
      if (handled) wake?.();
      return handled;
    },
  };
}

/** `kubectl exec`, exec probes and hooks in a container with a shell. undefined: no such binary. */
export function execInShell(host: Omit<ShellOptions, 'write' | 'positional' | 'name'>, argv: readonly string[]): ExecResult | undefined {
  if (!isApplet(argv[0] ?? '')) return undefined;
  const output = { stdout: '', stderr: '' };
  const shell = new Interpreter({
    ...host,
    positional: argv.slice(3),
    name: argv[3] ?? 'sh',
    write: (text, stream) => {
      output[stream] += text;
    },
  });
  const run = SHELLS.includes(argv[0] ?? '') ? shell.script(argv[1] === '-c' ? (argv[2] ?? '') : '') : shell.command(argv);
  let durationMs = 0;
  let answer: NetAnswer | undefined;
  for (;;) {
    const step = run.next(answer);
    answer = undefined;
    if (step.done) return { code: step.value, ...output, durationMs };
    if (step.value.forever) return { code: 137, ...output, durationMs: Number.MAX_SAFE_INTEGER };
    if (step.value.fetch) answer = host.fetchLocal(step.value.fetch);
    durationMs += step.value.ms;
  }
}

function writeLines(host: ProgramHost, text: string, stream: 'stdout' | 'stderr'): void {
  const lines = text.split('\n');
  const last = lines.pop();
  for (const line of lines) host.log(line, stream);
  if (last) host.log(last, stream, true);
}
