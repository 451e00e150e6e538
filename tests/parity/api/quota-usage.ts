/**
 * What kube-controller-manager's resourcequota controller would write, and when: the hard limits and what is used of them,
 * where limits change or an object goes or begins to count less. What admission charged for nothing stays until then.
 */
import type { AnyObject, KubeList } from '../../../workers/api/meta';
import { quantityOf } from '../../../workers/api/quantity';
import { addAmounts, formatAmounts, maskAmounts, parseAmounts } from '../../../workers/api/quota/amounts';
import type { Amounts, ResourceList } from '../../../workers/api/quota/amounts';
import type { QuotaSpec } from '../../../workers/api/quota/scopes';
import { countsTowards, quotaSelects, usageOf } from '../../../workers/api/quota/usage';
import type { ApiServer } from '../../../workers/apiserver/server';
import { countsLess } from '../../../workers/controllers/resource-quota/controller';

interface Counted {
  readonly group: string;
  readonly resource: string;
  readonly names: readonly string[];
  readonly objects: ReadonlyMap<string, AnyObject>;
}

export class QuotaStandIn {
  /** By the quota's uid: its limits and all that it could count, when it was last looked at. */
  private readonly last = new Map<string, { readonly hard: string; readonly counted: readonly Counted[] }>();

  constructor(private readonly api: ApiServer) {}

  settle(): void {
    const quotas = this.api.handle({ verb: 'list', group: '', version: 'v1', resource: 'resourcequotas' }).body as KubeList;
    for (const quota of quotas.items) {
      const spec = (quota.spec ?? {}) as QuotaSpec & { readonly hard?: ResourceList };
      const limits = parseAmounts(spec.hard);
      const counted = this.countedBy(limits, quota.metadata?.namespace ?? '');
      const hard = JSON.stringify(formatAmounts(limits));
      const uid = quota.metadata?.uid ?? '';
      const last = this.last.get(uid);
      this.last.set(uid, { hard, counted });
      if (last?.hard !== hard || this.isLess(last.counted, counted)) this.write(quota, limits, this.used(spec, limits, counted));
    }
  }

  private countedBy(hard: Amounts, namespace: string): Counted[] {
    return this.api.resources.all.flatMap(({ group, version, resource, namespaced }) => {
      const names = [...hard.keys()].filter((each) => countsTowards(group, resource, each));
      if (!namespaced || names.length === 0) return [];
      const { items } = this.api.handle({ verb: 'list', group, version, resource, namespace }).body as KubeList;
      return [{ group, resource, names, objects: new Map(items.map((object) => [object.metadata?.uid ?? '', object])) }];
    });
  }

  private isLess(before: readonly Counted[], after: readonly Counted[]): boolean {
    return before.some((was) => {
      const is = after.find(({ group, resource }) => group === was.group && resource === was.resource);
      return [...was.objects].some(([uid, old]) => {
        const object = is?.objects.get(uid);
        return !object || countsLess(was, old, object, this.api.nowMs);
      });
    });
  }

  private used(spec: QuotaSpec, hard: Amounts, counted: readonly Counted[]): Amounts {
    let used: Amounts = new Map();
    for (const { group, resource, names, objects } of counted) {
      used = addAmounts(used, new Map(names.map((each) => [each, quantityOf(0)])));
      for (const object of objects.values()) {
        if (!quotaSelects(spec, group, resource, object)) continue;
        used = addAmounts(used, maskAmounts(usageOf(group, resource, object, this.api.nowMs), names));
      }
    }
    return maskAmounts(used, hard.keys());
  }

  private write(quota: AnyObject, hard: Amounts, used: Amounts): void {
    const { name = '', namespace = '' } = quota.metadata ?? {};
    const status = { ...(hard.size > 0 ? { hard: formatAmounts(hard) } : {}), ...(used.size > 0 ? { used: formatAmounts(used) } : {}) };
    const body = { ...quota, status };
    this.api.handle({ verb: 'update', group: '', version: 'v1', resource: 'resourcequotas', subresource: 'status', namespace, name, body });
  }
}
