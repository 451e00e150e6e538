import { useEffect, useState } from 'react';
import type { QueueView } from '../../../workers/protocol/decision';
import { useConnection, useObjects } from '../../state/hooks';
import { fetchQueue } from '../../state/scheduler';

const refreshMs = 500;

/** The scheduling queue, renewed while it is looked at; undefined until the first answer, null where there is none. */
export function useQueue(): QueueView | null | undefined {
  const ready = useConnection((state) => state.phase === 'ready');
  const pods = useObjects('Pod');
  const [queue, setQueue] = useState<QueueView | null>();
  const isPending = queue === undefined || [...pods.values()].some(({ spec }) => !spec?.nodeName) || waits(queue);
  useEffect(() => {
    if (!ready || !isPending) return undefined;
    let gone = false;
    const ask = async () => {
      const next = (await fetchQueue()) ?? null;
      if (!gone) setQueue((before) => (JSON.stringify(before) === JSON.stringify(next) ? before : next));
    };
    void ask();
    const timer = setInterval(() => void ask(), refreshMs);
    return () => {
      gone = true;
      clearInterval(timer);
    };
  }, [ready, isPending]);
  return queue;
}

function waits(queue: QueueView | null): boolean {
  return queue !== null && queue.active.length + queue.backoff.length + queue.unschedulable.length > 0;
}
