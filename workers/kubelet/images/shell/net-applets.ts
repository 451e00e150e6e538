/** Applets that talk to other pods: the request they send, and what they make of its answer. */
import type { NetAnswer, NetRequest } from '../program';
import type { AppletResult } from './applets';

export interface NetCall {
  readonly request: NetRequest;
  /** `write` puts a file where -O or -o says. */
  finish(answer: NetAnswer, write: (path: string, text: string) => void): AppletResult;
}

/** A call, or what is wrong with the arguments. */
type NetApplet = (args: readonly string[]) => NetCall | AppletResult;

/** Differs: TCP would try for minutes. */
const TIMEOUT_MS = 10_000;
const PHRASES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
};

export const netApplets: Readonly<Record<string, NetApplet>> = { wget, nc, curl };

function wget(args: readonly string[]): NetCall | AppletResult {
  const { flags, values, words } = parse(args, 'OTPUY');
  const target = parseUrl(words[0]);
  if (!target) return { code: 1, err: 'wget: missing URL\n' };
  const quiet = flags.has('q');
  const file = values.get('O') ?? (target.path.split('/').pop() || 'index.html');
  const request = { ...target, method: 'GET', timeoutMs: seconds(values.get('T')) };
  return {
    request,
    finish: (answer, write) => {
      if (answer.error === 'bad-address') return { code: 1, err: `wget: bad address '${target.host}'\n` };
      const connecting = quiet ? '' : `Connecting to ${target.host} (${answer.address}:${target.port})\n`;
      if (answer.error === 'timeout') return { code: 1, err: `${connecting}wget: download timed out\n` };
      if (answer.error !== undefined)
        return { code: 1, err: `${connecting}wget: can't connect to remote host (${answer.address}): ${errorText(answer.error)}\n` };
      const { code, body } = answer.response;
      if (code >= 400) return { code: 1, err: `${connecting}wget: server returned error: HTTP/1.1 ${code} ${PHRASES[code] ?? 'Error'}\n` };
      if (flags.has('spider')) return { code: 0, err: quiet ? '' : `${connecting}remote file exists\n` };
      if (file !== '-') write(file, body);
      const [name, saving, saved] =
        file === '-' ? ['-', 'writing to stdout', 'written to stdout'] : [file, `saving to '${file}'`, `'${file}' saved`];
      const bar = `${name.padEnd(20)} 100% |${'*'.repeat(32)}| ${String(body.length).padStart(5)}  0:00:00 ETA`;
      return { code: 0, out: file === '-' ? body : '', err: quiet ? '' : `${connecting}${saving}\n${bar}\n${saved}\n` };
    },
  };
}

function nc(args: readonly string[]): NetCall | AppletResult {
  const { flags, values, words } = parse(args, 'wip');
  const [host, port] = words;
  if (flags.has('l') || host === undefined || !/^\d+$/.test(port ?? '')) return { code: 1, err: 'BusyBox nc: bad arguments\n' };
  return {
    request: { host, port: Number(port), method: 'CONNECT', path: '/', timeoutMs: seconds(values.get('w')) },
    finish: (answer) => {
      if (answer.error === 'bad-address') return { code: 1, err: `nc: bad address '${host}'\n` };
      if (answer.error === 'timeout') return { code: 1, err: 'nc: timed out\n' };
      if (answer.error !== undefined) return { code: 1, err: `nc: ${host} (${answer.address}:${port}): ${errorText(answer.error)}\n` };
      return { code: 0, err: flags.has('v') ? `${host} (${answer.address}:${port}) open\n` : '' };
    },
  };
}

function curl(args: readonly string[]): NetCall | AppletResult {
  const { flags, values, words } = parse(args, 'omwXHd', [
    'max-time',
    'connect-timeout',
    'output',
    'write-out',
    'request',
    'header',
    'data',
    'retry',
  ]);
  const target = parseUrl(words[0]);
  if (!target) return { code: 2, err: "curl: try 'curl --help' or 'curl --manual' for more information\n" };
  const silent = flags.has('s') || flags.has('silent');
  const loud = !silent || flags.has('S') || flags.has('show-error');
  const limit = values.get('m') ?? values.get('max-time') ?? values.get('connect-timeout');
  const fail = (code: number, text: string): AppletResult => ({ code, err: loud ? `curl: (${code}) ${text}\n` : '' });
  return {
    request: { ...target, method: values.get('X') ?? values.get('request') ?? 'GET', timeoutMs: seconds(limit) },
    finish: (answer, write) => {
      if (answer.error === 'bad-address') return fail(6, `Could not resolve host: ${target.host}`);
      if (answer.error === 'timeout') return fail(28, `Connection timed out after ${seconds(limit)} milliseconds`);
      if (answer.error !== undefined)
        return fail(7, `Failed to connect to ${target.host} port ${target.port} after 0 ms: Could not connect to server`);
      const { code, body } = answer.response;
      if (code >= 400 && (flags.has('f') || flags.has('fail'))) return fail(22, `The requested URL returned error: ${code}`);
      const file = values.get('o') ?? values.get('output');
      if (file !== undefined) write(file, body);
      const format = values.get('w') ?? values.get('write-out') ?? '';
      const tail = format.replace(/%\{http_code\}|%\{response_code\}/g, String(code)).replace(/\\n/g, '\n');
      return { code: 0, out: `${file === undefined ? body : ''}${tail}` };
    },
  };
}

interface Arguments {
  readonly flags: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, string>;
  readonly words: readonly string[];
}

/** `taking`: letters whose value follows, in the same word or the next. */
function parse(args: readonly string[], taking: string, longTaking: readonly string[] = []): Arguments {
  const flags = new Set<string>();
  const values = new Map<string, string>();
  const words: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const word = args[at] as string;
    if (word.startsWith('--')) {
      const [name = '', value] = word.slice(2).split('=');
      if (value !== undefined) values.set(name, value);
      else if (longTaking.includes(name)) values.set(name, args[++at] ?? '');
      else flags.add(name);
    } else if (word.startsWith('-') && word.length > 1) {
      for (let letter = 1; letter < word.length; letter++) {
        const name = word[letter] as string;
        if (!taking.includes(name)) flags.add(name);
        else {
          values.set(name, word.slice(letter + 1) || (args[++at] ?? ''));
          break;
        }
      }
    } else words.push(word);
  }
  return { flags, values, words };
}

function parseUrl(text: string | undefined): { host: string; port: number; path: string } | undefined {
  const match = /^(?:(https?):\/\/)?([^/:]+)(?::(\d+))?(\/.*)?$/.exec(text ?? '');
  if (!match) return undefined;
  const [, scheme, host = '', port, path = '/'] = match;
  return { host, port: port === undefined ? (scheme === 'https' ? 443 : 80) : Number(port), path };
}

function seconds(text: string | undefined): number {
  const value = Number(text);
  return value > 0 ? Math.round(value * 1000) : TIMEOUT_MS;
}

function errorText(error: 'refused' | 'unreachable'): string {
  return error === 'refused' ? 'Connection refused' : 'No route to host';
}
