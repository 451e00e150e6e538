import { useEffect, useState } from 'react';
import type { DecisionAnswers } from '../../../workers/protocol/decision';
import { fetchAnswers } from '../../state/decisions';
import type { AnswersQuery } from '../../state/decisions';

/** The scheduler's answers about one attempt; undefined until they arrive, null where it does not remember the attempt. */
export function useAnswers({ namespace, pod, id, node, changes }: AnswersQuery): DecisionAnswers | null | undefined {
  const [answers, setAnswers] = useState<DecisionAnswers | null>();
  useEffect(() => {
    let isWanted = true;
    void fetchAnswers({ namespace, pod, id, node, changes }).then((reply) => {
      if (isWanted) setAnswers(reply ?? null);
    });
    return () => {
      isWanted = false;
    };
  }, [namespace, pod, id, node, changes]);
  return answers;
}
