/** Keeps the used amounts of ResourceQuotas right when objects go or end (source: pkg/controller/resourcequota, 1.36). */
import { objectKey } from '../../api/meta';
import type { KubeObject } from '../../api/meta';
import { addAmounts, formatAmounts, maskAmounts, parseAmounts, sameAmounts } from '../../api/quota/amounts';
import type { Amounts, ResourceList } from '../../api/quota/amounts';
import { isCharged } from '../../api/quota/pod-usage';
import type { QuotaPod } from '../../api/quota/pod-usage';
import { countsTowards, quotaSelects, usageOf } from '../../api/quota/usage';
import { quantityOf } from '../../api/quantity';
import { runController } from '../../client/controller';
import type { Informer } from '../../client/informer';
import { act } from '../../client/plan';
import type { Plan } from '../../client/plan';
import type { ResourceQuota } from '../../resources/core/resourcequotas/types';
import type { ControllerContext } from '../controller-context';
import type { ServedResource } from '../resources';

const RESOURCE_QUOTAS = { group: '', version: 'v1', resource: 'resourcequotas' };
const RESYNC_MS = 300_000;

interface Counted {
  readonly served: ServedResource;
  readonly objects: Informer<KubeObject>;
}

export function startResourceQuota({ process, resources }: ControllerContext): void {
  const quotas = process.informer<ResourceQuota>(RESOURCE_QUOTAS);
  quotas.addIndex('namespace', ({ metadata }) => [metadata.namespace ?? '']);
  /** By group and plural. */
  const counted = new Map<string, Counted>();
  const queue = runController(process, {
    name: 'resourcequota',
    ready: () => quotas.hasSynced && resources.hasSynced && [...counted.values()].every(({ objects }) => objects.hasSynced),
    reconcile(key) {
      const quota = quotas.get(key);
      return quota ? sync(quota, counted.values(), process.nowMs) : [];
    },
  });
  quotas.addHandler({
    onAdd: (quota) => queue.add(objectKey(quota)),
    onUpdate(before, quota) {
      if (!sameAmounts(hardOf(before), hardOf(quota))) queue.add(objectKey(quota));
    },
  });
  const count = (served: ServedResource): void => {
    const objects = process.informer<KubeObject>({ group: served.group, version: served.version, resource: served.resource });
    counted.set(`${served.group}/${served.resource}`, { served, objects });
    const replenish = ({ metadata }: KubeObject): void => {
      for (const quota of quotas.byIndex('namespace', metadata?.namespace ?? '')) {
        const limited = Object.keys(quota.status?.hard ?? {});
        if (limited.some((name) => countsTowards(served.group, served.resource, name))) queue.add(objectKey(quota));
      }
    };
    objects.addHandler({
      onDelete: replenish,
      onUpdate: (before, after) => {
        if (quotas.size > 0 && countsLess(served, before, after, process.nowMs)) replenish(after);
      },
    });
  };
  resources.follow({
    served: (served) => served.namespaced && served.resource !== 'events' && count(served),
    gone: ({ group, resource }) => counted.delete(`${group}/${resource}`),
  });
  const resync = (): void => {
    for (const key of quotas.keys()) queue.add(key);
    process.timers.at(process.nowMs + RESYNC_MS, resync, { background: true });
  };
  process.timers.at(process.nowMs + RESYNC_MS, resync, { background: true });
}

function hardOf({ spec }: ResourceQuota): Amounts {
  return parseAmounts(spec?.hard as ResourceList | undefined);
}

export function countsLess(
  { group, resource }: Pick<ServedResource, 'group' | 'resource'>,
  before: KubeObject,
  after: KubeObject,
  nowMs: number,
): boolean {
  if (group !== '') return false;
  if (resource === 'pods') return isCharged(before as QuotaPod, nowMs) && !isCharged(after as QuotaPod, nowMs);
  if (resource !== 'services' && resource !== 'persistentvolumeclaims') return false;
  return !sameAmounts(usageOf(group, resource, before, nowMs), usageOf(group, resource, after, nowMs));
}

function sync(quota: ResourceQuota, counted: Iterable<Counted>, nowMs: number): Plan {
  const hard = hardOf(quota);
  const before = parseAmounts(quota.status?.used as ResourceList | undefined);
  const used = maskAmounts(new Map([...before, ...countUsage(quota, hard, counted, nowMs)]), hard.keys());
  const current = parseAmounts(quota.status?.hard as ResourceList | undefined);
  const known = (hard.size === 0 || quota.status?.hard !== undefined) && (used.size === 0 || quota.status?.used !== undefined);
  if (known && sameAmounts(hard, current) && sameAmounts(used, before)) return [];
  const { namespace = '', name = '' } = quota.metadata;
  const status = { ...(hard.size > 0 ? { hard: formatAmounts(hard) } : {}), ...(used.size > 0 ? { used: formatAmounts(used) } : {}) };
  const body = { ...quota, status };
  return [act({ verb: 'update', ...RESOURCE_QUOTAS, subresource: 'status', namespace, name, body })];
}

function countUsage(quota: ResourceQuota, hard: Amounts, counted: Iterable<Counted>, nowMs: number): Amounts {
  let used: Amounts = new Map();
  for (const { served, objects } of counted) {
    const { group, resource } = served;
    const names = [...hard.keys()].filter((name) => countsTowards(group, resource, name));
    if (names.length === 0) continue;
    used = addAmounts(used, new Map(names.map((name) => [name, quantityOf(0)])));
    for (const object of objects.list()) {
      if (object.metadata?.namespace !== quota.metadata.namespace || !quotaSelects(quota.spec ?? {}, group, resource, object)) continue;
      used = addAmounts(used, maskAmounts(usageOf(group, resource, object, nowMs), names));
    }
  }
  return used;
}
