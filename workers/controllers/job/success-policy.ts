import type { Job } from '../../resources/batch/jobs/types';
import { parseIndexes } from './indexes';

/** The message of the first success rule that is met (source: pkg/controller/job/success_policy.go, 1.36). */
export function matchSuccessPolicy({ spec }: Job, succeeded: ReadonlySet<number>): string | undefined {
  for (const [at, { succeededIndexes, succeededCount }] of (spec?.successPolicy?.rules ?? []).entries()) {
    const message = `Matched rules at index ${at}`;
    if (succeededIndexes === undefined) {
      if (succeededCount !== undefined && succeeded.size >= succeededCount) return message;
      continue;
    }
    const wanted = parseIndexes(succeededIndexes, spec?.completions ?? 0);
    const reached = [...wanted].filter((index) => succeeded.has(index)).length;
    if (reached >= (succeededCount ?? wanted.size)) return message;
  }
  return undefined;
}
