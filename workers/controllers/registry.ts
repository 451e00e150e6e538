import type { ControllerEntry } from './controller-context';
import { startDeployment } from './deployment/controller';
import { startReplicaSet } from './replicaset/controller';
import { startReplicationController } from './replicaset/replication-controller';

/** In upstream's order of starting (cmd/kube-controller-manager/app/controllermanager.go, 1.36). */
export const CONTROLLERS: readonly ControllerEntry[] = [
  { name: 'replicationcontroller-controller', start: startReplicationController },
  { name: 'deployment-controller', start: startDeployment },
  { name: 'replicaset-controller', start: startReplicaSet },
];
