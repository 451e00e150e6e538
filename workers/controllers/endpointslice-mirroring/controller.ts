/**
 * endpointslice-mirroring-controller: EndpointSlices for Endpoints of services without a selector
 * (source: pkg/controller/endpointslicemirroring/endpointslicemirroring_controller.go, 1.36).
 */
import { objectKey } from '../../api/meta';
import type { ApiRequest } from '../../api/request';
import { runController } from '../../client/controller';
import type { Plan } from '../../client/plan';
import type { Endpoints } from '../../resources/core/endpoints/types';
import type { Service } from '../../resources/core/services/types';
import type { EndpointSlice } from '../../resources/discovery/endpointslices/types';
import type { ControllerContext } from '../controller-context';
import { MANAGED_BY_LABEL, SERVICE_NAME_LABEL, toBody } from '../endpointslice/slice';
import type { SliceDraft } from '../endpointslice/slice';
import { ENDPOINTS, ENDPOINT_SLICES, SERVICES } from '../resources';
import { CONTROLLER_NAME, mirror } from './reconciler';

const INDEX = 'mirrored-endpoints';
const SKIP_LABEL = 'endpointslice.kubernetes.io/skip-mirror';
const LEADER_ANNOTATION = 'control-plane.alpha.kubernetes.io/leader';

export function startEndpointSliceMirroring({ process }: ControllerContext): void {
  const services = process.informer<Service>(SERVICES);
  const endpoints = process.informer<Endpoints>(ENDPOINTS);
  const slices = process.informer<EndpointSlice>(ENDPOINT_SLICES);
  slices.addIndex(INDEX, (slice) => (isOurs(slice) ? [endpointsKey(slice)] : []));
  const queue = runController(process, {
    name: 'endpointslice-mirroring',
    ready: () => services.hasSynced && endpoints.hasSynced && slices.hasSynced,
    reconcile: (key) => planMirror(services.get(key), endpoints.get(key), slices.byIndex(INDEX, key)),
  });
  endpoints.addHandler({
    onAdd: (object) => queue.add(objectKey(object)),
    onUpdate: (_, object) => queue.add(objectKey(object)),
    onDelete: (object) => queue.add(objectKey(object)),
  });
  services.addHandler({
    onAdd: (service) => queue.add(objectKey(service)),
    onUpdate: (before, after) => {
      if ((before.spec?.selector === undefined) !== (after.spec?.selector === undefined)) queue.add(objectKey(after));
    },
    onDelete: (service) => queue.add(objectKey(service)),
  });
  const foreign = (slice: EndpointSlice): void => {
    if (isOurs(slice)) queue.add(endpointsKey(slice));
  };
  slices.addHandler({ onAdd: foreign, onUpdate: (_, slice) => foreign(slice), onDelete: foreign });
}

/** Slices of Endpoints that are not to be mirrored (any longer) are deleted. */
export function planMirror(service: Service | undefined, endpoints: Endpoints | undefined, slices: readonly EndpointSlice[]): Plan {
  const mirrored = endpoints !== undefined && service !== undefined && service.spec?.selector === undefined && isMirrored(endpoints);
  const changes = mirrored ? mirror(endpoints, slices) : { create: [], update: [], remove: slices };
  const requests: ApiRequest[] = [
    ...changes.create.map((slice): ApiRequest => ({
      ...ENDPOINT_SLICES,
      verb: 'create',
      namespace: slice.metadata.namespace ?? '',
      body: toBody(slice),
    })),
    ...changes.update.map((slice: SliceDraft): ApiRequest => ({
      ...ENDPOINT_SLICES,
      verb: 'update',
      namespace: slice.metadata.namespace ?? '',
      name: slice.metadata.name ?? '',
      body: toBody(slice),
    })),
    ...changes.remove.map(({ metadata: { namespace = '', name = '' } }): ApiRequest => ({
      ...ENDPOINT_SLICES,
      verb: 'delete',
      namespace,
      name,
    })),
  ];
  return requests.length ? [{ requests, tolerate: ['NotFound'] }] : [];
}

function isMirrored({ metadata: { labels, annotations } }: Endpoints): boolean {
  return labels?.[SKIP_LABEL] !== 'true' && annotations?.[LEADER_ANNOTATION] === undefined;
}

function isOurs(slice: EndpointSlice): boolean {
  return slice.metadata.labels?.[MANAGED_BY_LABEL] === CONTROLLER_NAME && slice.metadata.labels[SERVICE_NAME_LABEL] !== undefined;
}

function endpointsKey(slice: EndpointSlice): string {
  return `${slice.metadata.namespace ?? ''}/${slice.metadata.labels?.[SERVICE_NAME_LABEL] ?? ''}`;
}
