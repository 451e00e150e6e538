/** A few requests in order, asked of two servers, and where their answers differ. */
import { compare } from './compare';
import type { Difference } from './compare';
import { Mask } from './mask';
import { HUNG_UP } from './side';
import type { Answer, Side } from './side';

export interface Step {
  readonly method: string;
  /** Like every text of a step it may hold "{{0:metadata.resourceVersion}}": what that server answered to step 0 at that path. */
  readonly path: string;
  readonly body?: unknown;
  /** Sent as it is. */
  readonly text?: string;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Scenario {
  readonly kind: string;
  readonly steps: readonly Step[];
  /** Whether managedFields are compared. */
  readonly managedFields?: boolean;
  /** Paths of what the steps may have left. */
  readonly leaves?: readonly string[];
}

export interface Outcome {
  /** Of the first step that differs; undefined where all agree. */
  readonly difference: (Difference & { readonly step: number }) | undefined;
  /** The real server's codes, of the steps that were played. */
  readonly codes: readonly number[];
}

/** How often what stores nothing is asked again, because the real server tells some things in an order of chance. */
const ASKED_MAX = 6;
const REFUSED = 400;

/** Steps after the first difference are not played: they would differ because of it; nor are those after one that the real server fell over. */
export async function play(real: Side, ours: Side, scenario: Scenario): Promise<Outcome> {
  const answers: { real: Answer[]; ours: Answer[] } = { real: [], ours: [] };
  const masks = { real: new Mask(() => real.nowMs(), scenario.managedFields), ours: new Mask(() => ours.nowMs(), scenario.managedFields) };
  let difference: Outcome['difference'];
  for (const [at, step] of scenario.steps.entries()) {
    for (const mask of Object.values(masks)) mask.generates(generateNameOf(step));
    const mine = await ask(ours, step, answers.ours);
    const found = await compareStep(real, step, answers.real, masks.real, maskAnswer(masks.ours, mine));
    answers.ours.push(mine);
    const hungUp = answers.real.at(-1)?.code === HUNG_UP;
    if (found && !hungUp) difference = { ...found, step: at };
    if (found || hungUp) break;
  }
  for (const side of [real, ours]) await remove(side, scenario.leaves ?? []);
  return { difference, codes: answers.real.map(({ code }) => code) };
}

/**
 * Asks the real server, and pushes what it answers. Where only the order of causes differs, that counts if the server keeps to it: a step
 * that stores nothing is asked several times, of others the order is not compared.
 */
async function compareStep(real: Side, step: Step, answers: Answer[], mask: Mask, ours: Answer): Promise<Difference | undefined> {
  const orders = new Set<string>();
  for (let asked = 1; ; asked++) {
    const answer = await ask(real, step, answers);
    const tried = mask.fork();
    const masked = maskAnswer(tried, answer);
    const found = compare(masked, ours);
    orders.add(JSON.stringify(masked.body));
    const isRepeatable = storesNothing(step) || answer.code >= REFUSED;
    const again = found !== undefined && isRepeatable && asked < ASKED_MAX && !(found.order && orders.size > 1);
    if (again) continue;
    mask.remember(tried);
    answers.push(answer);
    return found?.order && (orders.size > 1 || !isRepeatable) ? undefined : found;
  }
}

/** Deletes at once what is there, also where finalizers hold it. */
export async function remove(side: Side, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const gone = await ask(side, { method: 'DELETE', path: `${path}?gracePeriodSeconds=0&propagationPolicy=Background` }, []);
    const left = gone.body as { kind?: string; metadata?: { finalizers?: unknown } } | null;
    if (left?.metadata?.finalizers !== undefined)
      await ask(side, { method: 'PATCH', path, body: { metadata: { finalizers: null } }, contentType: 'application/merge-patch+json' }, []);
    if (left?.kind === 'Namespace')
      await ask(side, { method: 'PUT', path: `${path}/finalize`, body: { metadata: { name: path.split('/').at(-1) } } }, []);
  }
}

export function ask(side: Side, step: Step, before: readonly Answer[]): Promise<Answer> {
  const { method, path, body, text, contentType, headers } = fill(step, before) as Step;
  const sent = text ?? (body === undefined ? '' : JSON.stringify(body));
  return side.send({
    method,
    path,
    headers: {
      accept: 'application/json',
      'user-agent': 'differ/1',
      authorization: `Bearer ${side.token}`,
      ...(sent === '' ? {} : { 'content-type': contentType ?? 'application/json' }),
      ...headers,
    },
    body: sent,
  });
}

function generateNameOf({ body }: Step): string {
  const prefix = (body as { metadata?: { generateName?: unknown } } | undefined)?.metadata?.generateName;
  return typeof prefix === 'string' ? prefix : '';
}

function storesNothing({ method, path }: Step): boolean {
  return method === 'GET' ? !/[?&]watch=/.test(path) : /[?&]dryRun=All\b/.test(path);
}

function maskAnswer(mask: Mask, { code, body, headers }: Answer): Answer {
  return {
    code,
    body: mask.value(isStream(body) ? body.filter(isTold).map(withoutVersion) : body),
    headers: { ...headers, warning: (headers['warning'] as readonly string[]).map((text) => mask.text(text)) },
  };
}

interface Noted {
  readonly metadata?: { readonly annotations?: object };
}

/** `rows`: of a Table, which has the object inside. */
interface StreamEvent {
  readonly type?: string;
  readonly object?: Noted & { readonly rows?: readonly { readonly object?: Noted | null }[] };
}

function isStream(body: unknown): body is readonly StreamEvent[] {
  return Array.isArray(body);
}

/** Bookmarks come when the server likes, except the one that ends the initial events. */
function isTold(event: StreamEvent): boolean {
  const { metadata, rows } = event.object ?? {};
  return event.type !== 'BOOKMARK' || (rows?.[0]?.object ?? { metadata }).metadata?.annotations !== undefined;
}

/** A bookmark's revision is the server's, not that of something that was made. */
function withoutVersion(event: StreamEvent): StreamEvent {
  if (event.type !== 'BOOKMARK') return event;
  return JSON.parse(JSON.stringify(event, (name, value: unknown) => (name === 'resourceVersion' ? '<rv>' : value))) as StreamEvent;
}

function fill(value: unknown, answers: readonly Answer[]): unknown {
  if (typeof value === 'string')
    return value.replace(/\{\{(\d+):([^}]+)\}\}/g, (hole, step: string, path: string) =>
      String(at(answers[Number(step)]?.body, path) ?? hole),
    );
  if (Array.isArray(value)) return value.map((item) => fill(item, answers));
  if (typeof value !== 'object' || value === null) return value;
  const filled = {};
  for (const [name, member] of Object.entries(value))
    Object.defineProperty(filled, name, { value: fill(member, answers), enumerable: true, configurable: true, writable: true });
  return filled;
}

function at(value: unknown, path: string): unknown {
  return path.split('.').reduce((inner, name) => (inner as Record<string, unknown> | undefined)?.[name], value);
}
