/** The cluster and the pod with a few edits: on a copy of the scheduler's cache, with plugins made anew for every trial. */
import type { Node } from '../../resources/core/nodes/types';
import type { Pod } from '../../resources/core/pods/types';
import { Cache } from '../cache/cache';
import { CycleState } from '../framework/cycle-state';
import { Framework } from '../framework/framework';
import type { PodInfo, PodInfos } from '../framework/pod-info';
import { status } from '../framework/status';
import type { Status } from '../framework/status';
import { PLUGINS } from '../registry';

export interface World {
  /** Of the pod's profile, over the cluster as it is. */
  readonly framework: Framework;
  readonly infos: PodInfos;
}

export type ClusterEdit =
  | { readonly type: 'setNode'; readonly node: Node }
  | { readonly type: 'removePod'; readonly pod: PodInfo; readonly node: string };

export interface Trial {
  readonly pod: Pod;
  readonly edits: readonly ClusterEdit[];
}

export interface Verdicts {
  readonly info: PodInfo;
  readonly fits: readonly string[];
  /** Why not, by node; empty where the pod is turned away before any node is looked at. */
  readonly failures: ReadonlyMap<string, Status>;
  readonly before?: Status;
}

/** A copy of the world to try edits on. */
export class Laboratory {
  readonly cache = new Cache();

  constructor(private readonly world: World) {
    for (const { node, name, pods } of world.framework.handle.snapshot.nodes) {
      this.cache.setNode(node);
      for (const pod of pods) this.cache.assume(pod, name);
    }
  }

  /** Runs gates, PreFilter and all filters on every node; hands the verdicts over while the edits are in place. */
  judge<T>({ pod, edits }: Trial, read: (verdicts: Verdicts) => T): T {
    const undo = edits.map((edit) => this.apply(edit));
    const result = read(this.verdicts(this.world.infos.of(pod)));
    for (const back of undo.reverse()) back();
    return result;
  }

  private verdicts(info: PodInfo): Verdicts {
    const { cache } = this;
    const { profile, handle } = this.world.framework;
    const { objects, nominations } = handle;
    const framework = new Framework(profile, PLUGINS, {
      snapshot: cache,
      objects,
      nominations,
      random: () => 0,
      isPreempting: () => false,
    });
    const nothing = { info, fits: [], failures: new Map<string, Status>() };
    const gate = framework.runPreEnqueue(info.pod);
    if (gate) return { ...nothing, before: gate };
    const state = new CycleState();
    const run = framework.runPreFilter(state, info);
    if (run.failed) return { ...nothing, before: run.failed };
    const fits: string[] = [];
    const failures = new Map<string, Status>();
    for (const node of cache.nodes) {
      const isOut = run.nodes && !run.nodes.has(node.name);
      const failure = isOut
        ? status(run.restrictedBy[0] ?? '', 'UnschedulableAndUnresolvable')
        : framework.runFiltersWithNominated(state, info, node);
      if (failure) failures.set(node.name, failure);
      else fits.push(node.name);
    }
    return { info, fits, failures };
  }

  /** Returns what takes it back. */
  private apply(edit: ClusterEdit): () => void {
    const { cache } = this;
    if (edit.type === 'removePod') {
      cache.removePod(edit.pod.uid);
      return () => cache.assume(edit.pod, edit.node);
    }
    const name = edit.node.metadata.name ?? '';
    const before = cache.get(name)?.node;
    cache.setNode(edit.node);
    return () => (before ? cache.setNode(before) : cache.removeNode(name));
  }
}
