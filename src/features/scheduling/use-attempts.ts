import { useEffect } from 'react';
import type { DecisionRecord } from '../../../workers/protocol/decision';
import { fetchDecisions } from '../../state/decisions';
import { useConnection, useDecisions, useObject } from '../../state/hooks';

/** While a pod waits, new attempts may come at any time. */
const refreshMs = 2000;
const none: readonly DecisionRecord[] = [];

/** All attempts kept for the pod, newest last; `undefined` until the first answer. */
export function useAttempts(namespace: string, pod: string): readonly DecisionRecord[] | undefined {
  const ready = useConnection((state) => state.phase === 'ready');
  const key = `${namespace}/${pod}`;
  const attempts = useDecisions((state) => state.byPod.get(key));
  const bound = useObject('Pod', key)?.spec?.nodeName;
  useEffect(() => {
    if (!ready || pod === '') return undefined;
    void fetchDecisions(namespace, pod);
    const timer = setInterval(() => void fetchDecisions(namespace, pod), refreshMs);
    if (bound) clearInterval(timer);
    return () => clearInterval(timer);
  }, [ready, namespace, pod, bound]);
  return pod === '' ? none : attempts;
}
