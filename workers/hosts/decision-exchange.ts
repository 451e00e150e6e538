/** Decision records as annotated pods, and back: the form that kube-scheduler-simulator and its page read and write. */
import type { AnyObject } from '../api/meta';
import { isMap } from '../lib/member';
import type { DecisionRecord } from '../protocol/decision';
import { decisionAnnotations } from '../scheduler/decision/annotations';
import { decisionsFromAnnotations } from '../scheduler/decision/from-annotations';

/** A v1 List of Pods with nothing but their names and the annotations. */
export function annotatedPods(records: readonly DecisionRecord[]): AnyObject {
  const pods = new Map<string, DecisionRecord[]>();
  for (const record of records) pods.set(record.uid, [...(pods.get(record.uid) ?? []), record]);
  const items = [...pods.values()].map((attempts) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace: attempts[0]?.namespace, name: attempts[0]?.pod, annotations: decisionAnnotations(attempts) },
  }));
  return { apiVersion: 'v1', kind: 'List', metadata: {}, items };
}

/** `body`: a Pod, or a list of Pods, with the annotations. Anything else is a RangeError. */
export function importedDecisions(body: unknown): DecisionRecord[] {
  const pods = isMap(body) && Array.isArray(body['items']) ? body['items'] : [body];
  return pods.flatMap((pod) => {
    if (!isMap(pod) || pod['kind'] !== 'Pod') throw new RangeError('expected a Pod or a list of Pods');
    return decisionsFromAnnotations(pod as unknown as AnyObject);
  });
}
