/** ReplicationControllers are run like ReplicaSets (source: pkg/controller/replication, 1.36). */
import { NOTHING, selectorFromSet } from '../../api/labels';
import type { LabelSet } from '../../api/labels';
import type { ControllerContext } from '../controller-context';
import { REPLICATION_CONTROLLERS } from '../resources';
import { startReplicators } from './controller';
import type { Family } from './replicator';

const REPLICATION_CONTROLLER: Family = {
  ...REPLICATION_CONTROLLERS,
  apiVersion: 'v1',
  kind: 'ReplicationController',
  loop: 'replicationcontroller',
  component: 'replication-controller',
  countsTerminating: false,
  selectorOf(controller) {
    const { selector } = (controller.spec ?? {}) as { selector?: LabelSet };
    return selector && Object.keys(selector).length > 0 ? selectorFromSet(selector) : NOTHING;
  },
};

export function startReplicationController(context: ControllerContext): void {
  startReplicators(context, REPLICATION_CONTROLLER);
}
