import type { Selector } from '../../api/labels';
import type { GroupVersionResource, ObjectMeta } from '../../api/meta';

/** What ReplicaSets and ReplicationControllers have in common. */
export interface Replicator {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: ObjectMeta;
  readonly spec?: {
    readonly replicas?: number;
    readonly minReadySeconds?: number;
    readonly template?: PodTemplate;
  };
  readonly status?: ReplicatorStatus;
}

export interface PodTemplate {
  readonly metadata?: Pick<ObjectMeta, 'labels' | 'annotations' | 'finalizers'>;
  readonly spec?: unknown;
}

export interface ReplicatorStatus {
  readonly replicas: number;
  readonly fullyLabeledReplicas?: number;
  readonly readyReplicas?: number;
  readonly availableReplicas?: number;
  readonly terminatingReplicas?: number;
  readonly observedGeneration?: number;
  readonly conditions?: readonly ReplicatorCondition[];
}

export interface ReplicatorCondition {
  readonly type: string;
  readonly status: string;
  readonly lastTransitionTime?: string;
  readonly reason?: string;
  readonly message?: string;
}

/** One of the two kinds, and how its controller differs. */
export interface Family extends GroupVersionResource {
  readonly apiVersion: string;
  readonly kind: string;
  /** Name of the control loop. */
  readonly loop: string;
  /** Source of its events. */
  readonly component: string;
  /** Whether status.terminatingReplicas exists. */
  readonly countsTerminating: boolean;
  readonly selectorOf: (replicator: Replicator) => Selector;
}

export function desiredReplicas(replicator: Replicator): number {
  return replicator.spec?.replicas ?? 1;
}
