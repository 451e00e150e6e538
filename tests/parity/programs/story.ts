/** What both control planes are given to do, and what remains of it when they have done it. */
import type { AnyObject } from '../../../workers/api/meta';
import type { Deployment } from '../../../workers/resources/apps/deployments/types';
import type { ReplicaSet } from '../../../workers/resources/apps/replicasets/types';
import type { StatefulSet } from '../../../workers/resources/apps/statefulsets/types';
import type { Job } from '../../../workers/resources/batch/jobs/types';
import type { EndpointSlice } from '../../../workers/resources/discovery/endpointslices/types';
import type { Pod } from '../../../workers/resources/core/pods/types';

const NEW_IMAGE = 'nginx:1.30';
const REPLICAS = 50;

/** Every list that the story reads: all objects of the namespace default. */
export type ListOf = (path: string) => Promise<readonly AnyObject[]>;

interface Creation {
  readonly path: string;
  readonly object: AnyObject;
}

export const CREATIONS: readonly Creation[] = [
  { path: '/apis/apps/v1/namespaces/default/deployments', object: deployment() },
  { path: '/api/v1/namespaces/default/services', object: service('web', '10.96.1.1') },
  { path: '/api/v1/namespaces/default/services', object: service('db', 'None') },
  { path: '/apis/apps/v1/namespaces/default/statefulsets', object: statefulSet() },
  { path: '/apis/batch/v1/namespaces/default/jobs', object: job() },
];
export const UPDATE = {
  path: '/apis/apps/v1/namespaces/default/deployments/web',
  patch: { spec: { template: { spec: { containers: [{ name: 'web', image: NEW_IMAGE }] } } } },
};

function deployment(): AnyObject {
  const labels = { app: 'web' };
  const containers = [{ name: 'web', image: 'nginx:1.29', resources: { requests: { cpu: '20m' } } }];
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: { replicas: REPLICAS, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } },
  } as AnyObject;
}

function service(name: string, clusterIP: string): AnyObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name },
    spec: { clusterIP, selector: { app: name }, ports: [{ port: 80 }] },
  } as AnyObject;
}

function statefulSet(): AnyObject {
  const labels = { app: 'db' };
  const template = { metadata: { labels }, spec: { containers: [{ name: 'db', image: 'nginx:1.29' }] } };
  const spec = { replicas: 3, serviceName: 'db', selector: { matchLabels: labels }, template };
  return { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'db' }, spec } as AnyObject;
}

function job(): AnyObject {
  const containers = [{ name: 'work', image: 'busybox:1.37', command: ['sh', '-c', 'sleep 1'] }];
  const template = { spec: { restartPolicy: 'Never', containers } };
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'work' },
    spec: { completions: 5, parallelism: 2, template },
  } as AnyObject;
}

/** Names, counts and conditions; not times, uids, which node got which pod, or in how many steps a ReplicaSet was scaled. */
export async function outcome(list: ListOf) {
  const [deployments, replicaSets, statefulSets, revisions, jobs, pods, slices] = await Promise.all([
    list('/apis/apps/v1/namespaces/default/deployments') as Promise<unknown> as Promise<Deployment[]>,
    list('/apis/apps/v1/namespaces/default/replicasets') as Promise<unknown> as Promise<ReplicaSet[]>,
    list('/apis/apps/v1/namespaces/default/statefulsets') as Promise<unknown> as Promise<StatefulSet[]>,
    list('/apis/apps/v1/namespaces/default/controllerrevisions'),
    list('/apis/batch/v1/namespaces/default/jobs') as Promise<unknown> as Promise<Job[]>,
    list('/api/v1/namespaces/default/pods') as Promise<unknown> as Promise<Pod[]>,
    list('/apis/discovery.k8s.io/v1/namespaces/default/endpointslices') as Promise<unknown> as Promise<EndpointSlice[]>,
  ]);
  return {
    deployments: deployments.map(({ metadata, status }) => ({
      metadata: plain(metadata),
      status: { ...status, conditions: conditions(status) },
    })),
    replicaSets: replicaSets.map(
      ({ metadata: { name, labels, annotations }, spec, status: { observedGeneration: _, ...status } = {} as never }) => ({
        metadata: { name, labels, annotations },
        replicas: spec?.replicas,
        status,
      }),
    ),
    statefulSets: statefulSets.map(({ metadata, status }) => ({ metadata: plain(metadata), status })),
    revisions: revisions.map(({ metadata, revision }) => ({ name: metadata?.name, revision })),
    jobs: jobs.map(({ metadata, status }) => ({
      name: metadata.name,
      succeeded: status?.succeeded,
      failed: status?.failed,
      isTimed: Boolean(status?.startTime && status.completionTime),
      uncounted: status?.uncountedTerminatedPods,
      conditions: conditions(status),
    })),
    pods: tally(pods.map(describePod)),
    endpoints: tally(
      slices.flatMap(({ metadata, endpoints }) =>
        (endpoints ?? []).map(({ conditions: { ready, serving, terminating } = {} }) =>
          [metadata.labels?.['kubernetes.io/service-name'], ready, serving, terminating].join(' '),
        ),
      ),
    ),
  };
}

type Outcome = Awaited<ReturnType<typeof outcome>>;

/** Whether all that was created, or the rolling update after it, has come to its end. */
export function isDone({ deployments, statefulSets, jobs, pods, endpoints }: Outcome, revision: number): boolean {
  const web = deployments[0];
  return (
    web?.metadata.annotations?.['deployment.kubernetes.io/revision'] === String(revision) &&
    web.status.observedGeneration === revision &&
    web.status.updatedReplicas === REPLICAS &&
    web.status.availableReplicas === REPLICAS &&
    web.status.replicas === REPLICAS &&
    web.status.terminatingReplicas === 0 &&
    web.status.conditions.includes('Progressing=True NewReplicaSetAvailable') &&
    statefulSets[0]?.status?.availableReplicas === 3 &&
    jobs[0]?.conditions.some((condition) => condition.startsWith('Complete=True')) === true &&
    Object.values(pods).reduce((sum, count) => sum + count, 0) === REPLICAS + 3 + 5 &&
    (endpoints['web true true false'] ?? endpoints['web true true '] ?? 0) === REPLICAS
  );
}

function plain({ name, generation, labels, annotations }: Deployment['metadata']) {
  return { name, generation, labels, annotations };
}

function conditions(
  status: { readonly conditions?: readonly { readonly type: string; readonly status: string; readonly reason?: string }[] } | undefined,
): readonly string[] {
  return (status?.conditions ?? []).map(({ type, status: value, reason }) => `${type}=${value} ${reason ?? ''}`).toSorted();
}

function describePod({ metadata, spec, status }: Pod): string {
  const owner = metadata.ownerReferences?.[0];
  const ready = status?.conditions?.find(({ type }) => type === 'Ready')?.status;
  const image = spec?.containers[0]?.image;
  const name = owner?.kind === 'StatefulSet' ? metadata.name : (metadata.generateName ?? metadata.name);
  return [owner?.kind, owner?.name, name, image, status?.phase, ready, spec?.nodeName ? 'placed' : 'pending'].join(' ');
}

function tally(texts: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const text of texts.toSorted()) counts[text] = (counts[text] ?? 0) + 1;
  return counts;
}
