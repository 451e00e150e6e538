import type { DecisionCode } from '../../protocol/decision';
import type { NodeInfo } from './node-info';
import type { Status } from './status';

/** Answers of the filters for one pod, node by node; `absent` stands for every node that was not asked. */
export class NodeStatuses {
  /** How many nodes got each answer. */
  readonly counts = new Map<Status, number>();
  readonly size: number;
  private byName: Map<string, Status> | undefined;

  /** `nodeAt` gives the node that `answers[at]` is about; nodes without an answer fit. */
  constructor(
    private readonly answers: readonly (Status | undefined)[],
    private readonly nodeAt: (at: number) => NodeInfo,
    readonly absent: Status | undefined,
  ) {
    let size = 0;
    for (const answer of answers) {
      if (!answer) continue;
      size++;
      this.counts.set(answer, (this.counts.get(answer) ?? 0) + 1);
    }
    this.size = size;
  }

  of(name: string): Status | undefined {
    return this.names().get(name) ?? this.absent;
  }

  /** Those of `nodes` whose answer has this code. */
  withCode(nodes: readonly NodeInfo[], code: DecisionCode): readonly NodeInfo[] {
    const possible = this.absent?.code === code || [...this.counts.keys()].some((answer) => answer.code === code);
    return possible ? nodes.filter(({ name }) => this.of(name)?.code === code) : [];
  }

  private names(): ReadonlyMap<string, Status> {
    if (!this.byName) {
      const byName = new Map<string, Status>();
      this.answers.forEach((answer, at) => {
        if (answer) byName.set(this.nodeAt(at).name, answer);
      });
      this.byName = byName;
    }
    return this.byName;
  }
}
