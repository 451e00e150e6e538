/** One recorded case: its steps against a fresh server. */
import type { HttpRequest } from '../../../workers/apiserver/http';
import { difference } from '../parity-area';
import { Placeholders } from './placeholders';
import { CaseServer } from './server';
import type { Answer } from './server';

export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly user?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly contentType?: string;
  readonly body?: unknown;
  readonly bodyText?: string;
  readonly bodyBytes?: unknown;
}

export interface RecordedResponse {
  readonly code: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: unknown;
  readonly bodyText?: string;
  readonly events?: readonly unknown[];
}

export interface Step {
  readonly note?: string;
  readonly request?: RecordedRequest;
  readonly response?: RecordedResponse;
  readonly sleep?: number;
  /** For something that controllers do. */
  readonly wait?: object;
}

export interface RecordedCase {
  readonly id: string;
  readonly unordered?: boolean;
  readonly managedFields?: boolean;
  readonly precondition?: string;
  readonly namespaces?: readonly { readonly name: string; readonly labels?: Readonly<Record<string, string>> }[];
  readonly steps: readonly Step[];
}

/** Differences of all steps; a difference does not stop the case. */
export function runCase(recorded: RecordedCase): string[] {
  const server = new CaseServer();
  for (const { name, labels } of recorded.namespaces ?? []) {
    server.send({
      method: 'POST',
      path: '/api/v1/namespaces',
      headers: { authorization: 'Bearer admin' },
      body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name, ...(labels ? { labels } : {}) } },
    });
  }
  const placeholders = new Placeholders(recorded.unordered ?? false);
  return recorded.steps.flatMap((step, at) => {
    if (step.sleep) server.sleep(step.sleep);
    if (step.wait) server.wait();
    if (!step.request || !step.response) return [];
    const answer = server.send(httpRequest(step.request, placeholders, step.note));
    return compareAnswer(
      `step ${at} ${step.request.method} ${step.request.path}`,
      step.response,
      answer,
      placeholders,
      recorded.managedFields ?? false,
    );
  });
}

function httpRequest(request: RecordedRequest, placeholders: Placeholders, note = ''): HttpRequest {
  const large = request.bodyBytes === undefined ? undefined : largeBody(note);
  const hasBody = request.body !== undefined || request.bodyText !== undefined || large !== undefined;
  const given = Object.fromEntries(Object.entries(request.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
  const contentType = request.contentType ?? (hasBody ? 'application/json' : undefined);
  const text =
    request.bodyText === undefined
      ? request.body === undefined
        ? ''
        : spacedJson(placeholders.fillDeep(request.body))
      : placeholders.fill(request.bodyText);
  return {
    method: request.method,
    path: placeholders.fill(request.path),
    headers: {
      accept: 'application/json',
      'user-agent': 'client/1.0',
      ...given,
      ...(contentType === undefined ? {} : { 'content-type': contentType }),
      ...(request.user === null || given.authorization ? {} : { authorization: `Bearer ${request.user ?? 'admin'}` }),
    },
    body: large ?? text,
  };
}

/** JSON as the recordings' client wrote it: a blank behind every colon and comma. */
function spacedJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spacedJson).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}: ${spacedJson(member)}`).join(', ')}}`;
}

/** Bodies too large to be recorded are described in the step's note. */
function largeBody(note: string): string {
  const operations = /(\d+) times (\{.*\})/.exec(note);
  if (operations) return `[${Array.from({ length: Number(operations[1]) }, () => operations[2]).join(',')}]`;
  const value = 'x'.repeat(Number(/(\d+) times x/.exec(note)?.[1] ?? 0));
  return note.includes('merge patch')
    ? JSON.stringify({ data: { k: value } })
    : JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { k: value } });
}

function compareAnswer(
  path: string,
  recorded: RecordedResponse,
  { reply, events }: Answer,
  placeholders: Placeholders,
  managedFields: boolean,
): string[] {
  if (recorded.events) {
    if (!events) return [difference(path, recorded.events, reply?.body)];
    return placeholders.compare(
      path,
      recorded.events.filter(isTold),
      JSON.parse(JSON.stringify(events.filter(isTold).map((event) => tidy(event, managedFields)))),
    );
  }
  if (!reply) return [difference(path, recorded.body, events)];
  const lines: string[] = [];
  if (reply.code !== recorded.code) lines.push(difference(`${path} code`, recorded.code, reply.code));
  const ours = typeof reply.body === 'string' ? reply.body : (JSON.parse(JSON.stringify(reply.body ?? null)) as unknown);
  if (recorded.body !== undefined) lines.push(...placeholders.compare(path, recorded.body, tidy(ours, managedFields)));
  if (recorded.bodyText !== undefined) lines.push(...placeholders.compare(path, recorded.bodyText, ours));
  const warnings = (reply.warnings ?? []).map((text) => `299 - ${JSON.stringify(text)}`);
  lines.push(...placeholders.compare(`${path} warnings`, recorded.headers?.Warning ?? [], warnings));
  const type = recorded.headers?.['Content-Type'];
  if (type !== undefined) lines.push(...placeholders.compare(`${path} content type`, type, reply.contentType));
  for (const name of ['Location', 'WWW-Authenticate', 'Retry-After', 'Allow']) {
    lines.push(...placeholders.compare(`${path} ${name}`, recorded.headers?.[name], reply.headers?.[name.toLowerCase()]));
  }
  return lines;
}

/** All but ordinary bookmarks, which come with time. */
function isTold(event: unknown): boolean {
  const { type, object } = event as { type: string; object?: { metadata?: { annotations?: Record<string, string> } } };
  return type !== 'BOOKMARK' || object?.metadata?.annotations?.['k8s.io/initial-events-end'] === 'true';
}

/** Without what recordings leave out: managed fields, descriptions of columns. */
function tidy(value: unknown, managedFields: boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => tidy(item, managedFields));
  if (typeof value !== 'object' || value === null) return value;
  const result: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) {
    if (key === 'managedFields' && !managedFields) continue;
    if (key === 'columnDefinitions' && Array.isArray(member))
      result[key] = member.map(({ description: _description, ...column }: Record<string, unknown>) => column);
    else result[key] = tidy(member, managedFields);
  }
  return result;
}
