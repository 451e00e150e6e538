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
  const sentences = [say('noneFits', { total, count: total }, { table: 'nodes' })];
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
  return [...sentences, ...remedy(record.preemption)];
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

function remedy(preemption: PreemptionRecord | undefined): Sentence[] {
  if (!preemption) return [];
  const { nominatedNode, victims, candidates, decidedBy } = preemption;
  if (!nominatedNode) {
    return [
      say('preemptionFails', { reason: remedyOf(preemption.verdict.reasons) }, { table: 'preemption', plugin: preemption.verdict.plugin }),
    ];
  }
  const names = victims.map(({ pod }) => pod).join(', ');
  const rows = { table: 'preemption' as const, nodes: candidates.map(({ node }) => node) };
  const sentences = [say('preempts', { node: nominatedNode, count: victims.length, victims: names }, rows, nominatedNode)];
  const violations = candidates.find(({ node }) => node === nominatedNode)?.pdbViolations ?? 0;
  if (violations > 0) sentences.push(say('violatesPdb', { count: violations }, { ...rows, nodes: [nominatedNode] }, nominatedNode));
  if (candidates.length > 1 && decidedBy)
    sentences.push(say(`decidedBy_${decidedBy}`, { node: nominatedNode, count: candidates.length }, rows));
  return sentences;
}
