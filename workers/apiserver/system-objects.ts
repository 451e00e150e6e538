/**
 * What the controllers inside kube-apiserver keep: the day since which legacy tokens are tracked, the range of Service
 * addresses, priority levels, and one APIService per version served (source: pkg/controlplane, kube-aggregator
 * pkg/controllers/autoregister, apiserver/pkg/apis/flowcontrol/bootstrap, 1.36).
 * Differs: written once at the start and never again; the APIServices of CustomResourceDefinitions are api-services.ts'.
 */
import type { AnyObject } from '../api/meta';
import { rfc3339 } from '../api/time';
import type { RandomStream } from '../sim/component';
import type { Backend } from './backend';
import { sealed } from './backend';
import { groupVersions } from './discovery/discovery';
import { localApiService } from './api-services';
import { flowSchemas } from './flow-schemas';
import { keyOf } from './keys';
import { newUid } from './names';
import { SERVICE_RANGE } from './service/allocators';

interface SystemObject {
  readonly group: string;
  readonly resource: string;
  readonly namespace?: string;
  readonly name: string;
  readonly metadata?: object;
  readonly body: object;
}

/** `uids` is a stream of its own, so that what is added here moves nobody else's. */
export function writeSystemObjects(backend: Backend, uids: RandomStream): void {
  const now = rfc3339(backend.clock());
  for (const { group, resource, namespace = '', name, metadata, body } of systemObjects(backend, now)) {
    const definition = backend.resources.stored(group, resource);
    if (!definition) continue;
    const key = keyOf(definition, namespace, name);
    if (backend.store.get(key)) continue;
    const draft = {
      apiVersion: group ? `${group}/${definition.version}` : definition.version,
      kind: definition.kind,
      metadata: { name, ...(namespace ? { namespace } : {}), uid: newUid(uids), creationTimestamp: now, ...metadata },
      ...body,
    } as AnyObject & { metadata: { resourceVersion?: string } };
    backend.store.put(key, 0, (revision) => sealed(backend, draft, revision));
  }
}

function systemObjects(backend: Backend, now: string): readonly SystemObject[] {
  return [
    {
      group: '',
      resource: 'configmaps',
      namespace: 'kube-system',
      name: 'kube-apiserver-legacy-service-account-token-tracking',
      body: { data: { since: now.slice(0, 'YYYY-MM-DD'.length) } },
    },
    {
      group: 'networking.k8s.io',
      resource: 'servicecidrs',
      name: 'kubernetes',
      body: {
        spec: { cidrs: [SERVICE_RANGE] },
        status: { conditions: [condition('Ready', '', 'Kubernetes default Service CIDR is ready', now)] },
      },
    },
    ...priorityLevels(),
    ...apiServices(backend, now),
    ...flowSchemas(now).map(({ name, spec, status }) => ({ ...autoUpdated('flowschemas', name), body: { spec, status } })),
  ];
}

function condition(type: string, reason: string, message: string, lastTransitionTime: string) {
  return { type, status: 'True', lastTransitionTime, reason, message };
}

/** Name, shares, queues, hand size, lendable percent; no queues: too many requests are refused. */
const LEVELS: readonly (readonly [name: string, shares: number, queues: number, handSize: number, lendablePercent: number])[] = [
  ['catch-all', 5, 0, 0, 0],
  ['global-default', 20, 128, 6, 50],
  ['leader-election', 10, 16, 4, 0],
  ['node-high', 40, 64, 6, 25],
  ['system', 30, 64, 6, 33],
  ['workload-high', 40, 128, 6, 50],
  ['workload-low', 100, 128, 6, 90],
];
const QUEUE_LENGTH_LIMIT = 50;

function priorityLevels(): readonly SystemObject[] {
  const level = (name: string, spec: object): SystemObject => ({
    ...autoUpdated('prioritylevelconfigurations', name),
    body: { spec, status: {} },
  });
  const limited = LEVELS.map(([name, nominalConcurrencyShares, queues, handSize, lendablePercent]) => {
    const queue = { type: 'Queue', queuing: { queues, handSize, queueLengthLimit: QUEUE_LENGTH_LIMIT } };
    const limitResponse = queues ? queue : { type: 'Reject' };
    return level(name, { type: 'Limited', limited: { nominalConcurrencyShares, limitResponse, lendablePercent } });
  });
  return [level('exempt', { type: 'Exempt', exempt: { nominalConcurrencyShares: 0, lendablePercent: 0 } }), ...limited];
}

function autoUpdated(resource: string, name: string): Omit<SystemObject, 'body'> {
  const metadata = { generation: 1, annotations: { 'apf.kubernetes.io/autoupdate-spec': 'true' } };
  return { group: 'flowcontrol.apiserver.k8s.io', resource, name, metadata };
}

/** groupPriorityMinimum of each group, as kube-apiserver ranks them (pkg/controlplane/apiserver/aggregator.go). */
const GROUP_PRIORITIES: Readonly<Record<string, number>> = {
  '': 18_000,
  apps: 17_800,
  'events.k8s.io': 17_750,
  'authentication.k8s.io': 17_700,
  'authorization.k8s.io': 17_600,
  autoscaling: 17_500,
  batch: 17_400,
  'certificates.k8s.io': 17_300,
  'networking.k8s.io': 17_200,
  policy: 17_100,
  'rbac.authorization.k8s.io': 17_000,
  'storage.k8s.io': 16_800,
  'apiextensions.k8s.io': 16_700,
  'admissionregistration.k8s.io': 16_700,
  'scheduling.k8s.io': 16_600,
  'coordination.k8s.io': 16_500,
  'node.k8s.io': 16_300,
  'discovery.k8s.io': 16_200,
  'resource.k8s.io': 16_200,
  'flowcontrol.apiserver.k8s.io': 16_100,
};
const VERSION_PRIORITIES: Readonly<Record<string, number>> = {
  '/v1': 1,
  'autoscaling/v2': 30,
  'resource.k8s.io/v1': 21,
  'flowcontrol.apiserver.k8s.io/v1': 21,
};
const VERSION_PRIORITY = 15;

function apiServices(backend: Backend, now: string): readonly SystemObject[] {
  return [...groupVersions(backend.resources.all)].flatMap(([group, versions]) => {
    const groupPriorityMinimum = GROUP_PRIORITIES[group];
    if (groupPriorityMinimum === undefined) return [];
    return versions.map((version) => ({
      group: 'apiregistration.k8s.io',
      resource: 'apiservices',
      name: `${version}.${group}`,
      metadata: { labels: { 'kube-aggregator.kubernetes.io/automanaged': 'onstart' } },
      body: localApiService(group, version, groupPriorityMinimum, VERSION_PRIORITIES[`${group}/${version}`] ?? VERSION_PRIORITY, now),
    }));
  });
}
