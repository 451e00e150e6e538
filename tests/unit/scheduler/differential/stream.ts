import { expect } from 'vitest';
import type { Node } from '../../../../workers/resources/core/nodes/types';
import type { Pod } from '../../../../workers/resources/core/pods/types';
import type { ClusterLists } from '../../../../workers/scheduler/decide';
import { Dice } from './random-cluster';
import { slowDecision } from './slow-decision';
import { World } from './stream-world';
import type { Change } from './stream-world';

/** One scheduler that keeps things while pods and nodes come and go, against others that are made anew for every pod. */
export class Stream {
  private readonly dice: Dice;
  private readonly kept: World;
  private readonly placed: Pod[] = [];
  private readonly nodes: Node[] = [];

  /** `changes` leads to the cluster at the beginning, `others` are its objects besides nodes and pods. */
  constructor(
    seed: number,
    private readonly others: ClusterLists,
    private readonly changes: Change[],
    private readonly newNode: (at: number) => Node,
  ) {
    this.dice = new Dice(seed);
    this.kept = new World(others, changes);
    for (const change of changes) {
      if (change.type === 'setNode') this.nodes.push(change.node);
      else if (change.type === 'place') this.placed.push(change.pod);
    }
  }

  /** Now and then a pod leaves, starts to leave, is confirmed or labelled; a node goes, comes, or becomes another. */
  churn(at: number): void {
    const { dice, placed, nodes } = this;
    if (dice.chance(20) && placed.length > 0)
      this.change({ type: 'removePod', uid: placed.splice(dice.below(placed.length), 1)[0]?.metadata.uid ?? '' });
    if (dice.chance(30) && placed.length > 0) {
      const index = dice.below(placed.length);
      const before = placed[index] as Pod;
      const leaving = dice.chance(30) ? { deletionTimestamp: '2026-01-01T00:00:00Z' } : {};
      const labels = dice.chance(30) ? { labels: { ...before.metadata.labels, rev: '1' } } : {};
      const pod = { ...before, metadata: { ...before.metadata, ...leaving, ...labels } };
      placed[index] = pod;
      this.change({ type: 'place', pod, assumed: false });
    }
    if (dice.chance(15)) {
      const index = dice.below(nodes.length);
      const node = { ...this.newNode(at), metadata: { ...this.newNode(at).metadata, name: nodes[index]?.metadata.name ?? '' } };
      nodes[index] = node;
      this.change({ type: 'setNode', node });
    }
    if (dice.chance(8) && nodes.length > 2) {
      const [node] = nodes.splice(dice.below(nodes.length), 1);
      this.change({ type: 'removeNode', name: node?.metadata.name ?? '' });
    }
    if (dice.chance(8)) {
      const node = { ...this.newNode(at), metadata: { ...this.newNode(at).metadata, name: `new-${at}` } };
      nodes.push(node);
      this.change({ type: 'setNode', node });
    }
  }

  /** Decides with all of them; true where the pod got a node. A pod that others make room for is decided again. */
  decide(pod: Pod, at: number): boolean {
    const anew = () => new World(this.others, this.changes, { next: this.kept.rotation.next });
    const [fresh, slow] = [anew(), anew()];
    for (const world of [this.kept, fresh, slow]) world.reseed(at);
    const { attempt, record } = this.kept.decide(pod);
    expect(record).toEqual(fresh.decide(pod).record);
    if (!record.takesNominatedNode) {
      const { verdicts, scores, node } = slowDecision(slow, slow.info(pod));
      const judged = record.nodes.map(({ node: name, failed }) => ({
        node: name,
        ...(failed === undefined ? {} : { failed: record.statuses[failed] }),
      }));
      expect({ judged, scores: record.scores, node: record.node }).toEqual({ judged: verdicts, scores, node });
    }
    const uid = pod.metadata.uid ?? '';
    if (attempt.node) {
      const bound = { ...pod, spec: { ...pod.spec, nodeName: attempt.node.name } } as Pod;
      this.change({ type: 'withdraw', uid });
      this.change({ type: 'place', pod: bound, assumed: true });
      this.placed.push(bound);
      return true;
    }
    if (!attempt.nominatedNode) return false;
    this.evict(attempt.victims ?? []);
    const nominated = { ...pod, status: { ...pod.status, nominatedNodeName: attempt.nominatedNode } };
    this.change({ type: 'nominate', pod: nominated, node: attempt.nominatedNode });
    // Others that come before it see the nomination.
    return this.dice.chance(50) ? this.decide(nominated, at) : false;
  }

  private evict(victims: readonly { readonly uid: string }[]): void {
    for (const { uid } of victims) {
      this.change({ type: 'removePod', uid });
      const index = this.placed.findIndex(({ metadata }) => metadata.uid === uid);
      if (index >= 0) this.placed.splice(index, 1);
    }
  }

  private change(change: Change): void {
    this.changes.push(change);
    this.kept.apply(change);
  }
}
