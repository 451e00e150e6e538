import { difference } from '../parity-area';
import type { Json } from './recorded';

/** Differences between a recorded answer and ours, both in the shape of `expect`. */
export function compareDecision(recorded: Json, ours: Json): string[] {
  const found: string[] = [];
  const compare = (path: string, want: unknown, got: unknown) => {
    if (canonical(want) !== canonical(got)) found.push(difference(path, want, got));
  };
  const fields = [
    'preFilter',
    'preFilterResult',
    'feasible',
    'preScore',
    'scorePlugins',
    'weights',
    'scores',
    'best',
    'takesNominatedNode',
    'schedulerStopsAtFeasible',
    'fitError',
    'message',
    'pendingPlugins',
    'error',
  ];
  compare('preEnqueue', sorted((recorded.preEnqueue ?? []).map(verdict)), sorted((ours.preEnqueue ?? []).map(verdict)));
  for (const field of fields) {
    if (field === 'preFilter' || field === 'preScore') {
      for (const plugin of new Set([...Object.keys(recorded[field] ?? {}), ...Object.keys(ours[field] ?? {})])) {
        compare(`${field}.${plugin}`, recorded[field]?.[plugin], ours[field]?.[plugin]);
      }
    } else if (field === 'scores') {
      for (const node of new Set([...Object.keys(recorded.scores ?? {}), ...Object.keys(ours.scores ?? {})]))
        compare(`scores.${node}`, recorded.scores?.[node], ours.scores?.[node]);
    } else compare(field, recorded[field], ours[field]);
  }
  compare('unschedulablePlugins', sorted(recorded.unschedulablePlugins), sorted(ours.unschedulablePlugins));
  const wantFilter = resolved(recorded.filter, recorded.statuses);
  const gotFilter = resolved(ours.filter, ours.statuses);
  for (const node of new Set([...Object.keys(wantFilter), ...Object.keys(gotFilter)]))
    compare(`filter.${node}`, wantFilter[node], gotFilter[node]);
  compare('firstFailure', firstFailures(recorded), firstFailures(ours));
  comparePostFilter(recorded.postFilter, ours.postFilter, compare);
  return found;
}

function comparePostFilter(want: Json, got: Json, compare: (path: string, want: unknown, got: unknown) => void): void {
  compare('postFilter.code', want?.code, got?.code);
  const possible: string[] = want?.possibleNodes ?? [want?.nominatedNode];
  if (!possible.includes(got?.nominatedNode)) compare('postFilter.nominatedNode', want?.nominatedNode, got?.nominatedNode);
  if (got?.nominatedNode === want?.nominatedNode) compare('postFilter.victims', sorted(want?.victims), sorted(got?.victims));
  compare('postFilter.nonCandidates', want?.nonCandidates, got?.nonCandidates);
  compare('postFilter.clearsNominatedNode', want?.clearsNominatedNode, got?.clearsNominatedNode);
  const byNode = (list: Json) =>
    Object.fromEntries(
      (list ?? []).map(({ node, pdbViolations, victims }: Json) => [node, { pdbViolations: pdbViolations ?? 0, victims }]),
    );
  compare('postFilter.candidates', byNode(want?.candidates), byNode(got?.candidates));
}

function resolved(filter: Json, statuses: Json): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(filter ?? {}).map(([node, list]) => [node, (list as number[]).map((at) => verdict(statuses[at]))]),
  );
}

function firstFailures({ firstFailure, statuses }: Json): Record<string, Json> {
  return Object.fromEntries(Object.entries(firstFailure ?? {}).map(([node, at]) => [node, verdict(statuses[at as number])]));
}

function verdict({ plugin, code, reasons }: Json): Json {
  return { plugin, code, reasons: sorted(reasons) };
}

function sorted(list: Json): Json {
  return list === undefined ? [] : [...list].sort((a: Json, b: Json) => (canonical(a) < canonical(b) ? -1 : 1));
}

/** JSON with sorted keys. */
function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_key, one: Json) =>
      one && typeof one === 'object' && !Array.isArray(one)
        ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
        : one,
    ) ?? ''
  );
}
