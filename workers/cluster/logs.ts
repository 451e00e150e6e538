/** GET pods/<name>/log: from the API server's options to a question for the pod's machine, and from its answer to text. */
import type { AnyObject } from '../api/meta';
import { badRequest } from '../api/status';
import type { Status } from '../api/status';
import { EPOCH_MS } from '../api/time';
import type { LogsAnswer, NodeQuestion } from '../kubelet/node-queries';

export type LogOptions = Readonly<Record<string, string>>;

export interface LogQuestion {
  readonly component: string;
  readonly question: NodeQuestion;
}

/** `options.container` is set. */
export function logQuestion(pod: AnyObject, options: LogOptions, nowMs: number): LogQuestion {
  const { tailLines, sinceSeconds, previous, container = '' } = options;
  return {
    component: `node/${(pod['spec'] as { nodeName?: string }).nodeName}`,
    question: {
      type: 'logs',
      podUid: pod.metadata?.uid ?? '',
      container,
      ...(previous === 'true' ? { previous: true } : {}),
      ...(tailLines === undefined ? {} : { tailLines: Number(tailLines) }),
      ...(sinceSeconds === undefined ? {} : { sinceMs: nowMs - Number(sinceSeconds) * 1000 }),
    },
  };
}

/** `answer` is undefined when the machine does not run. */
export function logText(pod: AnyObject, options: LogOptions, answer: LogsAnswer | undefined): string | Status {
  const { container = '', previous, timestamps } = options;
  const name = pod.metadata?.name ?? '';
  if (!answer) return badRequest(`the node of pod "${name}" cannot be reached`);
  if (!answer.found) {
    const what = previous === 'true' ? 'previous terminated container' : 'container';
    return badRequest(
      previous === 'true'
        ? `${what} "${container}" in pod "${name}" not found`
        : `${what} "${container}" in pod "${name}" is waiting to start: ContainerCreating`,
    );
  }
  return answer.lines
    .map(({ atMs, text }) => `${timestamps === 'true' ? `${new Date(EPOCH_MS + atMs).toISOString().slice(0, 23)}000000Z ` : ''}${text}\n`)
    .join('');
}
