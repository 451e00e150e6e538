/** The recorded scenarios of the controllers area: shapes of golden/controllers/*.json (its README gives the meaning). */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { GroupVersionResource } from '../../../workers/api/meta';

// Recorded JSON is walked leaf by leaf; its types would say nothing.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Json = any;

export interface NodeToMake {
  readonly name: string;
  readonly labels?: Record<string, string>;
  readonly taints?: Json[];
  readonly notReady?: boolean;
  readonly unschedulable?: boolean;
  readonly cpu?: string;
  readonly capacity?: Record<string, string>;
}

export interface Step {
  readonly at: number;
  readonly do: string;
  readonly [field: string]: Json;
}

/** `t` of a recording: one time, or the range over the runs. */
export type Seconds = number | readonly [number, number];

export interface Change {
  readonly t: Seconds;
  readonly created?: Record<string, Json>;
  readonly state?: Record<string, Json>;
  readonly set?: Record<string, Json>;
  readonly unset?: readonly string[];
  readonly deleted?: boolean;
}

export interface RecordedEvent {
  readonly t: Seconds;
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  readonly from: string;
  readonly count: Json;
}

export interface Checkpoint {
  readonly name: string;
  readonly at: number;
  readonly objects: Record<string, Json>;
}

/** What happened, masked: the common form of a recording and of our own run. */
export interface Story {
  readonly checkpoints: readonly Checkpoint[];
  readonly timeline: Record<string, { readonly exact: boolean; readonly changes: readonly Change[] }>;
  readonly events: Record<string, { readonly exact: boolean; readonly list: readonly RecordedEvent[] }>;
}

export interface Scenario extends Story {
  readonly id: string;
  readonly title: string;
  readonly theme: string;
  readonly tags: readonly string[];
  readonly flags: Record<string, readonly string[]>;
  readonly cluster: {
    readonly nodes: 'common' | readonly NodeToMake[];
    readonly preExisting?: readonly Json[];
    readonly namespaces?: readonly string[];
  };
  readonly steps: readonly Step[];
  readonly unstable?: readonly string[];
}

/** The scenarios of one theme (or all), in order of their file names. */
export function* scenarios(folder: string, theme: string | undefined): Generator<Scenario> {
  for (const file of readdirSync(folder).sort()) {
    const match = /^(.+)-\d+\.json$/.exec(file);
    if (!match || (theme !== undefined && match[1] !== theme)) continue;
    yield JSON.parse(readFileSync(join(folder, file), 'utf8')) as Scenario;
  }
}

interface Kind extends GroupVersionResource {
  readonly kind: string;
  readonly namespaced: boolean;
}

function kind(name: string, apiVersion: string, resource: string, namespaced = true): Kind {
  const slash = apiVersion.indexOf('/');
  return { kind: name, group: slash < 0 ? '' : apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1), resource, namespaced };
}

/** The kinds that checkpoints and timelines cover, and the further ones that steps write. */
export const kinds: readonly Kind[] = [
  kind('Namespace', 'v1', 'namespaces', false),
  kind('Node', 'v1', 'nodes', false),
  kind('Pod', 'v1', 'pods'),
  kind('Service', 'v1', 'services'),
  kind('Endpoints', 'v1', 'endpoints'),
  kind('EndpointSlice', 'discovery.k8s.io/v1', 'endpointslices'),
  kind('Deployment', 'apps/v1', 'deployments'),
  kind('ReplicaSet', 'apps/v1', 'replicasets'),
  kind('StatefulSet', 'apps/v1', 'statefulsets'),
  kind('DaemonSet', 'apps/v1', 'daemonsets'),
  kind('ControllerRevision', 'apps/v1', 'controllerrevisions'),
  kind('ReplicationController', 'v1', 'replicationcontrollers'),
  kind('Job', 'batch/v1', 'jobs'),
  kind('CronJob', 'batch/v1', 'cronjobs'),
  kind('HorizontalPodAutoscaler', 'autoscaling/v2', 'horizontalpodautoscalers'),
  kind('PodDisruptionBudget', 'policy/v1', 'poddisruptionbudgets'),
  kind('PersistentVolumeClaim', 'v1', 'persistentvolumeclaims'),
  kind('PersistentVolume', 'v1', 'persistentvolumes', false),
  kind('ResourceQuota', 'v1', 'resourcequotas'),
  kind('ServiceAccount', 'v1', 'serviceaccounts'),
  kind('ConfigMap', 'v1', 'configmaps'),
  kind('Secret', 'v1', 'secrets'),
  kind('ClusterRole', 'rbac.authorization.k8s.io/v1', 'clusterroles', false),
  kind('Lease', 'coordination.k8s.io/v1', 'leases'),
  kind('CertificateSigningRequest', 'certificates.k8s.io/v1', 'certificatesigningrequests', false),
  kind('ResourceClaim', 'resource.k8s.io/v1', 'resourceclaims'),
  kind('ResourceClaimTemplate', 'resource.k8s.io/v1', 'resourceclaimtemplates'),
  kind('Event', 'v1', 'events'),
  kind('StorageClass', 'storage.k8s.io/v1', 'storageclasses', false),
  kind('PriorityClass', 'scheduling.k8s.io/v1', 'priorityclasses', false),
];

export function kindNamed(name: string): Kind {
  const found = kinds.find((one) => one.kind === name);
  if (!found) throw new Error(`scenario names an unknown kind ${name}`);
  return found;
}
