import type { Deployment } from '../../../../workers/resources/apps/deployments/types';
import type { ReplicaSet } from '../../../../workers/resources/apps/replicasets/types';
import type { Service } from '../../../../workers/resources/core/services/types';
import { controllerOf } from '../../../../workers/api/meta';
import type { KubeObject } from '../../../../workers/api/meta';
import { age } from './context';
import type { SummaryContext } from './context';
import { fact, facts, link, pairs, text } from './facts';
import type { Section, Tone } from './facts';
import { conditionsSection, ownerFact } from './metadata';
import { podRow } from './node';

const revisionAnnotation = 'deployment.kubernetes.io/revision';
/** A longer list says no more on a narrow panel. */
const rowsMax = 100;

export function deploymentSummary(deployment: Deployment, context: SummaryContext): (Section | undefined)[] {
  const { spec, status } = deployment;
  const wanted = spec?.replicas ?? 1;
  const rolling = spec?.strategy?.rollingUpdate;
  const replicaSets = [...context.objects.ReplicaSet.values()]
    .filter((each) => ownedBy(each, deployment))
    .toSorted((a, b) => revision(b) - revision(a));
  return [
    {
      title: 'status',
      facts: facts(
        fact('replicas', text(`${status?.readyReplicas ?? 0}/${wanted} ready`, shortfall(status?.readyReplicas, wanted))),
        fact('updated', text(status?.updatedReplicas ?? 0)),
        fact('available', text(status?.availableReplicas ?? 0)),
        fact(
          'strategy',
          text(spec?.strategy?.type),
          rolling ? text(`maxSurge ${rolling.maxSurge}, maxUnavailable ${rolling.maxUnavailable}`) : undefined,
        ),
        fact('revision', text(deployment.metadata.annotations?.[revisionAnnotation])),
        spec?.paused ? fact('paused', text('true', 'warn')) : undefined,
        fact('selector', ...pairs(spec?.selector.matchLabels)),
        fact('images', ...(spec?.template.spec?.containers ?? []).map((container) => text(container.image))),
      ),
    },
    {
      title: 'replicaSets',
      table: {
        columns: ['replicaSet', 'revision', 'ready', 'age'],
        rows: replicaSets
          .slice(0, rowsMax)
          .map((each) => [
            link('ReplicaSet', each.metadata.namespace, each.metadata.name ?? ''),
            text(revision(each)),
            text(`${each.status?.readyReplicas ?? 0}/${each.spec?.replicas ?? 0}`),
            text(age(each.metadata.creationTimestamp, context.nowMs)),
          ]),
      },
    },
    conditionsSection(status?.conditions, context),
  ];
}

export function replicaSetSummary(replicaSet: ReplicaSet, context: SummaryContext): (Section | undefined)[] {
  const { spec, status } = replicaSet;
  const wanted = spec?.replicas ?? 1;
  const pods = [...context.objects.Pod.values()].filter((pod) => ownedBy(pod, replicaSet));
  return [
    {
      title: 'status',
      facts: facts(
        ownerFact(replicaSet),
        fact('replicas', text(`${status?.readyReplicas ?? 0}/${wanted} ready`, shortfall(status?.readyReplicas, wanted))),
        fact('available', text(status?.availableReplicas ?? 0)),
        fact('revision', text(replicaSet.metadata.annotations?.[revisionAnnotation])),
        fact('selector', ...pairs(spec?.selector.matchLabels)),
        fact('images', ...(spec?.template?.spec?.containers ?? []).map((container) => text(container.image))),
      ),
    },
    {
      title: 'pods',
      table: { columns: ['pod', 'status', 'ready', 'age'], rows: pods.slice(0, rowsMax).map((pod) => podRow(pod, context)) },
    },
    conditionsSection(status?.conditions, context),
  ];
}

export function serviceSummary(service: Service, context: SummaryContext): (Section | undefined)[] {
  const { spec } = service;
  const slices = [...context.objects.EndpointSlice.values()].filter(
    (slice) =>
      slice.metadata.namespace === service.metadata.namespace &&
      slice.metadata.labels?.['kubernetes.io/service-name'] === service.metadata.name,
  );
  const endpoints = slices.flatMap((slice) => (slice.endpoints ?? []).map((endpoint) => ({ endpoint, slice })));
  return [
    {
      title: 'status',
      facts: facts(
        fact('serviceType', text(spec?.type)),
        fact('clusterIP', text(spec?.clusterIP)),
        fact(
          'ports',
          ...(spec?.ports ?? []).map((port) =>
            text(
              `${port.name ? `${port.name} ` : ''}${port.port} → ${port.targetPort ?? port.port}/${port.protocol ?? 'TCP'}${port.nodePort ? `, nodePort ${port.nodePort}` : ''}`,
            ),
          ),
        ),
        fact('selector', ...pairs(spec?.selector)),
        fact('sessionAffinity', spec?.sessionAffinity && spec.sessionAffinity !== 'None' ? text(spec.sessionAffinity) : undefined),
        fact('slices', ...slices.map((slice) => link('EndpointSlice', slice.metadata.namespace, slice.metadata.name ?? ''))),
      ),
    },
    {
      title: 'endpoints',
      table: {
        columns: ['address', 'ready', 'pod', 'node'],
        rows: endpoints
          .slice(0, rowsMax)
          .map(({ endpoint, slice }) => [
            text(endpoint.addresses.join(', ')),
            text(
              endpoint.conditions?.terminating ? 'terminating' : endpoint.conditions?.ready === false ? 'false' : 'true',
              endpoint.conditions?.ready === false ? 'warn' : 'good',
            ),
            endpoint.targetRef?.name
              ? link(endpoint.targetRef.kind ?? 'Pod', endpoint.targetRef.namespace ?? slice.metadata.namespace, endpoint.targetRef.name)
              : text(''),
            endpoint.nodeName ? link('Node', undefined, endpoint.nodeName) : text(''),
          ]),
      },
    },
  ];
}

function ownedBy(object: KubeObject, owner: KubeObject): boolean {
  return controllerOf(object)?.uid === owner.metadata?.uid;
}

function revision(object: KubeObject): number {
  return Number(object.metadata?.annotations?.[revisionAnnotation] ?? 0);
}

function shortfall(ready: number | undefined, wanted: number): Tone {
  return (ready ?? 0) >= wanted ? 'good' : 'warn';
}
