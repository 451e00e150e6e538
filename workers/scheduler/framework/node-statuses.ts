import type { DecisionCode } from '../../protocol/decision';
import { answerAt, nodeAt } from '../attempt';
import type { Search } from '../attempt';
import type { NodeInfo } from './node-info';
import type { Status } from './status';

/** Answers of the filters for one pod, node by node; `absent` stands for every node that was not asked. */
export class NodeStatuses {
  /** How many nodes got each answer. */
  readonly counts = new Map<Status, number>();
  private byName: Map<string, Status> | undefined;

  constructor(
    private readonly search: Search | undefined,
    readonly absent: Status | undefined,
    /** A node that was asked besides those of the search. */
    private readonly outside?: { readonly name: string; readonly answer: Status },
  ) {
    if (outside) this.counts.set(outside.answer, 1);
    const { statuses = [], answers, examined = 0 } = search ?? {};
    if (!answers) return;
    const counts = new Int32Array(statuses.length + 1);
    for (let at = 0; at < examined; at++) {
      const answer = answers.at(at);
      counts[answer] = (counts[answer] as number) + 1;
    }
    statuses.forEach((answer, index) => this.counts.set(answer, (this.counts.get(answer) ?? 0) + (counts[index + 1] as number)));
  }

  of(name: string): Status | undefined {
    return this.names().get(name) ?? this.absent;
  }

  /** Those of `nodes` whose answer has this code. */
  withCode(nodes: readonly NodeInfo[], code: DecisionCode): readonly NodeInfo[] {
    const possible = this.absent?.code === code || [...this.counts.keys()].some((answer) => answer.code === code);
    if (!possible) return [];
    const { search } = this;
    if (search?.order !== nodes || search.examined < nodes.length) return nodes.filter(({ name }) => this.of(name)?.code === code);
    return nodes.filter((_, index) => answerAt(search, (index - search.start + nodes.length) % nodes.length)?.code === code);
  }

  private names(): ReadonlyMap<string, Status> {
    if (this.byName) return this.byName;
    const byName = new Map<string, Status>();
    if (this.search) addNames(byName, this.search);
    if (this.outside) byName.set(this.outside.name, this.outside.answer);
    return (this.byName = byName);
  }
}

function addNames(byName: Map<string, Status>, search: Search): void {
  for (let at = 0; at < search.examined; at++) {
    const answer = answerAt(search, at);
    if (answer) byName.set(nodeAt(search, at).name, answer);
  }
}
