/** The cluster and the pod with a few edits, without touching either: plugins are made anew over a view of the snapshot. */
import type { Pod } from '../../resources/core/pods/types';
import { ChangeLog } from '../cache/change-log';
import { CycleState } from '../framework/cycle-state';
import { Framework } from '../framework/framework';
import type { NodeInfo } from '../framework/node-info';
import type { ImageState, Snapshot } from '../framework/plugin';
import type { PodInfo, PodInfos } from '../framework/pod-info';
import { status } from '../framework/status';
import type { Status } from '../framework/status';
import { Topology } from '../framework/topology';
import { PLUGINS } from '../registry';

export interface World {
  /** Of the pod's profile, over the cluster as it is. */
  readonly framework: Framework;
  readonly infos: PodInfos;
}

/** What is different from the world. */
export interface Trial {
  readonly pod: Pod;
  /** Replaced and added nodes by name. */
  readonly nodes: ReadonlyMap<string, NodeInfo>;
}

export interface Verdicts {
  readonly info: PodInfo;
  readonly snapshot: Snapshot;
  readonly fits: readonly string[];
  /** Why not, by node; empty where the pod is turned away before any node is looked at. */
  readonly failures: ReadonlyMap<string, Status>;
  readonly before?: Status;
}

/** Runs gates, PreFilter and all filters on every node. */
export function judge({ framework: real, infos }: World, { pod, nodes }: Trial): Verdicts {
  const snapshot = new Overlay(real.handle.snapshot, nodes);
  const { objects, nominations } = real.handle;
  const framework = new Framework(real.profile, PLUGINS, { snapshot, objects, nominations, random: () => 0, isPreempting: () => false });
  const info = infos.of(pod);
  const nothing = { info, snapshot, fits: [], failures: new Map<string, Status>() };
  const gate = framework.runPreEnqueue(pod);
  if (gate) return { ...nothing, before: gate };
  const state = new CycleState();
  const run = framework.runPreFilter(state, info);
  if (run.failed) return { ...nothing, before: run.failed };
  const fits: string[] = [];
  const failures = new Map<string, Status>();
  for (const node of snapshot.nodes) {
    const isOut = run.nodes && !run.nodes.has(node.name);
    const failure = isOut
      ? status(run.restrictedBy[0] ?? '', 'UnschedulableAndUnresolvable')
      : framework.runFiltersWithNominated(state, info, node);
    if (failure) failures.set(node.name, failure);
    else fits.push(node.name);
  }
  return { info, snapshot, fits, failures };
}

class Overlay implements Snapshot {
  readonly nodes: readonly NodeInfo[];
  readonly slotOrder: Int32Array;
  readonly slots: number;
  /** An overlay lives for one judgement and does not change meanwhile. */
  readonly shape = 0;
  readonly changes = new ChangeLog();
  private readonly changed = new Map<string, NodeInfo>();

  constructor(
    private readonly base: Snapshot,
    edits: ReadonlyMap<string, NodeInfo>,
  ) {
    let { slots } = base;
    for (const [name, node] of edits) this.changed.set(name, node.clone(base.get(name)?.slot ?? slots++));
    this.slots = slots;
    const added = [...this.changed.values()].filter(({ name }) => !base.get(name));
    this.nodes = edits.size === 0 ? base.nodes : [...base.nodes.map((node) => this.changed.get(node.name) ?? node), ...added];
    this.slotOrder = edits.size === 0 ? base.slotOrder : Int32Array.from(this.nodes, ({ slot }) => slot);
  }

  get(name: string): NodeInfo | undefined {
    return this.changed.get(name) ?? this.base.get(name);
  }

  at(slot: number): NodeInfo | undefined {
    return this.nodes.find((node) => node.slot === slot);
  }

  topology(key: string): Topology {
    return this.changed.size === 0 ? this.base.topology(key) : new Topology(key, this.nodes, this.slots);
  }

  image(name: string): ImageState | undefined {
    return this.base.image(name);
  }
}
