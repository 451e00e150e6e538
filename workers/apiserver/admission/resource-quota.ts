/**
 * Refuses what would exceed a ResourceQuota, and charges what is let in (source: k8s.io/apiserver/pkg/admission/plugin/resourcequota,
 * 1.36). The charge is written into the quota's status at once; the controller corrects it when objects go.
 */
import { cloneJson } from '../../lib/clone';
import type { AnyObject } from '../../api/meta';
import { addAmounts, describeAmounts, exceeding, formatAmounts, maskAmounts, parseAmounts, subtractAmounts } from '../../api/quota/amounts';
import type { Amounts, ResourceList } from '../../api/quota/amounts';
import { missingResources } from '../../api/quota/pod-usage';
import type { QuotaSpec } from '../../api/quota/scopes';
import { countsTowards, quotaSelects, usageOf } from '../../api/quota/usage';
import { forbidden } from '../../api/status';
import type { Status } from '../../api/status';
import { sealed } from '../backend';
import type { RequestScope } from '../backend';
import { keyOf } from '../keys';
import type { AdmissionPlugin, AdmissionRequest } from './plugin';

interface Quota extends AnyObject {
  readonly spec?: QuotaSpec;
  readonly status?: { readonly hard?: ResourceList; readonly used?: ResourceList };
}

/** Updates of these can change what they count. */
const CHARGED_ON_UPDATE = new Set(['services', 'persistentvolumeclaims']);

export const resourceQuota: AdmissionPlugin = {
  name: 'ResourceQuota',
  validate(request) {
    const { scope, object, name } = request;
    if (!object || !isCharged(request)) return undefined;
    const { group, resource } = scope.definition;
    const quotas = (scope.backend.reader.list('', 'resourcequotas', scope.namespace) as readonly Quota[]).filter((quota) =>
      isAbout(quota, group, resource, object as AnyObject),
    );
    if (quotas.length === 0) return undefined;
    const refuse = (why: string): Status => forbidden(group, resource, name, why);
    for (const quota of quotas) {
      const why = unmeasurable(quota, group, resource, object as AnyObject);
      if (why) return refuse(why);
    }
    const increase = increaseOf(request);
    if (increase.size === 0) return undefined;
    const charges: { readonly quota: Quota; readonly used: Amounts }[] = [];
    for (const quota of quotas) {
      const hard = parseAmounts(quota.status?.hard);
      const requested = maskAmounts(increase, hard.keys());
      const before = parseAmounts(quota.status?.used);
      const used = addAmounts(before, requested);
      const over = exceeding(maskAmounts(used, requested.keys()), hard);
      if (over.length > 0) {
        const [wants, has, may] = [requested, before, hard].map((amounts) => describeAmounts(maskAmounts(amounts, over)));
        return refuse(`exceeded quota: ${quota.metadata?.name}, requested: ${wants}, used: ${has}, limited: ${may}`);
      }
      if (requested.size > 0) charges.push({ quota, used });
    }
    if (!scope.dryRun) for (const { quota, used } of charges) charge(scope, quota, used);
    return undefined;
  },
};

/** A create is charged before storage finds that the name is taken; the controller puts that right. */
function isCharged({ scope, operation }: AdmissionRequest): boolean {
  const { group, resource, namespaced } = scope.definition;
  if (scope.subresource) return scope.subresource === 'resize' && operation === 'UPDATE' && group === '' && resource === 'pods';
  if (!namespaced) return false;
  if (operation === 'UPDATE') return group === '' && CHARGED_ON_UPDATE.has(resource);
  return operation === 'CREATE';
}

function isAbout({ spec = {}, status }: Quota, group: string, resource: string, object: AnyObject): boolean {
  return (
    Object.keys(status?.hard ?? {}).some((name) => countsTowards(group, resource, name)) && quotaSelects(spec, group, resource, object)
  );
}

function unmeasurable({ metadata, status }: Quota, group: string, resource: string, object: AnyObject): string | undefined {
  const names = Object.keys(status?.hard ?? {}).filter((name) => countsTowards(group, resource, name));
  const missing = group === '' && resource === 'pods' ? missingResources(object, names) : undefined;
  if (missing) return `failed quota: ${metadata?.name}: ${missing}`;
  const unknown = names.some((name) => status?.used?.[name] === undefined);
  return unknown ? `status unknown for quota: ${metadata?.name}, resources: ${names.toSorted().join(',')}` : undefined;
}

function increaseOf({ scope, object, before }: AdmissionRequest): Amounts {
  const { group, resource } = scope.definition;
  const after = usageOf(group, resource, object as AnyObject, scope.nowMs);
  const increase = before ? subtractAmounts(after, usageOf(group, resource, before, scope.nowMs)) : after;
  return new Map([...increase].filter(([, { nano }]) => nano > 0n));
}

function charge(scope: RequestScope, quota: Quota, used: Amounts): void {
  const { store, resources } = scope.backend;
  const definition = resources.find('', 'v1', 'resourcequotas');
  if (!definition) return;
  const key = keyOf(definition, scope.namespace, quota.metadata?.name ?? '');
  const draft = cloneJson(quota) as Quota & { metadata: { resourceVersion?: string }; status: { used?: ResourceList } };
  draft.status = { ...draft.status, used: formatAmounts(used) };
  store.put(key, store.get(key)?.modRevision ?? 0, (revision) => sealed(scope.backend, draft, revision));
}
