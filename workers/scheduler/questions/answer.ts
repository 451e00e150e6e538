import type { DecisionAnswers, DecisionRecord, WhyQuestion } from '../../protocol/decision';
import type { PodInfo } from '../framework/pod-info';
import type { World } from './trial';
import { whatWouldChangeIt } from './what-would-change-it';
import { why } from './why';
import { whyNot } from './why-not';

/** All questions about one attempt. `pod` is the pod as it is now; absent: it is gone, and nothing can be tried. */
export function answerWhy(record: DecisionRecord, question: WhyQuestion, world: World, pod: PodInfo | undefined): DecisionAnswers {
  const now = pod && { snapshot: world.framework.handle.snapshot, pod };
  const isPending = record.outcome !== 'scheduled' && pod?.pod.spec?.nodeName === undefined;
  return {
    id: record.id,
    why: why(record, now),
    ...(question.node ? { whyNot: whyNot(record, question.node) } : {}),
    ...(question.changes && pod && isPending ? { changes: whatWouldChangeIt(world, pod.pod) } : {}),
  };
}
