/**
 * Facts and events of one played case against the recording. A value that the recording shows for less than a second may
 * be missing in ours; a sequence that a further recording showed is right too; paths that varied are not compared.
 */
import { difference } from '../parity-area';
import type { Played, SeenEvent } from './played';
import type { FactValue, RecordedCase, RecordedEvent, RecordedFact } from './recorded';

/** Of the service range: the API server and the cluster's DNS. */
const KNOWN_IPS = new Set(['10.96.0.1', '10.96.0.10']);
const SHORT_SECONDS = 1;
const TOLERANCE_SECONDS = 1.5;
const TOLERANCE_SHARE = 0.1;
/** A fast start is right, and so is all that it brings forward: the recording machine was shared. */
const START_SECONDS_USUAL = 0.8;

export function compareCase(recorded: RecordedCase, played: Played): readonly string[] {
  const differences: string[] = played.problems.map((problem) => `played: ${problem}`);
  const untimedAfter = Math.min(
    ...recorded.events.filter((event) => event.reason === 'BackOff').map((event) => Math.min(...(event.t_runs ?? [event.t]))),
    Number.POSITIVE_INFINITY,
  );
  for (const [pod, { facts, also_seen: alsoSeen = {} }] of Object.entries(recorded.pods)) {
    const early = slowStart(facts);
    const ours = played.pods.get(pod)?.facts ?? new Map<string, { v: FactValue; t: number }[]>();
    for (const path of new Set([...Object.keys(facts), ...ours.keys()])) {
      const sequence = facts[path];
      if (sequence && 'varies' in sequence) continue;
      const wanted = (sequence ?? []) as readonly RecordedFact[];
      const seen = ours.get(path) ?? [];
      const paired = pair(
        wanted,
        seen.map((one) => one.v),
      );
      if (!paired) {
        const values = seen.map((one) => one.v);
        if (
          (alsoSeen[path] ?? []).some((one) =>
            pair(
              one.map((v) => ({ v, t: [0] })),
              values,
            ),
          )
        )
          continue;
        differences.push(
          difference(
            `${pod} ${path}`,
            wanted.map((one) => one.v),
            values,
          ),
        );
        continue;
      }
      wanted.forEach((fact, at) => {
        const mine = paired[at] === undefined ? undefined : seen[paired[at] as number];
        if (mine && !near(fact.t, mine.t, early) && Math.min(...fact.t) < untimedAfter)
          differences.push(difference(`${pod} ${path} = ${String(fact.v)}: seconds`, fact.t, mine.t));
      });
    }
  }
  return [...differences, ...compareEvents(recorded, played), ...compareLogs(recorded, played)];
}

/** For each recorded value the index of ours, or undefined where a short one is missing; undefined: the sequences differ. */
function pair(wanted: readonly RecordedFact[], ours: readonly FactValue[]): readonly (number | undefined)[] | undefined {
  const best = new Map<string, readonly (number | undefined)[] | undefined>();
  const from = (at: number, mine: number): readonly (number | undefined)[] | undefined => {
    if (at === wanted.length) return mine === ours.length ? [] : undefined;
    const key = `${at}/${mine}`;
    if (best.has(key)) return best.get(key);
    let found: readonly (number | undefined)[] | undefined;
    const fact = wanted[at] as RecordedFact;
    if (ours[mine] === fact.v) {
      const rest = from(at + 1, mine + 1);
      if (rest) found = [mine, ...rest];
    }
    const next = wanted[at + 1];
    const short = next !== undefined && fact.t.some((t, run) => (next.t[run] ?? Number.POSITIVE_INFINITY) - t < SHORT_SECONDS);
    if (!found && short) {
      // The neighbours of a missing value may be the same one then.
      const previous = at > 0 ? wanted[at - 1] : undefined;
      const rest = previous?.v === next?.v && at > 0 ? from(at + 2, mine) : from(at + 1, mine);
      if (rest) found = previous?.v === next?.v && at > 0 ? [undefined, undefined, ...rest] : [undefined, ...rest];
    }
    best.set(key, found);
    return found;
  };
  return from(0, 0);
}

/** How much later than usual the recorded pod was up. */
function slowStart(facts: RecordedCase['pods'][string]['facts']): number {
  const starts = Object.entries(facts).flatMap(([path, sequence]) =>
    /^(c|init)\/.*\/state$/.test(path) && !('varies' in sequence)
      ? sequence
          .filter((fact) => !String(fact.v).startsWith('waiting/'))
          .slice(0, 1)
          .map((fact) => Math.max(...fact.t))
      : [],
  );
  const sandbox = facts['cond/PodReadyToStartContainers'];
  const created = sandbox && !('varies' in sandbox) ? sandbox.filter((fact) => fact.v === 'True').flatMap((fact) => fact.t) : [];
  return Math.max(
    0,
    Math.min(starts.length ? Math.max(...starts) : Number.POSITIVE_INFINITY, Math.max(0, ...created) + 3) - START_SECONDS_USUAL,
  );
}

function near(recorded: readonly number[], ours: number, early: number): boolean {
  const tolerance = Math.max(TOLERANCE_SECONDS, TOLERANCE_SHARE * Math.max(...recorded));
  return ours >= Math.min(...recorded) - tolerance - early && ours <= Math.max(...recorded) + tolerance;
}

function compareEvents(recorded: RecordedCase, played: Played): string[] {
  const wanted = recorded.events.filter((event) => !event.object.startsWith('Namespace/'));
  const ours = new Map<string, SeenEvent>();
  for (const event of played.events) {
    const key = eventKey(event.object, event.type, event.reason, mask(event.message, played), event.fieldPath);
    const known = ours.get(key);
    ours.set(key, known ? { ...known, count: known.count + event.count } : event);
  }
  const differences: string[] = [];
  const keyOf = (event: RecordedEvent): string =>
    eventKey(event.object, event.type, event.reason, mask(event.message, played), event.fieldPath ?? '');
  const groups = new Map<string, RecordedEvent[]>();
  for (const event of wanted) groups.set(keyOf(event), [...(groups.get(keyOf(event)) ?? []), event]);
  for (const [key, events] of groups) {
    if (events.some((event) => event.missing_in_run !== undefined)) continue;
    const mine = ours.get(key);
    if (!mine) differences.push(difference(`event ${key}`, 'seen', 'not seen'));
    else {
      const counts = [0, 1].map((run) =>
        events.reduce((sum, event) => sum + (event.count_runs?.[run] ?? event.counts?.at(-1)?.[1] ?? 1), 0),
      );
      const slack = Math.max(1, 0.2 * Math.max(...counts));
      // The scheduler's repeats follow what other cases did on the recorded cluster.
      if (events[0]?.from !== 'default-scheduler' && (mine.count < Math.min(...counts) - slack || mine.count > Math.max(...counts) + slack))
        differences.push(difference(`event ${key}: count`, counts, mine.count));
      const times = (events[0] as RecordedEvent).t_runs ?? [(events[0] as RecordedEvent).t];
      const early = Math.max(0, ...Object.values(recorded.pods).map(({ facts }) => slowStart(facts)));
      if (!near(times, mine.t, early)) differences.push(difference(`event ${key}: seconds`, times, mine.t));
    }
  }
  const known = new Set([...groups.keys(), ...(recorded.events_only_in_other_run ?? []).map(keyOf)]);
  for (const key of ours.keys()) if (!known.has(key)) differences.push(difference(`event ${key}`, 'not seen', 'seen'));
  return differences;
}

function compareLogs(recorded: RecordedCase, played: Played): string[] {
  const differences: string[] = [];
  for (const [at, reply] of played.logs) {
    const wanted = recorded.steps?.[at]?.result;
    if (!wanted) continue;
    const path = `logs ${recorded.plan?.[at]?.query ?? ''}`;
    const text = (body: unknown): string =>
      mask(typeof body === 'string' ? body : ((body as { message?: string } | undefined)?.message ?? ''), played);
    if (wanted.code !== reply.code) differences.push(difference(`${path}: code`, wanted.code, reply.code));
    if (text(wanted.body) !== text(reply.body)) differences.push(difference(`${path}: body`, text(wanted.body), text(reply.body)));
  }
  return differences;
}

function eventKey(object: string, type: string, reason: string, message: string, fieldPath: string): string {
  return [object, type, reason, message, fieldPath].join(' | ');
}

function mask(message: string, { secrets }: Played): string {
  let text = message;
  text = text.replace(/\b[0-9a-f]{32}\b/g, '<hash>');
  for (const uid of secrets.uids) text = text.replaceAll(uid, '<uid>');
  for (const ip of secrets.ips) if (ip !== '10.0.0.10') text = text.replaceAll(ip, '<podIP>');
  return (
    text
      .replace(/\b[0-9a-f]{64}\b/g, '<id>')
      .replace(/in [\d.]+m?s \([\d.]+m?s including waiting\)/, 'in <dur> (<dur> including waiting)')
      .replace(/10\.(9[6-9]|10\d|11[01])\.\d+\.\d+/g, (ip) => (KNOWN_IPS.has(ip) ? ip : '<clusterIP>'))
      .replace(/<node hostname>/g, 'node-a')
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
      .replace(/kube-api-access-\w{5}/g, 'kube-api-access-<x>')
      .replace(/used: \d+, capacity: \d+/, 'used: <n>, capacity: <n>')
      // Texts of the container runtime need not agree.
      .replace(/(OCI runtime create failed:).*/, '$1 ...')
  );
}
