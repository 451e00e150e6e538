import type { Pod } from '../../../../workers/resources/core/pods/types';
import { age } from './context';
import type { SummaryContext } from './context';
import { fact, facts, link, pairs, text } from './facts';
import type { Section, Text, Tone } from './facts';
import { conditionsSection, ownerFact } from './metadata';
import { podStatus } from './pod-status';

type ContainerStatus = NonNullable<NonNullable<Pod['status']>['containerStatuses']>[number];
type Container = NonNullable<Pod['spec']>['containers'][number];
type Toleration = NonNullable<NonNullable<Pod['spec']>['tolerations']>[number];

export function podSummary(pod: Pod, context: SummaryContext): (Section | undefined)[] {
  const { status, ready, restarts } = podStatus(pod);
  const { spec } = pod;
  return [
    {
      title: 'status',
      facts: facts(
        fact('status', text(status, toneOf(status), pod.status?.message)),
        ownerFact(pod),
        fact('node', spec?.nodeName ? link('Node', undefined, spec.nodeName) : text('', 'dim')),
        fact('podIP', text(pod.status?.podIP)),
        fact('ready', text(ready)),
        fact('restarts', text(restarts, restarts > 0 ? 'warn' : undefined)),
        fact('qos', text(pod.status?.qosClass)),
        spec?.priority
          ? fact('priority', text(`${spec.priority}${spec.priorityClassName ? ` (${spec.priorityClassName})` : ''}`))
          : undefined,
        pod.status?.nominatedNodeName ? fact('nominated', link('Node', undefined, pod.status.nominatedNodeName)) : undefined,
        fact('serviceAccount', text(spec?.serviceAccountName)),
      ),
    },
    ...(spec?.initContainers ?? []).map((container) => containerSection(container, pod.status?.initContainerStatuses, true, context)),
    ...(spec?.containers ?? []).map((container) => containerSection(container, pod.status?.containerStatuses, false, context)),
    conditionsSection(pod.status?.conditions, context),
    {
      title: 'placement',
      facts: facts(
        fact('nodeSelector', ...pairs(spec?.nodeSelector)),
        spec?.affinity ? fact('affinity', ...Object.keys(spec.affinity).map((each) => text(each))) : undefined,
        fact(
          'spread',
          ...(spec?.topologySpreadConstraints ?? []).map((each) =>
            text(`${each.topologyKey} ≤ ${each.maxSkew} (${each.whenUnsatisfiable})`),
          ),
        ),
        fact('tolerations', ...(spec?.tolerations ?? []).map(tolerationText)),
        spec?.schedulingGates?.length ? fact('gates', ...spec.schedulingGates.map((gate) => text(gate.name, 'warn'))) : undefined,
      ),
    },
  ];
}

export function toneOf(status: string): Tone | undefined {
  if (status === 'Running' || status === 'Completed' || status === 'Succeeded') return 'good';
  if (/Err|BackOff|Failed|Evicted|OOM|ExitCode|Signal/.test(status)) return 'bad';
  return status === 'Terminating' || status === 'Unknown' || status === 'NotReady' ? 'warn' : undefined;
}

function containerSection(
  container: Container,
  statuses: readonly ContainerStatus[] | undefined,
  init: boolean,
  context: SummaryContext,
): Section {
  const status = statuses?.find((each) => each.name === container.name);
  return {
    title: `${init ? 'initContainer' : 'container'} ${container.name}`,
    facts: facts(
      fact('image', text(container.image)),
      fact('state', stateText(status, context)),
      status?.lastState?.terminated ? fact('lastState', terminatedText(status.lastState.terminated, context)) : undefined,
      fact(
        'ports',
        ...(container.ports ?? []).map((port) =>
          text(`${port.name ? `${port.name} ` : ''}${port.containerPort}/${port.protocol ?? 'TCP'}`),
        ),
      ),
      fact('requests', ...pairs(container.resources?.requests, ' ')),
      fact('limits', ...pairs(container.resources?.limits, ' ')),
      fact(
        'probes',
        ...(['startupProbe', 'readinessProbe', 'livenessProbe'] as const).map((name) =>
          container[name] ? text(`${name} ${probeText(container[name])}`) : undefined,
        ),
      ),
    ),
  };
}

function stateText(status: ContainerStatus | undefined, context: SummaryContext): Text {
  const { running, waiting, terminated } = status?.state ?? {};
  if (running)
    return text(`running ${age(running.startedAt, context.nowMs)}${status?.ready ? '' : ', not ready'}`, status?.ready ? 'good' : 'warn');
  if (terminated) return terminatedText(terminated, context);
  return text(waiting?.reason ?? 'waiting', toneOf(waiting?.reason ?? ''), waiting?.message);
}

function terminatedText(
  terminated: { exitCode: number; reason?: string; finishedAt?: string; message?: string },
  { nowMs }: SummaryContext,
): Text {
  const ago = age(terminated.finishedAt, nowMs);
  return text(
    `${terminated.reason ?? 'terminated'}, exit code ${terminated.exitCode}${ago ? `, ${ago} ago` : ''}`,
    terminated.exitCode === 0 ? undefined : 'bad',
    terminated.message,
  );
}

function probeText(probe: NonNullable<Container['readinessProbe']>): string {
  const how = probe.httpGet
    ? `GET ${probe.httpGet.path ?? '/'}:${probe.httpGet.port}`
    : probe.tcpSocket
      ? `tcp :${probe.tcpSocket.port}`
      : probe.grpc
        ? `grpc :${probe.grpc.port}`
        : `exec ${probe.exec?.command?.join(' ') ?? ''}`;
  return `${how} every ${probe.periodSeconds ?? 10}s, ×${probe.failureThreshold ?? 3}`;
}

function tolerationText(toleration: Toleration): Text {
  const value = toleration.operator === 'Exists' || toleration.value === undefined ? '' : `=${toleration.value}`;
  const seconds = toleration.tolerationSeconds === undefined ? '' : ` for ${toleration.tolerationSeconds}s`;
  return text(`${toleration.key ?? '*'}${value}${toleration.effect ? `:${toleration.effect}` : ''}${seconds}`);
}
