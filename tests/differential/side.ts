/** One of the two servers that are asked the same: a real one over HTTPS, or ours in this process. */
import { Agent, request as httpsRequest } from 'node:https';
import { request as httpRequest } from 'node:http';
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import { CaseServer } from '../parity/api/server';

/** A request as it is sent; `body` is text already. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Answer {
  readonly code: number;
  /** Parsed JSON, or the text where it is none; of a watch, the list of its documents. */
  readonly body: unknown;
  /** Content-Type, Location, Allow and the texts of the warnings, in order. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
}

export interface Side {
  /** The user's token, who may do everything. */
  readonly token: string;
  /** Milliseconds since 1970 on this server's clock: times near it were written by the server. */
  nowMs(): number;
  send(asked: Asked): Promise<Answer>;
  /** Lets that much of this server's time go by. */
  pause(ms: number): Promise<void>;
  close(): void;
}

/** The code of what is no answer: the server panicked and hung up. */
export const HUNG_UP = 0;

const TOLD = ['content-type', 'location', 'allow', 'retry-after', 'www-authenticate'];
const EPOCH_MS = Date.UTC(2026, 0, 1);

/** A server at `url`, whose certificate nobody checks. */
export function remoteSide(url: string, token: string): Side {
  const { protocol, hostname, port } = new URL(url);
  const agent = protocol === 'https:' ? new Agent({ keepAlive: true, maxSockets: 4, rejectUnauthorized: false }) : undefined;
  const open = agent ? httpsRequest : httpRequest;
  const send = (asked: Asked): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const { method, path, headers, body } = asked;
      const length: OutgoingHttpHeaders = body === '' ? {} : { 'content-length': Buffer.byteLength(body) };
      const request = open(
        { hostname, port, method, path, headers: { ...headers, ...length }, ...(agent ? { agent } : {}) },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => void chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString('utf8');
            const watched = isWatch(path) && response.statusCode === 200;
            resolve({
              code: response.statusCode ?? 0,
              body: watched ? text.split('\n').filter(Boolean).map(parsed) : parsed(text),
              headers: headersOf(response.headers, warningsOf(response.headers['warning'])),
            });
          });
        },
      );
      request.on('error', (error) => {
        // A kept connection may end just when it is used again.
        if (request.reusedSocket) send(asked).then(resolve, reject);
        else if ((error as { code?: string }).code === 'ECONNRESET') resolve({ code: HUNG_UP, body: '', headers: { warning: [] } });
        else reject(new Error(`${method} ${path}: ${error.message}`, { cause: error }));
      });
      request.end(body);
    });
  const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
  return { token, nowMs: () => Date.now(), send, pause, close: () => agent?.destroy() };
}

/** Our own API server, with what the parity runner puts beside it. */
export function ownSide(): Side {
  const server = new CaseServer();
  return {
    token: 'admin',
    nowMs: () => EPOCH_MS,
    pause: (ms) => Promise.resolve(server.sleep(ms / 1000)),
    send: (asked) => {
      const { reply, events, contentType, warnings = [] } = answerOf(server, asked);
      if (events) return Promise.resolve({ code: 200, body: plain(events), headers: headersOf({ 'content-type': contentType }, warnings) });
      const given = Object.fromEntries(Object.entries(reply?.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
      return Promise.resolve({
        code: reply?.code ?? 0,
        body: typeof reply?.body === 'string' ? parsed(reply.body) : plain(reply?.body ?? ''),
        headers: headersOf({ ...given, 'content-type': reply?.contentType || undefined }, reply?.warnings ?? []),
      });
    },
    close: () => server.api.close(),
  };
}

/** What it throws is a difference like any other. */
function answerOf(server: CaseServer, asked: Asked): ReturnType<CaseServer['send']> {
  try {
    return server.send(asked);
  } catch (error) {
    return { reply: { code: 500, contentType: 'text/plain', body: `thrown: ${error instanceof Error ? error.stack : String(error)}` } };
  }
}

function headersOf(given: IncomingHttpHeaders, warning: readonly string[]): Answer['headers'] {
  const told = TOLD.flatMap((name) => (given[name] === undefined ? [] : [[name, String(given[name])] as const]));
  return { ...Object.fromEntries(told), warning };
}

/** The texts of `299 - "..."` warnings. */
function warningsOf(header: string | undefined): string[] {
  return [...(header ?? '').matchAll(/299 - ("(?:[^"\\]|\\.)*")/g)].map(([, quoted = '""']) => String(parsed(quoted)));
}

function isWatch(path: string): boolean {
  return /[?&]watch=(1|true)\b/.test(path);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** As a client would read it: without undefined members. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
