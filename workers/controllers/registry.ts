import type { ControllerEntry } from './controller-context';
import { startDeployment } from './deployment/controller';
import { startGarbageCollector } from './garbage-collector/controller';
import { startNamespace } from './namespace/controller';
import { startPodGc } from './pod-gc/controller';
import { startReplicaSet } from './replicaset/controller';
import { startReplicationController } from './replicaset/replication-controller';

export type { ControllerContext, ControllerEntry } from './controller-context';

/** In upstream's order of starting (cmd/kube-controller-manager/app/controllermanager.go, 1.36). */
export const CONTROLLERS: readonly ControllerEntry[] = [
  { name: 'replicationcontroller-controller', start: startReplicationController },
  { name: 'pod-garbage-collector-controller', start: startPodGc },
  { name: 'namespace-controller', start: startNamespace },
  { name: 'garbage-collector-controller', start: startGarbageCollector },
  { name: 'deployment-controller', start: startDeployment },
  { name: 'replicaset-controller', start: startReplicaSet },
];
