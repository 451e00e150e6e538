/** The loop that says how many pods a PodDisruptionBudget lets go (source: pkg/controller/disruption/disruption.go, 1.36). */
import { matches, selectorFrom } from '../../api/labels';
import type { LabelSelector } from '../../api/labels';
import { controllerOf, objectKey } from '../../api/meta';
import { isFailure } from '../../api/request';
import { runController } from '../../client/controller';
import type { EventRecorder } from '../../client/events';
import type { Informer } from '../../client/informer';
import type { Process } from '../../client/process';
import { planOf, send, trouble } from '../../client/script';
import type { Script } from '../../client/script';
import { deepEqual } from '../../lib/equal';
import type { Pod } from '../../resources/core/pods/types';
import type { PodDisruptionBudget } from '../../resources/policy/poddisruptionbudgets/types';
import type { ControllerContext } from '../controller-context';
import { isPodReady } from '../pod-status';
import { DEPLOYMENTS, PODS, POD_DISRUPTION_BUDGETS, REPLICATION_CONTROLLERS, REPLICA_SETS, STATEFUL_SETS } from '../resources';
import { budgetStatus, disruptedPods, failSafeStatus } from './budget-status';
import type { BudgetStatus } from './budget-status';
import { expectedPods } from './expected-pods';
import type { FindScaled, Scaled } from './expected-pods';
import { formatSelector } from './format-selector';
import { startStaleDisruption } from './stale-disruption';

interface DisruptionContext {
  readonly budgets: Informer<PodDisruptionBudget>;
  readonly pods: Informer<Pod>;
  readonly find: FindScaled;
  readonly recorder: EventRecorder;
  readonly nowMs: () => number;
  /** Asks for another sync in a time that nobody waits for. */
  readonly recheck: (key: string, afterMs: number) => void;
}

export function startDisruption({ process, recorder }: ControllerContext): void {
  const budgets = process.informer<PodDisruptionBudget>(POD_DISRUPTION_BUDGETS);
  const pods = process.informer<Pod>(PODS);
  const workloads = scaledInformers(process);
  pods.addIndex('namespace', ({ metadata }) => [metadata.namespace ?? '']);
  budgets.addIndex('namespace', ({ metadata }) => [metadata.namespace ?? '']);
  const context: DisruptionContext = {
    budgets,
    pods,
    find: (namespace, owner) => {
      const found = workloads.get(owner.kind)?.get(`${namespace}/${owner.name}`);
      return found?.metadata?.uid === owner.uid ? found : undefined;
    },
    recorder: recorder('controllermanager'),
    nowMs: () => process.nowMs,
    recheck: (key, afterMs) => queue.addAfter(key, afterMs, { background: true }),
  };
  const queue = runController(process, {
    name: 'disruption',
    ready: () => budgets.hasSynced && pods.hasSynced && [...workloads.values()].every(({ hasSynced }) => hasSynced),
    reconcile: (key) => planOf(sync(context, key)),
  });
  const enqueue = (budget: PodDisruptionBudget): void => queue.add(objectKey(budget));
  budgets.addHandler({ onAdd: enqueue, onUpdate: (_, budget) => enqueue(budget), onDelete: enqueue });
  pods.addHandler(podHandlers(context, enqueue));
  startStaleDisruption(process, pods);
}

function scaledInformers(process: Process): ReadonlyMap<string, Informer<Scaled>> {
  return new Map([
    ['ReplicationController', process.informer<Scaled>(REPLICATION_CONTROLLERS)],
    ['ReplicaSet', process.informer<Scaled>(REPLICA_SETS)],
    ['Deployment', process.informer<Scaled>(DEPLOYMENTS)],
    ['StatefulSet', process.informer<Scaled>(STATEFUL_SETS)],
  ]);
}

function podHandlers({ budgets }: DisruptionContext, enqueue: (budget: PodDisruptionBudget) => void) {
  const enqueueMatching = (pod: Pod): void => {
    for (const budget of budgets.byIndex('namespace', pod.metadata.namespace ?? '')) if (selects(budget, pod)) enqueue(budget);
  };
  return {
    onAdd: enqueueMatching,
    onUpdate: (before: Pod, pod: Pod): void => {
      if (!looksTheSame(before, pod)) enqueueMatching(pod);
    },
    onDelete: enqueueMatching,
  };
}

/** As far as budgets see it. */
function looksTheSame(before: Pod, pod: Pod): boolean {
  return (
    isPodReady(before) === isPodReady(pod) &&
    before.metadata.deletionTimestamp === pod.metadata.deletionTimestamp &&
    controllerOf(before)?.uid === controllerOf(pod)?.uid &&
    deepEqual(before.metadata.labels, pod.metadata.labels)
  );
}

function selects({ spec }: PodDisruptionBudget, { metadata }: Pod): boolean {
  return spec?.selector !== undefined && matches(selectorFrom(spec.selector as LabelSelector), metadata.labels);
}

function* sync(context: DisruptionContext, key: string): Script {
  const { budgets, recorder, nowMs } = context;
  const stored = budgets.get(key);
  if (!stored) return undefined;
  const budget: PodDisruptionBudget = { ...stored, apiVersion: 'policy/v1', kind: 'PodDisruptionBudget' };
  const { namespace = '', name } = budget.metadata;
  const pods = context.pods.byIndex('namespace', namespace).filter((pod) => selects(budget, pod));
  if (pods.length === 0) recorder.event(budget, 'Normal', 'NoPods', 'No matching pods found');
  const expected = expectedPods(budget, pods, context.find);
  if (expected.error !== undefined) {
    const failed = `Failed to calculate the number of expected pods: ${expected.error}`;
    recorder.event(budget, 'Warning', 'CalculateExpectedPodCountFailed', failed);
    const failure = yield* writeStatus(budget, failSafeStatus(budget, expected.error, nowMs()));
    return failure ?? trouble(expected.error);
  }
  if (expected.unmanaged.length > 0) recorder.event(budget, 'Warning', 'UnmanagedPods', unmanagedMessage(budget));
  const disrupted = disruptedPods(budget, pods, nowMs());
  for (const pod of disrupted.overdue) {
    const involved = { ...pod, apiVersion: 'v1', kind: 'Pod' };
    recorder.event(involved, 'Warning', 'NotDeleted', `Pod was expected by PDB ${namespace}/${name} to be deleted but it wasn't`);
  }
  if (disrupted.recheckMs !== undefined) context.recheck(key, disrupted.recheckMs - nowMs() + 1);
  return yield* writeStatus(budget, budgetStatus(budget, pods, expected, disrupted.pods, nowMs()));
}

function* writeStatus(budget: PodDisruptionBudget, status: BudgetStatus): Script {
  if (deepEqual(status, budget.status)) return undefined;
  const { namespace = '', name = '' } = budget.metadata;
  const body = { ...budget, status };
  const reply = yield* send({ ...POD_DISRUPTION_BUDGETS, verb: 'update', subresource: 'status', namespace, name, body });
  return isFailure(reply) ? reply : undefined;
}

function unmanagedMessage({ spec }: PodDisruptionBudget): string {
  return (
    `Pods selected by this PodDisruptionBudget (selector: ${formatSelector((spec?.selector ?? {}) as LabelSelector)}) were found to be ` +
    'unmanaged. As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior. ' +
    'To account for these pods please set ".spec.minAvailable" field of the PDB to an integer value.'
  );
}
