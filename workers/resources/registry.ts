/** Every kind the API server serves. A new kind is a folder and one line here; the order is the order of discovery. */
import type { ResourceDefinition } from './definition';
import { deployments } from './apps/deployments/definition';
import { replicaSets } from './apps/replicasets/definition';
import { leases } from './coordination/leases/definition';
import { configMaps } from './core/configmaps/definition';
import { endpoints } from './core/endpoints/definition';
import { events } from './core/events/definition';
import { namespaces } from './core/namespaces/definition';
import { nodes } from './core/nodes/definition';
import { pods } from './core/pods/definition';
import { replicationControllers } from './core/replicationcontrollers/definition';
import { secrets } from './core/secrets/definition';
import { serviceAccounts } from './core/serviceaccounts/definition';
import { services } from './core/services/definition';
import { endpointSlices } from './discovery/endpointslices/definition';
import { priorityClasses } from './scheduling/priorityclasses/definition';
import { faults } from './sim/faults/definition';
import { traffics } from './sim/traffics/definition';

export const resourceDefinitions: readonly ResourceDefinition[] = [
  configMaps,
  endpoints,
  events,
  namespaces,
  nodes,
  pods,
  replicationControllers,
  secrets,
  serviceAccounts,
  services,
  deployments,
  replicaSets,
  leases,
  endpointSlices,
  priorityClasses,
  faults,
  traffics,
];
