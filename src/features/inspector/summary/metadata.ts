import type { KubeObject } from '../../../../workers/api/meta';
import { refKind } from '../../../state/selection';
import { age } from './context';
import type { SummaryContext } from './context';
import { fact, facts, link, pairs, text } from './facts';
import type { Fact, Section } from './facts';

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string;
}

/** Conditions whose "True" is the bad news. */
const badWhenTrue = /Pressure$|Unavailable$|Failure$|^DisruptionTarget$|^Dangling|^Stalled$/;

export function metadataSection(object: KubeObject, { nowMs }: SummaryContext): Section {
  const metadata = object.metadata ?? {};
  return {
    title: 'metadata',
    facts: facts(
      fact('labels', ...pairs(metadata.labels)),
      fact('finalizers', ...(metadata.finalizers ?? []).map((each) => text(each))),
      metadata.deletionTimestamp ? fact('deleting', text(metadata.deletionTimestamp, 'warn')) : undefined,
      fact('created', text(`${age(metadata.creationTimestamp, nowMs)} · ${metadata.creationTimestamp ?? ''}`)),
      fact('uid', text(metadata.uid, 'dim')),
      fact('resourceVersion', text(metadata.resourceVersion, 'dim')),
    ),
  };
}

/** Who manages the object; a link, because that is where people go next. */
export function ownerFact({ metadata }: KubeObject): Fact {
  const owners = metadata?.ownerReferences ?? [];
  return fact(
    'owner',
    ...owners.map((owner) => link(refKind(owner.apiVersion, owner.kind), metadata?.namespace, owner.name, `${owner.kind}/${owner.name}`)),
  );
}

export function conditionsSection(conditions: readonly Condition[] | undefined, { nowMs }: SummaryContext): Section | undefined {
  if (!conditions || conditions.length === 0) return undefined;
  return {
    title: 'conditions',
    table: {
      columns: ['type', 'status', 'since', 'reason'],
      rows: conditions.map((condition) => {
        const good = condition.status === 'Unknown' ? undefined : (condition.status === 'True') !== badWhenTrue.test(condition.type);
        return [
          text(condition.type),
          text(condition.status, good === undefined ? 'warn' : good ? 'good' : 'bad'),
          text(age(condition.lastTransitionTime, nowMs)),
          text(condition.reason, undefined, condition.message),
        ];
      }),
    },
  };
}
