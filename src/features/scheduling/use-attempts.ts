import { useEffect } from 'react';
import type { DecisionRecord } from '../../../workers/protocol/decision';
import { fetchDecisions } from '../../state/decisions';
import { useConnection, useDecisions, useObject } from '../../state/hooks';

/** While a pod waits, new attempts may come at any time. */
const refreshMs = 2000;
/** Records this large take a while to copy; they are asked for less often. */
const largeRecordsNodes = 20_000;
const largeRefreshMs = 10_000;
const none: readonly DecisionRecord[] = [];

/** All attempts kept for the pod, newest last; `undefined` until the first answer. */
export function useAttempts(namespace: string, pod: string): readonly DecisionRecord[] | undefined {
  const ready = useConnection((state) => state.phase === 'ready');
  const key = `${namespace}/${pod}`;
  const attempts = useDecisions((state) => state.byPod.get(key));
  const isLarge = (attempts ?? none).reduce((sum, attempt) => sum + attempt.nodes.length, 0) > largeRecordsNodes;
  const bound = useObject('Pod', key)?.spec?.nodeName;
  useEffect(() => {
    if (!ready || pod === '') return undefined;
    void fetchDecisions(namespace, pod);
    if (bound) return undefined;
    const timer = setInterval(() => void fetchDecisions(namespace, pod), isLarge ? largeRefreshMs : refreshMs);
    return () => clearInterval(timer);
  }, [ready, namespace, pod, bound, isLarge]);
  return pod === '' ? none : attempts;
}
