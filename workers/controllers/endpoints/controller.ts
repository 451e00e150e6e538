/**
 * endpoints-controller: one Endpoints object per service with a selector
 * (source: pkg/controller/endpoint/endpoints_controller.go, 1.36).
 */
import { objectKey, splitKey } from '../../api/meta';
import { act } from '../../client/plan';
import type { Plan } from '../../client/plan';
import { runController } from '../../client/controller';
import type { Endpoints } from '../../resources/core/endpoints/types';
import type { Pod } from '../../resources/core/pods/types';
import type { Service } from '../../resources/core/services/types';
import { deepEqual } from '../../lib/equal';
import type { ControllerContext } from '../controller-context';
import { ENDPOINTS, PODS, SERVICES } from '../resources';
import { hasClusterIP, indexByNamespace, selectedPods, servicesToSync } from '../service-pods';
import { TriggerTimes, withTriggerTime } from '../trigger-time';
import { subsetsOf } from './subsets';
import type { Subset } from './subsets';

const HEADLESS_LABEL = 'service.kubernetes.io/headless';
const MANAGED_BY_LABEL = 'endpoints.kubernetes.io/managed-by';
const CONTROLLER_NAME = 'endpoint-controller';
const OVER_CAPACITY_ANNOTATION = 'endpoints.kubernetes.io/over-capacity';
/** Addresses that one Endpoints object holds at most. */
const CAPACITY = 1000;

export function startEndpoints({ process }: ControllerContext): void {
  const services = process.informer<Service>(SERVICES);
  const pods = process.informer<Pod>(PODS);
  const endpoints = process.informer<Endpoints>(ENDPOINTS);
  indexByNamespace(services);
  indexByNamespace(pods);
  const triggerTimes = new TriggerTimes();
  const queue = runController(process, {
    name: 'endpoints',
    ready: () => services.hasSynced && pods.hasSynced && endpoints.hasSynced,
    reconcile(key) {
      const service = services.get(key);
      if (!service) {
        triggerTimes.forget(key);
        return endpoints.get(key) ? remove(key) : [];
      }
      if (service.spec?.type === 'ExternalName' || service.spec?.selector === undefined) return [];
      const selected = selectedPods(pods, service);
      return planEndpoints(service, selected, endpoints.get(key), triggerTimes.next(key, service, selected));
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
  endpoints.addHandler({
    onAdd: (object) => {
      // Only of the first list: what a service left behind while this controller was down. Later ones are somebody's own.
      if (!endpoints.hasSynced) queue.add(objectKey(object));
    },
    onDelete: (object) => queue.add(objectKey(object)),
  });
}

/** Creates or updates a service's Endpoints where what it should hold differs from what it holds. */
export function planEndpoints(
  service: Service,
  pods: readonly Pod[],
  current: Endpoints | undefined,
  triggerTime: string | undefined,
): Plan {
  const { namespace = '', name = '' } = service.metadata;
  const { subsets, truncated } = truncate(subsetsOf(service, pods));
  const labels = labelsOf(service);
  if (
    current &&
    deepEqual(current.subsets ?? [], subsets) &&
    deepEqual(current.metadata.labels, labels) &&
    isMarkedTruncated(current) === truncated
  )
    return [];
  const { [OVER_CAPACITY_ANNOTATION]: _, ...before } = current?.metadata.annotations ?? {};
  const annotations = withTriggerTime(truncated ? { ...before, [OVER_CAPACITY_ANNOTATION]: 'truncated' } : before, triggerTime);
  const { annotations: __, ...metadata } = current?.metadata ?? { name, namespace };
  const body = {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: { ...metadata, labels, ...(annotations ? { annotations } : {}) },
    ...(subsets.length ? { subsets } : {}),
  };
  if (current) return [act({ ...ENDPOINTS, verb: 'update', namespace, name, body })];
  return [act({ ...ENDPOINTS, verb: 'create', namespace, body }, 'AlreadyExists')];
}

function labelsOf(service: Service): Record<string, string> {
  const { [HEADLESS_LABEL]: _, ...labels } = service.metadata.labels ?? {};
  return { ...labels, ...(hasClusterIP(service) ? {} : { [HEADLESS_LABEL]: '' }), [MANAGED_BY_LABEL]: CONTROLLER_NAME };
}

/**
 * Keeps {@link CAPACITY} addresses, ready ones first.
 * Differs: upstream takes a share of each subset; here the subsets are filled in order.
 */
function truncate(subsets: readonly Subset[]): { readonly subsets: readonly Subset[]; readonly truncated: boolean } {
  const total = subsets.reduce((sum, one) => sum + (one.addresses?.length ?? 0) + (one.notReadyAddresses?.length ?? 0), 0);
  if (total <= CAPACITY) return { subsets, truncated: false };
  let left = CAPACITY;
  const take = <T>(list: readonly T[] | undefined): T[] => {
    const kept = (list ?? []).slice(0, left);
    left -= kept.length;
    return kept;
  };
  const ready = subsets.map((one) => take(one.addresses));
  const unready = subsets.map((one) => take(one.notReadyAddresses));
  const kept = subsets.map((one, at) => {
    const { addresses: _, notReadyAddresses: __, ...rest } = one;
    return {
      ...(ready[at]?.length ? { addresses: ready[at] } : {}),
      ...(unready[at]?.length ? { notReadyAddresses: unready[at] } : {}),
      ...rest,
    } as Subset;
  });
  return { subsets: kept.filter((one) => one.addresses ?? one.notReadyAddresses), truncated: true };
}

function isMarkedTruncated(endpoints: Endpoints): boolean {
  return endpoints.metadata.annotations?.[OVER_CAPACITY_ANNOTATION] === 'truncated';
}

function remove(key: string): Plan {
  return [act({ ...ENDPOINTS, verb: 'delete', ...splitKey(key) }, 'NotFound')];
}
