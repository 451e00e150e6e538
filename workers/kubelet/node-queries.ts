/** What a machine tells those who ask from outside the simulation: logs, exec, its containers. */
import type { Machine } from './kubelet';
import type { Container, LogLine } from './runtime/types';

export type NodeQuestion =
  | {
      readonly type: 'logs';
      readonly podUid?: string;
      readonly namespace?: string;
      readonly name?: string;
      readonly container: string;
      readonly previous?: boolean;
      readonly tailLines?: number;
      readonly sinceMs?: number;
    }
  | { readonly type: 'containers' };

export interface LogsAnswer {
  /** false: there is no such container, or it never started. */
  readonly found: boolean;
  readonly lines: readonly LogLine[];
}

export function answerNodeQuery({ runtime }: Machine, raw: unknown): unknown {
  const question = raw as NodeQuestion;
  if (question.type === 'logs') {
    const pod = question.podUid
      ? runtime.pod(question.podUid)
      : [...runtime.pods.values()].find((one) => one.namespace === question.namespace && one.name === question.name);
    const own = (pod?.containers ?? []).filter((one) => one.config.name === question.container && one.startedAtMs !== undefined);
    const container = own.at(question.previous ? -2 : -1);
    if (!container || (question.previous && own.length < 2)) return { found: false, lines: [] } satisfies LogsAnswer;
    const lines = container.logs.filter((line) => question.sinceMs === undefined || line.atMs >= question.sinceMs);
    return {
      found: true,
      lines: question.tailLines === undefined ? lines : question.tailLines === 0 ? [] : lines.slice(-question.tailLines),
    } satisfies LogsAnswer;
  }
  if (question.type === 'containers')
    return [...runtime.pods.values()].flatMap((pod) => pod.containers.map((one) => describe(pod.namespace, pod.name, one)));
  return undefined;
}

function describe(namespace: string, pod: string, { config, state, exitCode, listening }: Container): unknown {
  return {
    namespace,
    pod,
    name: config.name,
    image: config.image,
    state,
    exitCode,
    restartCount: config.restartCount,
    listening: [...listening],
  };
}
