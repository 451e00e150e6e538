import type { Scores } from './plugin';

/** Arrays of an attempt that nobody needs after it. What is in them is left over from earlier. */
export class Scratch {
  slots = new Int32Array();
  answers = new Int32Array();
  totals = new Int32Array();
  private scores: Scores = new Int32Array();

  /** Makes room for so many nodes; what was in the arrays may be lost. */
  reserve(nodes: number): void {
    if (this.slots.length >= nodes) return;
    const size = 2 * nodes;
    this.slots = new Int32Array(size);
    this.answers = new Int32Array(size);
    this.totals = new Int32Array(size);
  }

  scoresOf(nodes: number): Scores {
    if (this.scores.length !== nodes) this.scores = new Int32Array(nodes);
    return this.scores;
  }
}
