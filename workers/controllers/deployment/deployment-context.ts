import type { EventRecorder } from '../../client/events';
import type { Informer } from '../../client/informer';
import type { Deployment } from '../../resources/apps/deployments/types';
import type { ReplicaSet } from '../../resources/apps/replicasets/types';
import type { Pod } from '../../resources/core/pods/types';

export interface DeploymentContext {
  readonly deployments: Informer<Deployment>;
  readonly replicaSets: Informer<ReplicaSet>;
  readonly pods: Informer<Pod>;
  readonly recorder: EventRecorder;
  readonly nowMs: () => number;
  readonly requeue: (key: string, afterMs: number) => void;
}

/** What the strategies need besides the rollout itself. */
export interface SyncContext extends DeploymentContext {
  readonly key: string;
  readonly owned: readonly ReplicaSet[];
}
