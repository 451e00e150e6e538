/** One line per kind; a kind that is not listed gets the generic summary. */
import type { AnyObject } from '../../../../workers/api/meta';
import type { SummaryContext } from './context';
import type { Section } from './facts';
import { metadataSection } from './metadata';
import { nodeSummary } from './node';
import { faultSummary, genericSummary, trafficSummary } from './other';
import { podSummary } from './pod';
import { deploymentSummary, replicaSetSummary, serviceSummary } from './workloads';

type Summary = (object: never, context: SummaryContext) => (Section | undefined)[];

const summaries: Readonly<Record<string, Summary>> = {
  Pod: podSummary,
  Node: nodeSummary,
  Deployment: deploymentSummary,
  ReplicaSet: replicaSetSummary,
  Service: serviceSummary,
  Fault: faultSummary,
  Traffic: trafficSummary,
};

export function summarise(kind: string, object: AnyObject, context: SummaryContext): Section[] {
  const own = summaries[kind] ?? genericSummary;
  const sections = [...own(object as never, context), metadataSection(object, context)];
  return sections.filter(
    (section): section is Section => section !== undefined && ((section.facts?.length ?? 0) > 0 || (section.table?.rows.length ?? 0) > 0),
  );
}
