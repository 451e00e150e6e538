/**
 * The control surface beside the Kubernetes API: /sim/*. Not stored, not journaled, the same on every host. Failures are
 * Status objects like the API server's.
 */
import type { Advance } from '../cluster/advance';
import { ENGINE_VERSION } from '../cluster/spec';
import type { ClusterSpec } from '../cluster/spec';
import type { GroupVersionResource, KubeList } from '../api/meta';
import { badRequest, failure } from '../api/status';
import type { DecisionRecord, SchedulerQuestion } from '../protocol/decision';
import type { Journal } from '../sim/journal';
import { annotatedPods, importedDecisions } from './decision-exchange';
import type { Engine } from './engine';
import { withoutSecrets } from './redact-secrets';

export interface ControlReply {
  readonly code: number;
  readonly body: unknown;
}

export interface ControlOptions {
  /** Replaces the running cluster by one replayed from the journal. Absent: this host can't. */
  readonly replay?: (journal: Journal<ClusterSpec>) => Promise<void>;
}

/** `path` includes the query; `body` is decoded JSON. */
export async function handleControl(
  engine: Engine,
  method: string,
  path: string,
  body: unknown,
  options: ControlOptions = {},
): Promise<ControlReply> {
  const [route = '', search = ''] = path.split('?', 2);
  const query = new URLSearchParams(search);
  try {
    switch (`${method} ${route}`) {
      case 'GET /sim/clock':
        return ok(engine.clock);
      case 'PATCH /sim/clock':
        return ok(engine.setClock(record(body)));
      case 'POST /sim/advance':
        return ok(await engine.advance(record(body) as unknown as Advance));
      case 'GET /sim/hash':
        return ok(
          await engine.between(() => ({
            hash: engine.cluster.hash(),
            resourceVersion: String(engine.cluster.store.revision),
            nowMs: engine.clock.nowMs,
          })),
        );
      case 'GET /sim/journal':
        return ok(
          await engine.between(() =>
            query.get('secrets') === 'true' ? engine.cluster.journal() : withoutSecrets(engine.cluster.journal()),
          ),
        );
      case 'POST /sim/replay':
        return await replay(body, options);
      case 'GET /sim/trace':
        return ok(
          await engine.between(() =>
            engine.cluster.simulation.trace.since(whole(query, 'since', 0), whole(query, 'limit', 5_000), query.get('type') ?? undefined),
          ),
        );
      case 'GET /sim/decisions': {
        const heads = query.get('form') === 'heads';
        const question = { type: 'decisions', namespace: query.get('namespace') ?? undefined, pod: query.get('pod') ?? undefined, heads };
        const records = ((await engine.query('kube-scheduler', question)) ?? []) as DecisionRecord[];
        return ok(query.get('form') === 'annotations' ? annotatedPods(records) : records);
      }
      case 'POST /sim/decisions/import':
        return ok(importedDecisions(body));
      case 'GET /sim/scheduler/queue':
        return ofScheduler(await engine.query('kube-scheduler', { type: 'queue' }));
      case 'GET /sim/scheduler/configuration':
        return ofScheduler(await engine.query('kube-scheduler', { type: 'configuration' }));
      case 'GET /sim/scheduler/configurations':
        return ok((await import('../scheduler/compare/configurations')).CONFIGURATIONS);
      case 'POST /sim/scheduler/configuration/check': {
        const { text } = record(body);
        if (typeof text !== 'string') throw new RangeError('text: Required value');
        return ofScheduler(await engine.query('kube-scheduler', { type: 'configuration', text }));
      }
      case 'GET /sim/decisions/rows':
        return await decisionRows(engine, query);
      case 'GET /sim/decisions/questions':
        return await decisionQuestions(engine, query);
      case 'POST /sim/compare': {
        const { compareCluster } = await import('./compare');
        const list = async (resource: GroupVersionResource) => (await engine.request({ verb: 'list', ...resource })).body as KubeList;
        return ok(await compareCluster(list, record(body ?? {})));
      }
      case 'GET /sim/components':
        return ok(engine.cluster.simulation.components);
      default:
        return { code: 404, body: failure(404, 'NotFound', `the server could not find the requested resource (${method} ${route})`) };
    }
  } catch (error) {
    if (error instanceof RangeError) return { code: 400, body: badRequest(error.message) };
    throw error;
  }
}

function ofScheduler(answer: unknown): ControlReply {
  return answer === undefined || answer === null ? { code: 404, body: failure(404, 'NotFound', 'no scheduler is running') } : ok(answer);
}

/** `?namespace=&pod=[&id=][&node=][&changes=1]`; an answer as in workers/protocol/decision.ts. */
async function decisionQuestions(engine: Engine, query: URLSearchParams): Promise<ControlReply> {
  const namespace = query.get('namespace') ?? 'default';
  const pod = query.get('pod') ?? '';
  const question: SchedulerQuestion = {
    type: 'why',
    namespace,
    pod,
    ...(query.has('id') ? { id: whole(query, 'id', 0) } : {}),
    ...(query.get('node') ? { node: query.get('node') as string } : {}),
    changes: query.get('changes') === '1',
  };
  return found(await engine.query('kube-scheduler', question), namespace, pod);
}

/** `?namespace=&pod=&id=[&from=][&count=][&reason=][&node=]`: rows of one attempt, as in workers/protocol/decision-rows.ts. */
async function decisionRows(engine: Engine, query: URLSearchParams): Promise<ControlReply> {
  const namespace = query.get('namespace') ?? 'default';
  const pod = query.get('pod') ?? '';
  const question: SchedulerQuestion = {
    type: 'rows',
    namespace,
    pod,
    id: whole(query, 'id', 0),
    from: whole(query, 'from', 0),
    count: whole(query, 'count', 100),
    ...(query.has('reason') ? { reason: query.get('reason') as string } : {}),
    ...(query.has('node') ? { node: query.get('node') as string } : {}),
  };
  return found(await engine.query('kube-scheduler', question), namespace, pod);
}

function found(answer: unknown, namespace: string, pod: string): ControlReply {
  if (answer) return ok(answer);
  return { code: 404, body: failure(404, 'NotFound', `no decision about pod ${namespace}/${pod} is on record`) };
}

async function replay(body: unknown, options: ControlOptions): Promise<ControlReply> {
  const journal = record(body) as unknown as Journal<ClusterSpec>;
  if (journal.engine !== ENGINE_VERSION)
    throw new RangeError(`engine: Invalid value: ${JSON.stringify(journal.engine) ?? 'undefined'}: this engine is ${ENGINE_VERSION}`);
  if (!options.replay) return { code: 501, body: failure(501, 'NotImplemented', 'this host cannot replace its cluster') };
  await options.replay(journal);
  return ok({ replayed: journal.entries.length });
}

function ok(body: unknown): ControlReply {
  return { code: 200, body };
}

function record(body: unknown): Record<string, unknown> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new RangeError('expected a JSON object');
  return body as Record<string, unknown>;
}

function whole(query: URLSearchParams, name: string, absent: number): number {
  const text = query.get(name);
  if (text === null) return absent;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0)
    throw new RangeError(`${name}: Invalid value: ${JSON.stringify(text)}: must be a non-negative integer`);
  return value;
}
