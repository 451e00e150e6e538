/**
 * Keeps the status the kubelet believes in and writes every visible change with one patch.
 * Source: pkg/kubelet/status/status_manager.go (1.36). Differs: the patch's base is the last status sent, not a fresh GET.
 */
import { isFailure, reasonOf } from '../../api/request';
import { rfc3339 } from '../../api/time';
import type { Process } from '../../client/process';
import { deepEqual } from '../../lib/equal';
import type { Pod } from '../../resources/core/pods/types';
import { isTerminalPhase, uidOf } from '../pod';
import { isStatic } from '../static-pods';
import type { StaticPods } from '../static-pods';
import type { PodCondition, PodStatus } from '../pod';
import type { ConditionVerdict } from './conditions';

/** What a sync found; times and merging are the manager's business. */
export type DesiredStatus = Omit<PodStatus, 'conditions'> & { readonly conditions: readonly ConditionVerdict[] };

interface Entry {
  status: PodStatus;
  /** What the API server has, as far as we know; undefined after a failed write. */
  sent: PodStatus | undefined;
  pod: Pod;
  deleted: boolean;
}

const OWNED_CONDITIONS = new Set([
  'PodResizePending',
  'PodResizeInProgress',
  'PodReadyToStartContainers',
  'Initialized',
  'Ready',
  'ContainersReady',
  'PodScheduled',
]);
const RETRY_MS = 10_000;

export class StatusManager {
  private readonly entries = new Map<string, Entry>();

  constructor(
    private readonly process: Process,
    /** False once the pod's containers are known to be gone for good. */
    private readonly couldHaveRunningContainers: (uid: string) => boolean,
    private readonly alive: () => boolean,
    private readonly statics: StaticPods,
  ) {}

  /** The status as last set, or the API's. */
  get(pod: Pod): PodStatus {
    return this.entries.get(uidOf(pod))?.status ?? ((pod.status ?? {}) as PodStatus);
  }

  forget(uid: string): void {
    this.entries.delete(uid);
  }

  set(pod: Pod, desired: DesiredStatus): void {
    const entry = this.entry(pod);
    const before = entry.status;
    const generation = pod.metadata.generation;
    const status = { ...desired, ...(generation === undefined ? {} : { observedGeneration: generation }) } as unknown as {
      -readonly [field in keyof PodStatus]: PodStatus[field];
    };
    // A terminal phase shows only after the last container has stopped.
    if (isTerminalPhase(desired.phase) && !isTerminalPhase(before.phase) && this.couldHaveRunningContainers(uidOf(pod))) {
      status.phase = before.phase;
      delete status.reason;
      delete status.message;
      if (before.reason) status.reason = before.reason;
      if (before.message) status.message = before.message;
    }
    if (before.qosClass) status.qosClass = before.qosClass;
    status.startTime = before.startTime ?? rfc3339(this.process.nowMs);
    status.conditions = this.conditions(pod, desired.conditions, before.conditions ?? []);
    this.store(entry, status);
  }

  /** Changes single fields of what is known (the sandbox became ready, a pod is rejected). */
  update(pod: Pod, change: (status: PodStatus) => PodStatus): void {
    const entry = this.entry(pod);
    this.store(entry, change(entry.status));
  }

  setCondition(pod: Pod, verdict: ConditionVerdict): void {
    this.update(pod, (status) => ({
      ...status,
      conditions: (status.conditions ?? []).map((one) => (one.type === verdict.type ? this.condition(pod, verdict, one) : one)),
    }));
  }

  /** The node will not run the pod: nothing but the phase and why remains. */
  reject(pod: Pod, reason: string, message: string): void {
    const entry = this.entry(pod);
    const { qosClass } = entry.status;
    this.store(entry, {
      phase: 'Failed',
      reason,
      message,
      startTime: rfc3339(this.process.nowMs),
      observedGeneration: pod.metadata.generation,
      ...(qosClass ? { qosClass } : {}),
    } as unknown as PodStatus);
  }

  /** A failed pod that was evicted says so; one whose containers ended well has succeeded. */
  evicted(pod: Pod, message: string): void {
    this.update(pod, (status) => (status.phase === 'Succeeded' ? status : { ...status, phase: 'Failed', reason: 'Evicted', message }));
  }

  /** The pod is over: whatever was not terminal is failed. */
  terminate(pod: Pod): void {
    this.update(pod, (status) => (isTerminalPhase(status.phase) ? status : { ...status, phase: 'Failed' }));
  }

  /** The last act: removes the object for good. */
  delete(pod: Pod): void {
    const entry = this.entry(pod);
    if (entry.deleted) return;
    entry.deleted = true;
    const { name, namespace } = pod.metadata;
    this.process.send(
      {
        verb: 'delete',
        group: '',
        version: 'v1',
        resource: 'pods',
        namespace: namespace as string,
        name: name as string,
        body: { kind: 'DeleteOptions', apiVersion: 'v1', gracePeriodSeconds: 0, preconditions: { uid: uidOf(pod) } },
      },
      (reply) => {
        if (!isFailure(reply) || reasonOf(reply) === 'NotFound' || reasonOf(reply) === 'Conflict' || !this.alive()) return;
        entry.deleted = false;
        this.process.timers.at(this.process.nowMs + RETRY_MS, () => {
          if (this.alive()) this.delete(pod);
        });
      },
    );
  }

  private entry(pod: Pod): Entry {
    const uid = uidOf(pod);
    let entry = this.entries.get(uid);
    if (!entry) {
      const status = (pod.status ?? {}) as PodStatus;
      this.entries.set(uid, (entry = { status, sent: status, pod, deleted: false }));
    }
    entry.pod = pod;
    return entry;
  }

  private conditions(pod: Pod, verdicts: readonly ConditionVerdict[], before: readonly PodCondition[]): PodCondition[] {
    const api = pod.status?.conditions ?? [];
    const owned = verdicts.map((verdict) =>
      this.condition(
        pod,
        verdict,
        before.find((one) => one.type === verdict.type),
      ),
    );
    const scheduled = before.find((one) => one.type === 'PodScheduled') ?? api.find((one) => one.type === 'PodScheduled');
    const foreign = api.filter((one) => !OWNED_CONDITIONS.has(one.type));
    return [...owned, this.condition(pod, { type: 'PodScheduled', status: 'True' }, scheduled), ...foreign];
  }

  private condition(pod: Pod, { type, status, reason, message }: ConditionVerdict, before: PodCondition | undefined): PodCondition {
    return {
      type,
      ...(pod.metadata.generation === undefined ? {} : { observedGeneration: pod.metadata.generation }),
      status,
      lastProbeTime: null,
      lastTransitionTime: before?.status === status && before.lastTransitionTime ? before.lastTransitionTime : rfc3339(this.process.nowMs),
      ...(reason ? { reason } : {}),
      ...(message ? { message } : {}),
    } as unknown as PodCondition;
  }

  private store(entry: Entry, status: PodStatus): void {
    // The mirror of a pod whose file is gone shows its containers' end, but no new phase.
    const kept = isStatic(entry.pod) && !this.statics.isWanted(entry.pod);
    entry.status = kept ? { ...status, ...(entry.status.phase ? { phase: entry.status.phase } : {}) } : status;
    this.send(entry);
  }

  /** A new mirror shows nothing yet. */
  resend(pod: Pod): void {
    const entry = this.entries.get(uidOf(pod));
    if (!entry) return;
    entry.sent = (this.statics.mirrorOf(pod)?.status ?? {}) as PodStatus;
    this.send(entry);
  }

  private send(entry: Entry): void {
    const { sent, status } = entry;
    const pod = isStatic(entry.pod) ? this.statics.mirrorOf(entry.pod) : entry.pod;
    if (!pod) return;
    const changes = changedFields(sent ?? {}, status);
    if (!changes) return;
    entry.sent = status;
    const { name, namespace } = pod.metadata;
    this.process.send(
      {
        verb: 'patch',
        group: '',
        version: 'v1',
        resource: 'pods',
        subresource: 'status',
        namespace: namespace as string,
        name: name as string,
        patchType: 'strategic',
        body: { metadata: { uid: uidOf(pod) }, status: changes },
      },
      (reply) => {
        if (!isFailure(reply) || reasonOf(reply) === 'NotFound' || !this.alive()) return;
        entry.sent = undefined;
        this.process.timers.at(this.process.nowMs + RETRY_MS, () => {
          if (this.alive() && this.entries.get(uidOf(entry.pod)) === entry && !entry.sent) this.send(entry);
        });
      },
    );
  }
}

/** Top-level fields that differ; removed ones are null. undefined: none. */
function changedFields(before: PodStatus, after: PodStatus): Readonly<Record<string, unknown>> | undefined {
  const changes: Record<string, unknown> = {};
  for (const name of Object.keys(after) as (keyof PodStatus)[]) {
    if (name === 'conditions') {
      const changed = (after.conditions ?? []).flatMap((one) => {
        const old = before.conditions?.find((other) => other.type === one.type);
        if (!OWNED_CONDITIONS.has(one.type) || deepEqual(one, old)) return [];
        // Lists merge by type: what a condition no longer has must be said.
        return [
          { ...(old?.reason && !one.reason ? { reason: null } : {}), ...(old?.message && !one.message ? { message: null } : {}), ...one },
        ];
      });
      const gone = (before.conditions ?? []).filter(
        ({ type }) => OWNED_CONDITIONS.has(type) && !after.conditions?.some((one) => one.type === type),
      );
      if (changed.length || gone.length) {
        changes['$setElementOrder/conditions'] = (after.conditions ?? []).map(({ type }) => ({ type }));
        changes.conditions = [...changed, ...gone.map(({ type }) => ({ $patch: 'delete', type }))];
      }
    } else if (!deepEqual(after[name], before[name])) {
      changes[name] = name === 'podIPs' || name === 'hostIPs' ? replacedIps(before[name], after[name]) : after[name];
    }
  }
  for (const name of Object.keys(before) as (keyof PodStatus)[]) if (!(name in after)) changes[name] = null;
  return Object.keys(changes).length ? changes : undefined;
}

/** Lists of addresses merge by address: the old ones must be taken out by name. */
function replacedIps(before: PodStatus['podIPs'] = [], after: PodStatus['podIPs'] = []): readonly object[] {
  const gone = before.filter(({ ip }) => !after.some((one) => one.ip === ip));
  return [...after, ...gone.map(({ ip }) => ({ $patch: 'delete', ip }))];
}
