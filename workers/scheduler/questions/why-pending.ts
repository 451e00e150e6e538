/** "Why does the pod have no node?" for one attempt. Pure. */
import type { DecisionRecord, PreemptionRecord, Sentence } from '../../protocol/decision';
import type { Snapshot } from '../framework/plugin';
import type { PodInfo } from '../framework/pod-info';
import { resourceNamed } from '../framework/resources';
import { amountOf } from './amount';
import { clausesOf } from './clauses';
import { remedyOf, say } from './sentence';

export function whyPending(record: DecisionRecord, world?: { readonly snapshot: Snapshot; readonly pod: PodInfo }): Sentence[] {
  const failed = record.preFilter.filter(({ code }) => code !== 'Success' && code !== 'Skip');
  if (record.nodes.length === 0 && failed.length > 0) {
    return failed.map(({ plugin, reasons = [] }) =>
      say('preFilterFailed', { plugin, reason: reasons.join(', ') }, { table: 'preFilter', plugin }),
    );
  }
  const { total } = record.sampling;
  if (total === 0) return [say('noNodes', {}, { table: 'sampling' })];
  const clauses = clausesOf(record);
  const sentences = [total === 1 ? say('onlyNodeUnfit', {}, { table: 'nodes' }) : say('noneFits', { total }, { table: 'nodes' })];
  for (const clause of clauses) {
    const { reason, plugin, nodes } = clause;
    sentences.push({ ...say('clause', { count: nodes.length, reason, plugin }, { table: 'nodes', plugin, nodes }), clause });
    const short = /^Insufficient (.+)$/.exec(reason)?.[1];
    if (short && world) sentences.push(...fragmentation(short, nodes, world.snapshot, world.pod));
  }
  const { preFilterNodes } = record;
  const plugin = record.preFilter.find(({ nodes }) => nodes)?.plugin;
  if (preFilterNodes && plugin)
    sentences.push(say('leftOut', { plugin, count: total - record.nodes.length }, { table: 'preFilter', plugin }));
  return [...sentences, ...remedy(record.preemption, record)];
}

/** All nodes together would have room, but no single one. */
function fragmentation(resource: string, nodes: readonly string[], { nodes: all }: Snapshot, { facts }: PodInfo): Sentence[] {
  const asked = resourceNamed(facts.requests, resource);
  const free = all.map(({ allocatable, requested }) =>
    Math.max(0, resourceNamed(allocatable, resource) - resourceNamed(requested, resource)),
  );
  const sum = free.reduce((total, part) => total + part, 0);
  const most = free.reduce((largest, part) => Math.max(largest, part), 0);
  if (asked === 0 || sum < asked || most >= asked) return [];
  const amounts = { free: amountOf(resource, sum), most: amountOf(resource, most), asked: amountOf(resource, asked) };
  return [say('fragmented', { resource, ...amounts }, { table: 'nodes', plugin: 'NodeResourcesFit', nodes })];
}

function remedy(preemption: PreemptionRecord | undefined, record: DecisionRecord): Sentence[] {
  if (!preemption) return [];
  const { nominatedNode, victims, candidates, decidedBy } = preemption;
  if (!nominatedNode) return whyNoPreemption(preemption, record);
  const names = victims.map(({ pod }) => pod).join(', ');
  const rows = { table: 'preemption' as const, nodes: candidates.map(({ node }) => node) };
  const sentences = [say('preempts', { node: nominatedNode, count: victims.length, victims: names }, rows, nominatedNode)];
  const violations = candidates.find(({ node }) => node === nominatedNode)?.pdbViolations ?? 0;
  if (violations > 0) sentences.push(say('violatesPdb', { count: violations }, { ...rows, nodes: [nominatedNode] }, nominatedNode));
  if (candidates.length > 1 && decidedBy)
    sentences.push(say(`decidedBy_${decidedBy}`, { node: nominatedNode, count: candidates.length }, rows));
  return sentences;
}

const NO_VICTIMS = 'No preemption victims found for incoming pod';

/** One sentence for each sort of nodes; the scheduler's own text where it did not get as far as looking at nodes. */
function whyNoPreemption({ verdict, nonCandidates }: PreemptionRecord, { nodes }: DecisionRecord): Sentence[] {
  const reason = remedyOf(verdict.reasons);
  if (reason.includes('preemptionPolicy=Never')) return [about('preemptionNever', {}, [])];
  if (reason.includes('a terminating pod')) return [about('preemptionWaits', {}, [])];
  if (reason.startsWith('not eligible')) return [about('preemptionFails', { reason }, [])];
  const tried = new Set(nonCandidates.map(({ node }) => node));
  const withoutVictims = nonCandidates.filter((each) => each.reason === NO_VICTIMS).map(({ node }) => node);
  const stillFull = nonCandidates.filter((each) => each.reason !== NO_VICTIMS).map(({ node }) => node);
  const beyond = nodes.filter(({ node, failed }) => failed !== undefined && !tried.has(node)).map(({ node }) => node);
  const sorts = { preemptionNoVictims: withoutVictims, preemptionStillFull: stillFull, preemptionBeyond: beyond };
  return Object.entries(sorts).flatMap(([key, list]) => (list.length > 0 ? [about(key, { count: list.length }, list)] : []));

  function about(key: string, params: Sentence['params'], list: readonly string[]): Sentence {
    return say(key, params, { table: 'preemption', plugin: verdict.plugin, ...(list.length > 0 ? { nodes: list } : {}) });
  }
}
