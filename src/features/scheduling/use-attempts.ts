import { useEffect } from 'react';
import type { DecisionHead } from '../../../workers/protocol/decision-rows';
import { fetchDecisions } from '../../state/decisions';
import { useConnection, useDecisions, useObject } from '../../state/hooks';

/** While a pod waits, new attempts may come at any time. */
const refreshMs = 2000;
const none: readonly DecisionHead[] = [];

/** All attempts kept for the pod, newest last; `undefined` until the first answer. */
export function useAttempts(namespace: string, pod: string): readonly DecisionHead[] | undefined {
  const ready = useConnection((state) => state.phase === 'ready');
  const key = `${namespace}/${pod}`;
  const attempts = useDecisions((state) => state.byPod.get(key));
  const bound = useObject('Pod', key)?.spec?.nodeName;
  useEffect(() => {
    if (!ready || pod === '') return undefined;
    void fetchDecisions(namespace, pod);
    if (bound) return undefined;
    const timer = setInterval(() => void fetchDecisions(namespace, pod), refreshMs);
    return () => clearInterval(timer);
  }, [ready, namespace, pod, bound]);
  return pod === '' ? none : attempts;
}
