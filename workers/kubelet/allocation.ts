/**
 * In-place resize: what a pod asks for, what the node has granted it, and what its containers run with.
 * Source: pkg/kubelet/allocation/allocation_manager.go (1.36). Differs: kept in memory, gone with the kubelet; what was
 * deferred is tried again when another pod has stopped, not also by the clock.
 */
import type { EventRecorder } from '../client/events';
import { deepEqual } from '../lib/equal';
import type { Pod } from '../resources/core/pods/types';
import type { Rejection } from './admission';
import { initContainersOf, specOf, uidOf } from './pod';
import type { ContainerSpec } from './pod';
import type { ConditionVerdict } from './status/conditions';

type Resources = ContainerSpec['resources'];
type PodResources = ReadonlyMap<string, Resources>;

interface Resize {
  /** Latest object that asks for something else. */
  wanted: Pod | undefined;
  allocated: PodResources;
  actuated: Map<string, Resources>;
  pending: { readonly reason: 'Deferred' | 'Infeasible'; readonly message: string } | undefined;
  inProgress: boolean;
  /** Granted on its first try: the status says so before it is in effect. */
  shown: boolean;
}

export class AllocationManager {
  /** Only pods that were ever resized. */
  private readonly resizes = new Map<string, Resize>();

  constructor(
    private readonly recorder: EventRecorder,
    /** Why the node cannot grant it beside its other pods. */
    private readonly refuse: (pod: Pod) => Rejection | undefined,
    /** The pod wants a pass. */
    private readonly onChange: (uid: string) => void,
  ) {}

  update(before: Pod, pod: Pod): void {
    const wanted = resourcesOf(pod);
    const known = this.resizes.get(uidOf(pod));
    if (!known && deepEqual([...resourcesOf(before)], [...wanted])) return;
    const resize = known ?? this.begin(before);
    resize.wanted = pod;
    this.try(resize);
  }

  /** Something was freed. */
  retry(): void {
    for (const resize of this.resizes.values()) if (resize.pending) this.try(resize);
  }

  forget(uid: string): void {
    this.resizes.delete(uid);
  }

  /** The pod with what it was granted in place of what it asks for. */
  allocated(pod: Pod): Pod {
    const resize = this.resizes.get(uidOf(pod));
    return resize ? withResources(pod, resize.allocated) : pod;
  }

  /** The pod with what its containers run with. */
  actuated(pod: Pod): Pod {
    const resize = this.resizes.get(uidOf(pod));
    return resize ? withResources(pod, resize.actuated) : pod;
  }

  /** Containers whose grant is not in effect yet; `restart`: the container wants to be restarted for it. */
  changes(pod: Pod): readonly { readonly spec: ContainerSpec; readonly restart: boolean }[] {
    const resize = this.resizes.get(uidOf(pod));
    if (!resize?.inProgress) return [];
    return [...initContainersOf(pod), ...specOf(pod).containers].flatMap((spec) => {
      const after = resize.allocated.get(spec.name);
      const before = resize.actuated.get(spec.name);
      if (deepEqual(after, before)) return [];
      const differs = (name: string): boolean =>
        after?.requests?.[name] !== before?.requests?.[name] || after?.limits?.[name] !== before?.limits?.[name];
      const restart = (spec.resizePolicy ?? []).some(
        ({ resourceName, restartPolicy }) => restartPolicy === 'RestartContainer' && differs(resourceName),
      );
      return [{ spec, restart }];
    });
  }

  /** The containers run with what was granted. */
  complete(pod: Pod): void {
    const resize = this.resizes.get(uidOf(pod));
    if (!resize?.inProgress) return;
    resize.actuated = new Map(resize.allocated);
    resize.inProgress = false;
    this.recorder.event(pod, 'Normal', 'ResizeCompleted', `Pod resize completed: ${summary(pod)}`);
    this.onChange(uidOf(pod));
  }

  conditions(uid: string): readonly ConditionVerdict[] {
    const resize = this.resizes.get(uid);
    if (!resize) return [];
    return [
      ...(resize.pending ? [{ type: 'PodResizePending', status: 'True', ...resize.pending } as const] : []),
      ...(resize.inProgress && resize.shown ? [{ type: 'PodResizeInProgress', status: 'True' } as const] : []),
    ];
  }

  private begin(before: Pod): Resize {
    const resources = resourcesOf(before);
    const resize: Resize = {
      wanted: undefined,
      allocated: resources,
      actuated: new Map(resources),
      pending: undefined,
      inProgress: false,
      shown: false,
    };
    this.resizes.set(uidOf(before), resize);
    return resize;
  }

  private try(resize: Resize): void {
    const { wanted: pod, pending } = resize;
    if (!pod) return;
    const wanted = resourcesOf(pod);
    resize.pending = undefined;
    if (deepEqual([...wanted], [...resize.allocated])) return;
    const refusal = this.refuse(pod);
    if (refusal) {
      resize.pending = { reason: 'Deferred', message: refusal.message };
      if (pending?.message !== refusal.message)
        this.recorder.event(pod, 'Warning', 'ResizeDeferred', `Pod resize ${refusal.reason}: ${summary(pod, refusal.message)}`);
      return;
    }
    resize.allocated = wanted;
    resize.inProgress = true;
    resize.shown = pending === undefined;
    this.recorder.event(pod, 'Normal', 'ResizeStarted', `Pod resize started: ${summary(pod)}`);
    this.onChange(uidOf(pod));
  }
}

function resourcesOf(pod: Pod): PodResources {
  return new Map([...initContainersOf(pod), ...specOf(pod).containers].map(({ name, resources }) => [name, resources]));
}

function withResources(pod: Pod, resources: PodResources): Pod {
  const replace = (spec: ContainerSpec): ContainerSpec => {
    const own = resources.get(spec.name);
    if (own === spec.resources) return spec;
    const { resources: _, ...rest } = spec;
    return own ? { ...rest, resources: own } : rest;
  };
  const { containers, initContainers } = specOf(pod);
  return {
    ...pod,
    spec: {
      ...specOf(pod),
      containers: containers.map(replace),
      ...(initContainers ? { initContainers: initContainers.map(replace) } : {}),
    },
  };
}

/** As the events name a resize. */
function summary(pod: Pod, error?: string): string {
  const sorted = (amounts: Readonly<Record<string, unknown>> | undefined): object =>
    Object.fromEntries(Object.entries(amounts ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)));
  const list = (specs: readonly ContainerSpec[]): readonly object[] =>
    specs.map(({ name, resources }) => ({
      name,
      resources: {
        ...(resources?.limits ? { limits: sorted(resources.limits) } : {}),
        ...(resources?.requests ? { requests: sorted(resources.requests) } : {}),
      },
    }));
  const init = initContainersOf(pod);
  return JSON.stringify({
    ...(init.length ? { initContainers: list(init) } : {}),
    containers: list(specOf(pod).containers),
    generation: pod.metadata.generation,
    ...(error === undefined ? {} : { error }),
  });
}
