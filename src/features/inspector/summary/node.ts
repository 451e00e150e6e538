import { cpuMilli, value as bytes } from '../../../../workers/api/quantity';
import type { Node } from '../../../../workers/resources/core/nodes/types';
import type { Pod } from '../../../../workers/resources/core/pods/types';
import { age } from './context';
import type { SummaryContext } from './context';
import { fact, facts, link, text } from './facts';
import type { Section, Value } from './facts';
import { conditionsSection } from './metadata';
import { podStatus } from './pod-status';
import { toneOf } from './pod';

const zoneLabel = 'topology.kubernetes.io/zone';
/** A node with more is better looked at with `kubectl get pods`. */
const podRowsMax = 110;

export function nodeSummary(node: Node, context: SummaryContext): (Section | undefined)[] {
  const pods = podsOn(node.metadata.name ?? '', context);
  const ready = node.status?.conditions?.find((each) => each.type === 'Ready');
  const lease = context.objects.Lease?.get(`kube-node-lease/${node.metadata.name}`);
  return [
    {
      title: 'status',
      facts: facts(
        fact(
          'status',
          text(ready?.status === 'True' ? 'Ready' : 'NotReady', ready?.status === 'True' ? 'good' : 'bad', ready?.message),
          node.spec?.unschedulable ? text('SchedulingDisabled', 'warn') : undefined,
        ),
        fact('heartbeat', text(age(lease?.spec?.renewTime, context.nowMs) || age(ready?.lastHeartbeatTime, context.nowMs))),
        fact('zone', text(node.metadata.labels?.[zoneLabel])),
        fact(
          'taints',
          ...(node.spec?.taints ?? []).map((taint) => text(`${taint.key}${taint.value ? `=${taint.value}` : ''}:${taint.effect}`, 'warn')),
        ),
        fact('internalIP', text(node.status?.addresses?.find((each) => each.type === 'InternalIP')?.address)),
        fact('podCIDR', text(node.spec?.podCIDR)),
        fact('kubelet', text(node.status?.nodeInfo?.kubeletVersion)),
      ),
    },
    resourceSection(node, pods),
    conditionsSection(node.status?.conditions, context),
    {
      title: 'pods',
      table: { columns: ['pod', 'status', 'ready', 'age'], rows: pods.slice(0, podRowsMax).map((pod) => podRow(pod, context)) },
    },
  ];
}

/** Pods bound to the node that have not ended. */
export function podsOn(node: string, { objects }: SummaryContext): Pod[] {
  return [...objects.Pod.values()].filter(
    (pod) => pod.spec?.nodeName === node && pod.status?.phase !== 'Succeeded' && pod.status?.phase !== 'Failed',
  );
}

export function podRow(pod: Pod, { nowMs }: SummaryContext): Value[] {
  const { status, ready } = podStatus(pod);
  return [
    link('Pod', pod.metadata.namespace, pod.metadata.name ?? ''),
    text(status, toneOf(status)),
    text(ready),
    text(age(pod.metadata.creationTimestamp, nowMs)),
  ];
}

function resourceSection(node: Node, pods: readonly Pod[]): Section {
  const allocatable = node.status?.allocatable ?? {};
  const requested = (resource: 'cpu' | 'memory', read: (quantity: string | number | undefined) => number): number =>
    pods.reduce(
      (sum, pod) =>
        sum + (pod.spec?.containers ?? []).reduce((inner, container) => inner + read(container.resources?.requests?.[resource]), 0),
      0,
    );
  const cpu = requested('cpu', cpuMilli);
  const memory = requested('memory', bytes);
  return {
    title: 'allocation',
    table: {
      columns: ['resource', 'requested', 'allocatable', 'share'],
      rows: [
        [text('cpu'), text(`${cpu}m`), text(allocatable.cpu), share(cpu, cpuMilli(allocatable.cpu))],
        [
          text('memory'),
          text(`${Math.round(memory / 2 ** 20)}Mi`),
          text(memoryText(allocatable.memory)),
          share(memory, bytes(allocatable.memory)),
        ],
        [text('pods'), text(String(pods.length)), text(allocatable.pods), share(pods.length, bytes(allocatable.pods))],
      ],
    },
  };
}

function memoryText(quantity: string | number | undefined): string {
  return quantity === undefined ? '' : `${Math.round(bytes(quantity) / 2 ** 20)}Mi`;
}

function share(used: number, of: number): Value {
  if (of === 0) return text('');
  const percent = Math.round((used / of) * 100);
  return text(`${percent}%`, percent >= 90 ? 'warn' : undefined);
}
