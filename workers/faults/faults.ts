/** Carries out Fault objects: starts them in time, ends them when their duration is over or the object is deleted. */
import { parseTime, rfc3339 } from '../api/time';
import type { Informer } from '../client/informer';
import { Process } from '../client/process';
import type { TimerHandle } from '../client/timers';
import type { Node } from '../resources/core/nodes/types';
import type { Pod } from '../resources/core/pods/types';
import type { Fault, FaultStatus } from '../resources/sim/faults/types';
import type { Component, ComponentContext } from '../sim/component';
import { COMPONENTS } from './component-down';
import type { FaultHit, FaultKind } from './fault';
import { faultKinds } from './registry';

interface Running {
  readonly kind: FaultKind;
  readonly hits: readonly FaultHit[];
}

export function createFaults(context: ComponentContext, _options: unknown): Component {
  const process = new Process(context, 'system:kubarium:faults');
  // Nodes and pods are watched only once a fault aims at one.
  const nodes = (): Informer<Node> => process.informer<Node>({ group: '', version: 'v1', resource: 'nodes' });
  const pods = (): Informer<Pod> => process.informer<Pod>({ group: '', version: 'v1', resource: 'pods' });
  const faults = process.informer<Fault>({ group: 'sim.kubarium.dev', version: 'v1alpha1', resource: 'faults' });
  const running = new Map<string, Running>();
  const timers = new Map<string, TimerHandle>();
  const waiting = new Set<string>();

  const report = (fault: Fault, status: FaultStatus): void => {
    const merged = { ...fault.status, ...status };
    process.send({
      verb: 'patch',
      group: 'sim.kubarium.dev',
      version: 'v1alpha1',
      resource: 'faults',
      subresource: 'status',
      name: fault.metadata.name as string,
      patchType: 'merge',
      body: { status: merged },
    });
  };
  const uid = (fault: Fault): string => fault.metadata.uid as string;
  const later = (fault: Fault, atMs: number, work: (current: Fault) => void): void => {
    const run = (): void => {
      const current = faults.get(fault.metadata.name as string);
      if (current && uid(current) === uid(fault)) work(current);
    };
    if (atMs <= process.nowMs) run();
    else timers.set(uid(fault), process.timers.at(atMs, run));
  };
  const end = (fault: Fault): void => {
    const active = running.get(uid(fault));
    timers.get(uid(fault))?.cancel();
    running.delete(uid(fault));
    for (const hit of active?.hits ?? []) active?.kind.end?.(process, hit);
  };
  const endInTime = (fault: Fault, startedMs: number): void => {
    const { durationSeconds } = fault.spec;
    if (durationSeconds === undefined) return;
    later(fault, startedMs + durationSeconds * 1000, (current) => {
      end(current);
      report(current, { phase: 'Ended', endedAt: rfc3339(process.nowMs) });
    });
  };
  const begin = (fault: Fault): void => {
    const kind = faultKinds.find((one) => one.type === fault.spec.type);
    const hits = kind
      ? targets(fault, kind, kind.target === 'Pod' ? pods().list() : kind.target === 'Node' ? nodes().list() : [])
      : `unknown fault type "${fault.spec.type}"`;
    if (!kind || typeof hits === 'string') {
      report(fault, { phase: 'Failed', message: String(hits) });
      return;
    }
    running.set(uid(fault), { kind, hits });
    for (const hit of hits) kind.start(process, hit, fault.spec);
    const startedAt = rfc3339(process.nowMs);
    const names = hits.map((hit) => hit.name);
    if (!kind.end) report(fault, { phase: 'Ended', startedAt, endedAt: startedAt, targets: names });
    else {
      report(fault, { phase: 'Active', startedAt, targets: names });
      endInTime(fault, process.nowMs);
    }
  };
  /** A fault that was active before this component was restarted goes on. */
  const resume = (fault: Fault): void => {
    const kind = faultKinds.find((one) => one.type === fault.spec.type);
    if (!kind) return;
    running.set(uid(fault), { kind, hits: (fault.status?.targets ?? []).map((name) => ({ name })) });
    endInTime(fault, parseTime(fault.status?.startedAt));
  };
  const add = (fault: Fault): void => {
    const phase = fault.status?.phase;
    if (phase === 'Active') resume(fault);
    else if (phase !== 'Ended' && phase !== 'Failed')
      later(fault, parseTime(fault.metadata.creationTimestamp) + (fault.spec.startAfterSeconds ?? 0) * 1000, begin);
  };
  faults.addHandler({ onAdd: (fault) => waiting.add(fault.metadata.name as string), onDelete: end });
  process.eachStep(() => {
    const aims = [...waiting].map((name) => faults.get(name)?.spec.target.kind);
    if (!waiting.size || (aims.includes('Node') && !nodes().hasSynced) || (aims.includes('Pod') && !pods().hasSynced)) return;
    for (const name of waiting) {
      const fault = faults.get(name);
      if (fault) add(fault);
    }
    waiting.clear();
  });
  return process;
}

/** What the fault hits now, or why it cannot. `candidates`: the objects of the kind that it aims at. */
function targets(fault: Fault, kind: FaultKind, candidates: Iterable<Node | Pod>): readonly FaultHit[] | string {
  const { target } = fault.spec;
  if (target.kind !== kind.target) return `${kind.type} needs a target of kind ${kind.target}, not ${target.kind}`;
  if (kind.target === 'Component')
    return target.name !== undefined && target.name in COMPONENTS ? [{ name: target.name }] : `component "${target.name ?? ''}" not found`;
  const matchLabels = Object.entries(target.selector?.matchLabels ?? {});
  const namespace = target.namespace ?? 'default';
  const found: FaultHit[] = [];
  for (const object of candidates) {
    const { metadata } = object;
    if (kind.target === 'Pod' && metadata.namespace !== namespace) continue;
    const wanted =
      target.name !== undefined
        ? metadata.name === target.name
        : matchLabels.length > 0 && matchLabels.every(([key, value]) => metadata.labels?.[key] === value);
    if (!wanted) continue;
    found.push(
      kind.target === 'Pod' ? { name: `${metadata.namespace}/${metadata.name}`, pod: object as Pod } : { name: metadata.name as string },
    );
  }
  return found.length ? found : `no ${kind.target} matches the target`;
}
