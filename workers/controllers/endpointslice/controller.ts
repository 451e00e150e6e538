/**
 * endpointslice-controller: the EndpointSlices of every service with a selector
 * (source: pkg/controller/endpointslice/endpointslice_controller.go, 1.36).
 */
import { objectKey } from '../../api/meta';
import { isFailure, reasonOf } from '../../api/request';
import type { ApiRequest } from '../../api/request';
import { runController } from '../../client/controller';
import { planOf } from '../../client/script';
import type { Script } from '../../client/script';
import type { Node } from '../../resources/core/nodes/types';
import type { Pod } from '../../resources/core/pods/types';
import type { Service } from '../../resources/core/services/types';
import type { EndpointSlice } from '../../resources/discovery/endpointslices/types';
import type { ControllerContext } from '../controller-context';
import { ENDPOINT_SLICES, NODES, PODS, SERVICES } from '../resources';
import { indexByNamespace, selectedPods, servicesToSync } from '../service-pods';
import { TriggerTimes, withTriggerTime } from '../trigger-time';
import { CONTROLLER_NAME, reconcileSlices } from './reconciler';
import type { SliceChanges } from './reconciler';
import { MANAGED_BY_LABEL, SERVICE_NAME_LABEL, toBody } from './slice';
import type { SliceDraft } from './slice';
import { TopologyHints } from './topology-hints';

const SERVICE_INDEX = 'endpointslice-service';
/** A pod's node that the caches don't know yet is looked for again after the queue's first back-off. */
const MISSING_NODE_RETRY_MS = 1000;

export function startEndpointSlice({ process, recorder }: ControllerContext): void {
  const services = process.informer<Service>(SERVICES);
  const pods = process.informer<Pod>(PODS);
  const nodes = process.informer<Node>(NODES);
  const slices = process.informer<EndpointSlice>(ENDPOINT_SLICES);
  indexByNamespace(services);
  indexByNamespace(pods);
  slices.addIndex(SERVICE_INDEX, (slice) => (isOurs(slice) ? [serviceKey(slice)] : []));
  const triggerTimes = new TriggerTimes();
  const topology = new TopologyHints(recorder('endpoint-slice-controller'), nodes);
  /** Services whose slices are being written: what the watch brings meanwhile is our own doing. */
  const writing = new Set<string>();
  const queue = runController(process, {
    name: 'endpointslice',
    ready: () => services.hasSynced && pods.hasSynced && nodes.hasSynced && slices.hasSynced,
    reconcile(key) {
      const service = services.get(key);
      if (!service) {
        triggerTimes.forget(key);
        return [];
      }
      if (service.spec?.type === 'ExternalName' || service.spec?.selector === undefined) return [];
      const selected = selectedPods(pods, service);
      const current = slices.byIndex(SERVICE_INDEX, key).filter((slice) => slice.metadata.deletionTimestamp === undefined);
      const changes = reconcileSlices(service, selected, current, (name) => nodes.get(name));
      topology.report(service, selected);
      const plan = planOf(write(key, sliceRequests(changes, triggerTimes.next(key, service, selected)), writing));
      return { plan, ...(changes.incomplete ? { requeueAfterMs: MISSING_NODE_RETRY_MS } : {}) };
    },
  });
  services.addHandler({
    onAdd: (service) => queue.add(objectKey(service)),
    onUpdate: (_, service) => queue.add(objectKey(service)),
    onDelete: (service) => queue.add(objectKey(service)),
  });
  const enqueue = (before: Pod | undefined, after: Pod): void => {
    for (const service of servicesToSync(services, before, after)) queue.add(objectKey(service));
  };
  pods.addHandler({ onAdd: (pod) => enqueue(undefined, pod), onUpdate: enqueue, onDelete: (pod) => enqueue(undefined, pod) });
  const foreign = (slice: EndpointSlice): void => {
    if (isOurs(slice) && !writing.has(serviceKey(slice))) queue.add(serviceKey(slice));
  };
  slices.addHandler({ onAdd: foreign, onUpdate: (before, after) => (foreign(before), foreign(after)), onDelete: foreign });
}

/** All writes go out together; each is decided alone. */
function* write(key: string, requests: readonly ApiRequest[], writing: Set<string>): Script {
  if (requests.length === 0) return undefined;
  writing.add(key);
  const replies = yield requests;
  writing.delete(key);
  return replies.find((reply) => isFailure(reply) && reasonOf(reply) !== 'NotFound');
}

export function sliceRequests(changes: SliceChanges, triggerTime: string | undefined): ApiRequest[] {
  const request = (slice: SliceDraft): ApiRequest => {
    const { annotations: before, ...metadata } = slice.metadata;
    const annotations = withTriggerTime(before, triggerTime);
    const body = toBody({ ...slice, metadata: { ...metadata, ...(annotations ? { annotations } : {}) } });
    const { namespace = '', name } = metadata;
    if (name === undefined) return { ...ENDPOINT_SLICES, verb: 'create', namespace, body };
    return { ...ENDPOINT_SLICES, verb: 'update', namespace, name, body };
  };
  const remove = changes.remove.map(({ metadata: { namespace = '', name = '' } }): ApiRequest => ({
    ...ENDPOINT_SLICES,
    verb: 'delete',
    namespace,
    name,
  }));
  return [...changes.create.map(request), ...changes.update.map(request), ...remove];
}

function isOurs(slice: EndpointSlice): boolean {
  return slice.metadata.labels?.[MANAGED_BY_LABEL] === CONTROLLER_NAME && slice.metadata.labels[SERVICE_NAME_LABEL] !== undefined;
}

function serviceKey(slice: EndpointSlice): string {
  return `${slice.metadata.namespace ?? ''}/${slice.metadata.labels?.[SERVICE_NAME_LABEL] ?? ''}`;
}
