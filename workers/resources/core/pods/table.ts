/** `kubectl get pods` (source: k8s.io/kubernetes/pkg/printers/internalversion/printers.go printPod, 1.36). */
import type { AnyObject } from '../../../api/meta';
import type { TableDefinition, TableRowCondition } from '../../definition';
import { AGE_COLUMN, NAME_COLUMN, age, column, humanDuration, textOf, wide } from '../../table';
import { parseTime } from '../../../api/time';
import type { Pod } from './types';

const ENDED: Readonly<Record<string, readonly TableRowCondition[]>> = {
  Succeeded: [{ type: 'Completed', status: 'True', reason: 'Succeeded', message: 'The pod has completed successfully.' }],
  Failed: [{ type: 'Completed', status: 'True', reason: 'Failed', message: 'The pod failed.' }],
};

type ContainerStatus = NonNullable<NonNullable<Pod['status']>['containerStatuses']>[number];

export const podTable: TableDefinition = {
  columns: [
    NAME_COLUMN,
    column('Ready', 'The aggregate readiness state of this pod for accepting traffic.'),
    column('Status', 'The aggregate status of the containers in this pod.'),
    column(
      'Restarts',
      'The number of times the containers in this pod have been restarted and when the last container in this pod has restarted.',
    ),
    AGE_COLUMN,
    wide('IP', textOf('core.v1.PodStatus.podIP')),
    wide('Node', textOf('core.v1.PodSpec.nodeName')),
    wide('Nominated Node', textOf('core.v1.PodStatus.nominatedNodeName')),
    wide('Readiness Gates', textOf('core.v1.PodSpec.readinessGates')),
  ],
  row: podRow,
  conditions: ({ status }) => ENDED[(status as Pod['status'])?.phase ?? ''] ?? [],
};

interface Summary {
  reason: string;
  restarts: number;
  readyContainers: number;
  totalContainers: number;
  lastRestartMs: number;
}

function podRow(object: AnyObject, nowMs: number): readonly unknown[] {
  const pod = object as unknown as Pod;
  const summary = summarize(pod);
  const { restarts, lastRestartMs } = summary;
  const restartsCell =
    restarts !== 0 && lastRestartMs > Number.NEGATIVE_INFINITY
      ? `${restarts} (${humanDuration(nowMs - lastRestartMs)} ago)`
      : `${restarts}`;
  return [
    pod.metadata.name,
    `${summary.readyContainers}/${summary.totalContainers}`,
    summary.reason,
    restartsCell,
    age(pod.metadata.creationTimestamp, nowMs),
    pod.status?.podIPs?.[0]?.ip || pod.status?.podIP || '<none>',
    pod.spec?.nodeName || '<none>',
    pod.status?.nominatedNodeName || '<none>',
    readinessGates(pod),
  ];
}

function summarize(pod: Pod): Summary {
  const status = pod.status ?? {};
  const summary: Summary = {
    reason: status.reason || status.phase || '',
    restarts: 0,
    readyContainers: 0,
    totalContainers: pod.spec?.containers?.length ?? 0,
    lastRestartMs: Number.NEGATIVE_INFINITY,
  };
  if (status.conditions?.some((condition) => condition.type === 'PodScheduled' && condition.reason === 'SchedulingGated')) {
    summary.reason = 'SchedulingGated';
  }
  const initializing = addInitContainers(pod, summary);
  if (!initializing || isTrue(pod, 'Initialized')) {
    addContainers(pod, summary);
  }
  if (pod.metadata.deletionTimestamp) {
    if (status.reason === 'NodeLost') {
      summary.reason = 'Unknown';
    } else if (status.phase !== 'Succeeded' && status.phase !== 'Failed') {
      summary.reason = 'Terminating';
    }
  }
  return summary;
}

/** Returns whether an init container still keeps the pod from starting. */
function addInitContainers(pod: Pod, summary: Summary): boolean {
  const specs = new Map((pod.spec?.initContainers ?? []).map((container) => [container.name, container]));
  let restartableRestarts = 0;
  for (const container of specs.values()) {
    summary.totalContainers += container.restartPolicy === 'Always' ? 1 : 0;
  }
  for (const [index, container] of (pod.status?.initContainerStatuses ?? []).entries()) {
    const restartable = specs.get(container.name)?.restartPolicy === 'Always';
    summary.restarts += container.restartCount;
    noteLastRestart(container, summary);
    if (restartable) {
      restartableRestarts += container.restartCount;
    }
    const { terminated, waiting } = container.state ?? {};
    if (terminated?.exitCode === 0) {
      continue;
    }
    if (restartable && container.started) {
      summary.readyContainers += container.ready ? 1 : 0;
      continue;
    }
    if (terminated) {
      summary.reason = `Init:${terminated.reason || (terminated.signal ? `Signal:${terminated.signal}` : `ExitCode:${terminated.exitCode}`)}`;
    } else if (waiting?.reason && waiting.reason !== 'PodInitializing') {
      summary.reason = `Init:${waiting.reason}`;
    } else {
      summary.reason = `Init:${index}/${specs.size}`;
    }
    return true;
  }
  summary.restarts = restartableRestarts;
  return false;
}

function addContainers(pod: Pod, summary: Summary): void {
  let hasRunning = false;
  let hasFailed = false;
  for (const container of (pod.status?.containerStatuses ?? []).toReversed()) {
    summary.restarts += container.restartCount;
    noteLastRestart(container, summary);
    const { waiting, terminated, running } = container.state ?? {};
    if (waiting?.reason) {
      summary.reason = waiting.reason;
    } else if (terminated && (terminated.exitCode !== 0 || !hasFailed)) {
      hasFailed ||= terminated.exitCode !== 0;
      summary.reason = terminated.reason || (terminated.signal ? `Signal:${terminated.signal}` : `ExitCode:${terminated.exitCode}`);
    } else if (container.ready && running) {
      hasRunning = true;
      summary.readyContainers++;
    }
  }
  if (summary.reason === 'Completed' && hasRunning) {
    summary.reason = isTrue(pod, 'Ready') ? 'Running' : 'NotReady';
  }
}

function noteLastRestart(container: ContainerStatus, summary: Summary): void {
  const finished = parseTime(container.lastState?.terminated?.finishedAt ?? undefined);
  if (finished > summary.lastRestartMs) {
    summary.lastRestartMs = finished;
  }
}

function readinessGates(pod: Pod): string {
  const gates = pod.spec?.readinessGates ?? [];
  return gates.length === 0 ? '<none>' : `${gates.filter((gate) => isTrue(pod, gate.conditionType)).length}/${gates.length}`;
}

function isTrue(pod: Pod, condition: string): boolean {
  return pod.status?.conditions?.some(({ type, status }) => type === condition && status === 'True') ?? false;
}
