/** Soft constraints (source: kube-scheduler plugins/podtopologyspread/scoring.go, 1.36). */
import type { NodeInfo } from '../../framework/node-info';
import { SCORE_MAX } from '../../framework/plugin';
import type { Scores } from '../../framework/plugin';
import { Topology } from '../../framework/topology';
import { HOSTNAME_KEY } from './constraints';
import type { ConstraintSums, SpreadSums } from './sums';

interface Weighted {
  readonly sums: ConstraintSums;
  readonly weight: number;
  readonly isHostname: boolean;
}

export class SpreadScores {
  /** Slots of nodes that lack a key. */
  private readonly ignored = new Set<number>();
  private readonly constraints: readonly Weighted[];

  /** Of sums that have caught up. `needsAllKeys`: nodes that lack a key are ignored; not so for the system's default constraints. */
  constructor({ sums }: SpreadSums, needsAllKeys: boolean, feasible: readonly NodeInfo[]) {
    if (needsAllKeys) {
      for (const { topology } of sums) for (const { slot } of feasible) if (topology.of(slot) < 0) this.ignored.add(slot);
    }
    this.constraints = sums.map((one) => {
      const isHostname = one.constraint.topologyKey === HOSTNAME_KEY;
      const size = isHostname ? feasible.length - this.ignored.size : this.domainsAmong(feasible, one.topology);
      return { sums: one, isHostname, weight: Math.log(size + 2) };
    });
  }

  private domainsAmong(feasible: readonly NodeInfo[], topology: Topology): number {
    const seen = new Uint8Array(topology.values.length);
    let size = 0;
    for (const { slot } of feasible) {
      if (this.ignored.size > 0 && this.ignored.has(slot)) continue;
      const value = Math.max(topology.of(slot), Topology.EMPTY);
      if (seen[value] === 1) continue;
      seen[value] = 1;
      size++;
    }
    return size;
  }

  /** {@link score} of many. */
  scoreAll(slots: Int32Array, scores: Scores): void {
    for (let at = 0; at < scores.length; at++) scores[at] = this.score(slots[at] as number);
  }

  /** Higher is worse until {@link normalize}. */
  score(slot: number): number {
    if (this.ignored.size > 0 && this.ignored.has(slot)) return 0;
    let score = 0;
    for (const { sums, isHostname, weight } of this.constraints) {
      const value = sums.topology.of(slot);
      if (value < 0) continue;
      score += ((isHostname ? sums.matching[slot] : sums.counts[value]) as number) * weight + (sums.constraint.maxSkew - 1);
    }
    return Math.round(score);
  }

  normalize(scores: Scores, nodes: readonly NodeInfo[]): void {
    const { ignored } = this;
    const isIgnored = (at: number) => ignored.size > 0 && ignored.has((nodes[at] as NodeInfo).slot);
    let min = Number.MAX_SAFE_INTEGER;
    let max = 0;
    for (let at = 0; at < scores.length; at++) {
      if (isIgnored(at)) continue;
      const score = scores[at] as number;
      if (score < min) min = score;
      if (score > max) max = score;
    }
    for (let at = 0; at < scores.length; at++) {
      if (isIgnored(at)) scores[at] = 0;
      else scores[at] = max === 0 ? SCORE_MAX : Math.trunc((SCORE_MAX * (max + min - (scores[at] as number))) / max);
    }
  }
}
