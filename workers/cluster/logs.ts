/** GET pods/<name>/log: from the API server's options to a question for the pod's machine, and from its answer to text. */
import type { AnyObject } from '../api/meta';
import { badRequest } from '../api/status';
import type { Status } from '../api/status';
import { parseTime, rfc3339Micro } from '../api/time';
import type { LogsAnswer, NodeQuestion } from '../kubelet/node-queries';

export type LogOptions = Readonly<Record<string, string>>;

export interface LogQuestion {
  readonly component: string;
  readonly question: NodeQuestion;
}

interface ContainerStatus {
  readonly name: string;
  readonly state?: { readonly waiting?: { readonly reason?: string } };
}

interface PodStatus {
  readonly containerStatuses?: readonly ContainerStatus[];
  readonly initContainerStatuses?: readonly ContainerStatus[];
  readonly ephemeralContainerStatuses?: readonly ContainerStatus[];
}

/** `options.container` is set. */
export function logQuestion(pod: AnyObject, options: LogOptions, nowMs: number): LogQuestion {
  const { tailLines, sinceSeconds, sinceTime, container = '' } = options;
  const sinceMs = sinceSeconds ? nowMs - Number(sinceSeconds) * 1000 : sinceTime ? parseTime(sinceTime) : undefined;
  return {
    component: `node/${(pod['spec'] as { nodeName?: string }).nodeName}`,
    question: {
      type: 'logs',
      podUid: pod.metadata?.uid ?? '',
      container,
      ...(isOn(options.previous) ? { previous: true } : {}),
      ...(tailLines ? { tailLines: Number(tailLines) } : {}),
      ...(sinceMs === undefined ? {} : { sinceMs }),
    },
  };
}

/** `answer` is undefined when the machine does not run. */
export function logText(pod: AnyObject, options: LogOptions, answer: LogsAnswer | undefined): string | Status {
  const { container = '', limitBytes } = options;
  if (!answer) return badRequest(`the node of pod "${pod.metadata?.name ?? ''}" cannot be reached`);
  if (!answer.found) return badRequest(whyNone(pod, container, isOn(options.previous)));
  const text = logLines(answer.lines, options);
  return limitBytes ? text.slice(0, Number(limitBytes)) : text;
}

export function logLines(lines: LogsAnswer['lines'], { timestamps }: LogOptions): string {
  const stamped = isOn(timestamps);
  return lines
    .map(({ atMs, text, partial }) => `${stamped ? `${rfc3339Micro(atMs).slice(0, -1)}000Z ` : ''}${text}${partial ? '' : '\n'}`)
    .join('');
}

/** Source: k8s.io/kubernetes/pkg/kubelet/kubelet_pods.go validateContainerLogStatus, 1.36. */
function whyNone({ metadata, status }: AnyObject, container: string, previous: boolean): string {
  const name = metadata?.name ?? '';
  if (previous) return `previous terminated container "${container}" in pod "${name}" not found`;
  const { containerStatuses = [], initContainerStatuses = [], ephemeralContainerStatuses = [] } = (status ?? {}) as PodStatus;
  const all = [...containerStatuses, ...initContainerStatuses, ...ephemeralContainerStatuses];
  const reason = all.find((one) => one.name === container)?.state?.waiting?.reason;
  if (reason === undefined) return `container "${container}" in pod "${name}" is not available`;
  return `container "${container}" in pod "${name}" is waiting to start: ${PULLING[reason] ?? reason}`;
}

const PULLING: Readonly<Record<string, string>> = {
  ErrImagePull: "image can't be pulled",
  ImagePullBackOff: 'trying and failing to pull image',
};

function isOn(text: string | undefined): boolean {
  return text === 'true' || text === '1';
}
