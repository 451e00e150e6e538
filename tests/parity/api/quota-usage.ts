/** What kube-controller-manager's resourcequota controller would write: the hard limits and what is used of them. */
import type { AnyObject, KubeList } from '../../../workers/api/meta';
import { quantityOf } from '../../../workers/api/quantity';
import { addAmounts, formatAmounts, maskAmounts, parseAmounts } from '../../../workers/api/quota/amounts';
import type { Amounts, ResourceList } from '../../../workers/api/quota/amounts';
import type { QuotaSpec } from '../../../workers/api/quota/scopes';
import { countsTowards, quotaSelects, usageOf } from '../../../workers/api/quota/usage';
import type { ApiServer } from '../../../workers/apiserver/server';

export function settleQuotas(api: ApiServer): void {
  const quotas = api.handle({ verb: 'list', group: '', version: 'v1', resource: 'resourcequotas' }).body as KubeList;
  for (const quota of quotas.items) {
    const { name = '', namespace = '' } = quota.metadata ?? {};
    const spec = (quota.spec ?? {}) as QuotaSpec & { readonly hard?: ResourceList };
    const hard = parseAmounts(spec.hard);
    const used = usedOf(api, namespace, spec, hard);
    const status = { ...(hard.size > 0 ? { hard: formatAmounts(hard) } : {}), ...(used.size > 0 ? { used: formatAmounts(used) } : {}) };
    if (JSON.stringify(status) === JSON.stringify(quota.status)) continue;
    const body = { ...quota, status };
    api.handle({ verb: 'update', group: '', version: 'v1', resource: 'resourcequotas', subresource: 'status', namespace, name, body });
  }
}

function usedOf(api: ApiServer, namespace: string, spec: QuotaSpec, hard: Amounts): Amounts {
  let used: Amounts = new Map();
  for (const { group, version, resource, namespaced } of api.resources.all) {
    const names = [...hard.keys()].filter((each) => countsTowards(group, resource, each));
    if (!namespaced || names.length === 0) continue;
    used = addAmounts(used, new Map(names.map((each) => [each, quantityOf(0)])));
    const list = api.handle({ verb: 'list', group, version, resource, namespace }).body as KubeList;
    for (const object of list.items as readonly AnyObject[]) {
      if (!quotaSelects(spec, group, resource, object)) continue;
      used = addAmounts(used, maskAmounts(usageOf(group, resource, object, api.nowMs), names));
    }
  }
  return maskAmounts(used, hard.keys());
}
