/** busybox' applets, as far as manifests use them: pure functions of their arguments, input and files. */
import { EPOCH_MS } from '../../../api/time';
import type { FileSystem } from '../program';
import { tar } from './tar';

export interface AppletContext {
  readonly args: readonly string[];
  readonly stdin: string;
  readonly files: FileSystem;
  readonly nowMs: number;
  readonly hostname: string;
  lookup(name: string): string | undefined;
  readonly podIP: string;
  readonly user: { readonly uid: number; readonly gid: number };
  /** Command line of process 1. */
  readonly main: string;
  kill(signal: string): void;
  readonly directory: string;
  readonly environment: () => ReadonlyMap<string, string>;
  path(name: string): string;
}

export interface AppletResult {
  readonly code: number;
  readonly out?: string;
  readonly err?: string;
}

type Applet = (context: AppletContext) => AppletResult;

const ok = (out = ''): AppletResult => ({ code: 0, out });

export const applets: Readonly<Record<string, Applet>> = {
  true: () => ok(),
  ':': () => ok(),
  sync: () => ok(),
  mkdir: () => ok(),
  chmod: () => ok(),
  chown: () => ok(),
  false: () => ({ code: 1 }),
  echo: ({ args }) => {
    const plain = args[0] === '-n' || args[0] === '-e';
    return ok(`${(plain ? args.slice(1) : args).join(' ')}${args[0] === '-n' ? '' : '\n'}`);
  },
  printf: ({ args }) => ok(printf(args)),
  test: ({ args, files, path }) => ({ code: condition(args, files, path) ? 0 : 1 }),
  '[': ({ args, files, path }) => ({ code: condition(args.slice(0, -1), files, path) ? 0 : 1 }),
  cat: (context) => eachFile(context, context.args, (text) => text),
  head: (context) => firstLines(context, (lines, count) => lines.slice(0, count)),
  tail: (context) => firstLines(context, (lines, count) => lines.slice(-count)),
  touch: ({ args, files, path }) => {
    for (const name of args) if (files.read(path(name)) === undefined) files.write(path(name), '');
    return ok();
  },
  rm: ({ args, files, path }) => {
    for (const name of args) if (!name.startsWith('-')) files.remove(path(name));
    return ok();
  },
  ls: ({ args, files, path }) => {
    const name = args.find((one) => !one.startsWith('-')) ?? '.';
    const names = files.list(path(name));
    if (names) return ok(names.map((one) => `${one}\n`).join(''));
    return files.read(path(name)) === undefined ? { code: 1, err: `ls: ${name}: No such file or directory\n` } : ok(`${name}\n`);
  },
  env: ({ environment }) => ok([...environment()].map(([name, value]) => `${name}=${value}\n`).join('')),
  printenv: ({ args, environment }) => {
    const [name] = args;
    if (name === undefined) return ok([...environment()].map(([key, value]) => `${key}=${value}\n`).join(''));
    const value = environment().get(name);
    return value === undefined ? { code: 1 } : ok(`${value}\n`);
  },
  hostname: ({ args, hostname, podIP }) => ok(`${args[0] === '-i' ? podIP : hostname}\n`),
  nslookup: ({ args, lookup }) => {
    const name = args.find((one) => !one.startsWith('-')) ?? '';
    const address = lookup(name);
    const server = 'Server:\t\t10.96.0.10\nAddress:\t10.96.0.10:53\n\n';
    return address === undefined
      ? { code: 1, out: `${server}** server can't find ${name}: NXDOMAIN\n\n` }
      : ok(`${server}Name:\t${name}\nAddress: ${address}\n\n`);
  },
  date: ({ args, nowMs }) =>
    ok(`${args[0] === '+%s' ? Math.floor((EPOCH_MS + nowMs) / 1000) : new Date(EPOCH_MS + nowMs).toISOString().slice(0, 19)}\n`),
  seq: ({ args }) => {
    const [first, last] = args.length > 1 ? [Number(args[0]), Number(args.at(-1))] : [1, Number(args[0])];
    let out = '';
    for (let value = first; value <= Math.min(last, first + 10_000); value++) out += `${value}\n`;
    return ok(out);
  },
  wc: (context) =>
    eachFile(
      context,
      context.args.filter((one) => !one.startsWith('-')),
      (text) => `${context.args[0] === '-c' ? text.length : text.split('\n').length - 1}\n`,
    ),
  tr: ({ args, stdin }) => ok(translate(stdin, args)),
  sort: ({ stdin }) =>
    ok(
      lines(stdin)
        .sort()
        .map((line) => `${line}\n`)
        .join(''),
    ),
  uniq: ({ stdin }) =>
    ok(
      lines(stdin)
        .filter((line, at, all) => line !== all[at - 1])
        .map((line) => `${line}\n`)
        .join(''),
    ),
  grep: (context) => {
    const flags = context.args.filter((one) => one.startsWith('-')).join('');
    const [pattern = '', ...names] = context.args.filter((one) => !one.startsWith('-'));
    const input = names.length ? names.map((name) => context.files.read(context.path(name))) : [context.stdin];
    if (input.includes(undefined)) return { code: 2, err: `grep: ${names[input.indexOf(undefined)]}: No such file or directory\n` };
    const found = input.flatMap((text) => lines(text ?? '')).filter((line) => line.includes(pattern) !== flags.includes('v'));
    return { code: found.length ? 0 : 1, out: flags.includes('q') ? '' : found.map((line) => `${line}\n`).join('') };
  },
  dd: ({ args, files, path }) => {
    const option = (name: string): string | undefined => args.find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1);
    const target = option('of');
    const block = /^(\d+)([kMG]?)$/.exec(option('bs') ?? '512');
    const unit = { k: 2 ** 10, M: 2 ** 20, G: 2 ** 30 }[block?.[2] ?? ''] ?? 1;
    if (target) files.allocate(path(target), Number(option('count') ?? 1) * Number(block?.[1] ?? 512) * unit);
    return ok();
  },
  expr: ({ args }) => ok(`${args.join(' ')}\n`),
  id: ({ args, user: { uid, gid } }) => {
    if (args[0] === '-u') return ok(`${uid}\n`);
    if (args[0] === '-g') return ok(`${gid}\n`);
    const named = (id: number): string => (id === 0 ? '0(root)' : String(id));
    return ok(`uid=${named(uid)} gid=${named(gid)} groups=${named(gid)}\n`);
  },
  whoami: ({ user: { uid } }) => (uid === 0 ? ok('root\n') : { code: 1, err: `whoami: unknown uid ${uid}\n` }),
  pwd: ({ directory }) => ok(`${directory}\n`),
  ps: ({ main, user: { uid } }) => {
    const line = (pid: number, command: string): string =>
      `${String(pid).padStart(5)} ${(uid === 0 ? 'root' : String(uid)).padEnd(8)}  0:00 ${command}\n`;
    return ok(`PID   USER     TIME  COMMAND\n${line(1, main)}${line(7, 'ps')}`);
  },
  kill: ({ args, kill }) => {
    const flag =
      args
        .find((one) => one.startsWith('-'))
        ?.slice(1)
        .replace(/^SIG/, '') ?? 'TERM';
    const name = { '1': 'HUP', '2': 'INT', '3': 'QUIT', '9': 'KILL', '15': 'TERM' }[flag] ?? flag;
    const pid = args.find((one) => !one.startsWith('-'));
    if (pid === undefined) return { code: 1, err: 'kill: you need to specify whom to kill\n' };
    if (pid !== '1') return { code: 1, err: `kill: can't kill pid ${pid}: No such process\n` };
    // From inside its own namespace nothing can kill process 1 that it does not want.
    if (name !== 'KILL') kill(`SIG${name}`);
    return ok();
  },
  tar,
  uname: () => ok('Linux\n'),
  nproc: () => ok('2\n'),
};

function eachFile({ stdin, files, path }: AppletContext, names: readonly string[], map: (text: string) => string): AppletResult {
  if (!names.length) return ok(map(stdin));
  let out = '';
  let err = '';
  for (const name of names) {
    const text = files.read(path(name));
    if (text === undefined) err += `cat: can't open '${name}': No such file or directory\n`;
    else out += map(text);
  }
  return { code: err ? 1 : 0, out, err };
}

function firstLines(context: AppletContext, pick: (all: string[], count: number) => string[]): AppletResult {
  const flag = context.args.findIndex((one) => /^-(n|\d+)/.test(one));
  const count = flag < 0 ? 10 : Number(/\d+/.exec(context.args[flag] ?? '')?.[0] ?? context.args[flag + 1]);
  const names = context.args.filter((one, at) => !one.startsWith('-') && !(flag >= 0 && context.args[flag] === '-n' && at === flag + 1));
  return eachFile(context, names, (text) =>
    pick(lines(text), count)
      .map((line) => `${line}\n`)
      .join(''),
  );
}

function condition(args: readonly string[], files: FileSystem, path: (name: string) => string): boolean {
  if (args[0] === '!') return !condition(args.slice(1), files, path);
  const [left = '', operator, right = ''] = args;
  if (args.length >= 3) {
    switch (operator) {
      case '=':
      case '==':
        return left === right;
      case '!=':
        return left !== right;
      case '-eq':
        return Number(left) === Number(right);
      case '-ne':
        return Number(left) !== Number(right);
      case '-lt':
        return Number(left) < Number(right);
      case '-le':
        return Number(left) <= Number(right);
      case '-gt':
        return Number(left) > Number(right);
      case '-ge':
        return Number(left) >= Number(right);
      default:
        return false;
    }
  }
  if (args.length === 2) {
    const name = operator ?? '';
    switch (left) {
      case '-z':
        return name === '';
      case '-n':
        return name !== '';
      case '-e':
        return files.read(path(name)) !== undefined || files.list(path(name)) !== undefined;
      case '-f':
        return files.read(path(name)) !== undefined;
      case '-s':
        return (files.read(path(name)) ?? '') !== '';
      case '-d':
        return files.list(path(name)) !== undefined;
      default:
        return false;
    }
  }
  return left !== '';
}

function printf(args: readonly string[]): string {
  const [format = '', ...values] = args;
  const template = format.replace(/\\n/g, '\n').replace(/\\t/g, '\t');
  let next = 0;
  let out = '';
  // The format is used again as long as there are values it takes.
  do {
    const before = next;
    out += template.replace(/%(s|d|%)/g, (_, kind: string) => (kind === '%' ? '%' : (values[next++] ?? (kind === 'd' ? '0' : ''))));
    if (next === before) break;
  } while (next < values.length);
  return out;
}

function translate(text: string, args: readonly string[]): string {
  const unescape = (set: string): string => set.replace(/\\0/g, '\0').replace(/\\n/g, '\n').replace(/\\t/g, '\t');
  if (args[0] === '-d') return [...text].filter((char) => !unescape(args[1] ?? '').includes(char)).join('');
  const from = unescape(args[0] ?? '');
  const to = unescape(args[1] ?? '');
  return [...text].map((char) => (from.includes(char) ? (to[Math.min(from.indexOf(char), to.length - 1)] ?? char) : char)).join('');
}

function lines(text: string): string[] {
  const all = text.split('\n');
  if (all.at(-1) === '') all.pop();
  return all;
}
