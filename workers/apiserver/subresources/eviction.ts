/**
 * POST pods/<name>/eviction: a delete that respects disruption budgets
 * (source: k8s.io/kubernetes/pkg/registry/core/pod/storage/eviction.go, 1.36).
 */
import { invalid as invalidField } from '../../api/field-error';
import { matches, selectorFrom } from '../../api/labels';
import type { LabelSelector } from '../../api/labels';
import type { AnyObject } from '../../api/meta';
import { isFailure } from '../../api/request';
import type { ApiReply, ApiRequest } from '../../api/request';
import { badRequest, failure, forbidden, notFound } from '../../api/status';
import type { Status } from '../../api/status';
import { rfc3339 } from '../../api/time';
import type { Draft } from '../../resources/definition';
import { deepEqual } from '../../lib/equal';
import { refuseInNamespace } from '../admission/namespace-lifecycle';
import { sealed } from '../backend';
import type { RequestScope } from '../backend';
import { keyOf } from '../keys';
import { failed, invalid, succeeded, unclassified } from '../replies';
import { isFailureStatus } from '../verbs/create';
import { checkPreconditions, removeObject } from '../verbs/delete';
import { deleteOptions } from '../verbs/delete-options';
import type { DeleteOptions } from '../verbs/delete-options';

/** Pods that a budget may have under way; past it the disruption controller is taken to be broken. */
const DISRUPTED_PODS_MAX = 2000;
const REFUSAL = "Cannot evict pod as it would violate the pod's disruption budget.";

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly [field: string]: unknown;
}

interface Pod extends AnyObject {
  readonly status?: { readonly phase?: string; readonly conditions?: readonly Condition[] };
}

interface Budget extends AnyObject {
  readonly spec?: { readonly selector?: LabelSelector; readonly unhealthyPodEvictionPolicy?: string };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly disruptionsAllowed: number;
    readonly currentHealthy: number;
    readonly desiredHealthy: number;
    readonly disruptedPods?: Readonly<Record<string, string>>;
    readonly conditions?: readonly Condition[];
  };
}

export function evict(scope: RequestScope, name: string, { body }: ApiRequest): ApiReply {
  const eviction = (body ?? {}) as {
    metadata?: { name?: string; namespace?: string };
    deleteOptions?: { readonly dryRun?: readonly string[]; readonly ignoreStoreReadErrorWithClusterBreakingPotential?: boolean };
  };
  const outside = refuseInNamespace(scope, name);
  if (outside) return failed(outside);
  if ((eviction.metadata?.namespace ?? scope.namespace) !== scope.namespace)
    return failed(badRequest('the namespace of the provided object does not match the namespace sent on the request'));
  if (eviction.metadata?.name !== name) return failed(badRequest('name in URL does not match name in Eviction object'));
  if (eviction.deleteOptions?.ignoreStoreReadErrorWithClusterBreakingPotential) return failed(cannotIgnore(name));
  const dryRun = eviction.deleteOptions?.dryRun ?? [];
  if (scope.dryRun && dryRun.length > 0 && !deepEqual(dryRun, ['All']))
    return failed(unclassified(`Non-matching dry-run options in request and content: [All] and [${dryRun.join(' ')}]`));
  const pod = scope.backend.store.get(keyOf(scope.definition, scope.namespace, name))?.value as Pod | undefined;
  if (!pod) return failed(notFound('', 'pods', name));
  const inner = { ...scope, subresource: '', dryRun: scope.dryRun || dryRun.length > 0 };
  const refusal = countsAgainstBudget(pod) ? askBudgets(inner, name, pod) : undefined;
  if (refusal) return failed(refusal);
  const reply = conditionAndRemove(inner, name, pod, eviction.deleteOptions);
  return isFailure(reply) ? reply : succeeded(scope, 201, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 });
}

function cannotIgnore(name: string): Status {
  const field = 'deleteOptions.ignoreStoreReadErrorWithClusterBreakingPotential';
  return invalid({ group: 'policy', kind: 'Eviction' }, name, [
    invalidField(field, true, 'can not be set for pod eviction, try after removing the option'),
  ]);
}

/** The options are looked at after the condition was written: where they are wrong, it stays. */
function conditionAndRemove(scope: RequestScope, name: string, pod: Pod, given: unknown): ApiReply {
  const broken = scope.dryRun ? undefined : checkPreconditions(scope, name, pod, withoutEmptyPreconditions(given));
  if (broken) return failed(broken);
  const marked = scope.dryRun ? pod : addCondition(scope, name, pod);
  const options = deleteOptions({ ...(given as object | undefined), kind: 'DeleteOptions' });
  if (isFailureStatus(options)) return failed(options);
  return removeObject(scope, name, marked, scope.dryRun ? options : atVersion(options, marked));
}

function withoutEmptyPreconditions(given: unknown): DeleteOptions {
  const { uid, resourceVersion } = (given as DeleteOptions | undefined)?.preconditions ?? {};
  return { preconditions: { ...(uid ? { uid } : {}), ...(resourceVersion ? { resourceVersion } : {}) } };
}

/** The condition made a version of its own, which a precondition on the one before does not mean. */
function atVersion(options: DeleteOptions, { metadata }: AnyObject): DeleteOptions {
  if (!options.preconditions?.resourceVersion) return options;
  return { ...options, preconditions: { ...options.preconditions, resourceVersion: metadata?.resourceVersion ?? '' } };
}

/** A pod that runs nothing (any more) disrupts nobody by going. */
function countsAgainstBudget({ status, metadata }: Pod): boolean {
  return !['Succeeded', 'Failed', 'Pending'].includes(status?.phase ?? '') && metadata?.deletionTimestamp === undefined;
}

function askBudgets(scope: RequestScope, name: string, pod: Pod): Status | undefined {
  const budgets = (scope.backend.reader.list('policy', 'poddisruptionbudgets', scope.namespace) as readonly Budget[]).filter(
    ({ spec }) => spec?.selector !== undefined && matches(selectorFrom(spec.selector), pod.metadata?.labels),
  );
  if (budgets.length > 1) {
    return {
      ...failure(500, '', 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.'),
      reason: undefined,
    } as unknown as Status;
  }
  const [budget] = budgets;
  if (!budget) return undefined;
  const ready = pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True');
  const { currentHealthy = 0, desiredHealthy = 0 } = budget.status ?? {};
  if (!ready && budget.spec?.unhealthyPodEvictionPolicy === 'AlwaysAllow') return undefined;
  if (!ready && currentHealthy >= desiredHealthy && desiredHealthy > 0) return undefined;
  return takeFrom(scope, name, budget);
}

/** Takes one disruption from the budget, or says why there is none. */
function takeFrom(scope: RequestScope, name: string, budget: Budget): Status | undefined {
  const budgetName = budget.metadata?.name ?? '';
  const { disruptionsAllowed = 0, observedGeneration = 0, disruptedPods = {} } = budget.status ?? {};
  if (observedGeneration < (budget.metadata?.generation ?? 0))
    return tooMany(`The disruption budget ${budgetName} is still being processed by the server.`, 10);
  if (disruptionsAllowed < 0) return forbidden('policy', 'poddisruptionbudget', budgetName, 'pdb disruptions allowed is negative');
  if (Object.keys(disruptedPods).length > DISRUPTED_PODS_MAX)
    return forbidden(
      'policy',
      'poddisruptionbudget',
      budgetName,
      'DisruptedPods map too big - too many evictions not confirmed by PDB controller',
    );
  if (disruptionsAllowed === 0) return tooMany(whyNone(budget));
  if (scope.dryRun) return undefined;
  const { backend, nowMs } = scope;
  const status = {
    ...budget.status,
    ...(disruptionsAllowed === 1 ? { conditions: exhausted(budget, nowMs) } : {}),
    disruptionsAllowed: disruptionsAllowed - 1,
    disruptedPods: { ...disruptedPods, [name]: rfc3339(nowMs) },
  };
  const draft = { ...budget, metadata: { ...budget.metadata }, status } as Draft;
  const definition = backend.resources.stored('policy', 'poddisruptionbudgets');
  if (definition)
    backend.store.put(keyOf(definition, scope.namespace, budgetName), Number(budget.metadata?.resourceVersion), (revision) =>
      sealed(backend, draft, revision),
    );
  return undefined;
}

function whyNone({ metadata, status }: Budget): string {
  const { currentHealthy = 0, desiredHealthy = 0, conditions } = status ?? {};
  const name = `The disruption budget ${metadata?.name}`;
  const failedSync = conditions?.find((one) => one.type === 'DisruptionAllowed' && one.status === 'False' && one.reason === 'SyncFailed');
  if (failedSync) return `${name} does not allow evicting pods currently because it failed sync: ${String(failedSync.message)}`;
  if (currentHealthy <= desiredHealthy) return `${name} needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`;
  return `${name} does not allow evicting pods currently`;
}

/** A budget that was used up says so at once. */
function exhausted({ status }: Budget, nowMs: number): readonly Condition[] {
  const conditions = status?.conditions ?? [];
  const before = conditions.find(({ type }) => type === 'DisruptionAllowed');
  if (before?.status === 'False') return conditions;
  const condition = {
    type: 'DisruptionAllowed',
    status: 'False',
    observedGeneration: status?.observedGeneration ?? 0,
    lastTransitionTime: rfc3339(nowMs),
    reason: 'InsufficientPods',
    message: '',
  };
  return before ? conditions.map((one) => (one === before ? condition : one)) : [...conditions, condition];
}

function tooMany(why: string, retryAfterSeconds?: number): Status {
  const details = { causes: [{ reason: 'DisruptionBudget', message: why }], ...(retryAfterSeconds ? { retryAfterSeconds } : {}) };
  return failure(429, 'TooManyRequests', REFUSAL, details);
}

function addCondition(scope: RequestScope, name: string, pod: Pod): AnyObject {
  const conditions = pod.status?.conditions ?? [];
  if (conditions.some(({ type, status }) => type === 'DisruptionTarget' && status === 'True')) return pod;
  const condition = {
    type: 'DisruptionTarget',
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: rfc3339(scope.nowMs),
    reason: 'EvictionByEvictionAPI',
    message: 'Eviction API: evicting',
  };
  const status = { ...pod.status, conditions: [...conditions.filter(({ type }) => type !== 'DisruptionTarget'), condition] };
  const draft = { ...pod, metadata: { ...pod.metadata }, status } as unknown as Draft;
  const { backend, definition } = scope;
  const written = backend.store.put(keyOf(definition, scope.namespace, name), Number(pod.metadata?.resourceVersion), (revision) =>
    sealed(backend, draft, revision),
  );
  return written.ok ? (written.value as AnyObject) : pod;
}
