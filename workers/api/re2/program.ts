/** A pattern as instructions (source: Go's regexp/syntax/{prog,compile}.go). */
import { characterTest } from './characters';
import type { CharacterTest } from './characters';
import type { Node } from './nodes';

export type Assertion = (Node & { readonly op: 'assert' })['what'];

export type Instruction =
  | { readonly op: 'character'; readonly test: CharacterTest }
  | { readonly op: 'assert'; readonly what: Assertion }
  /** Goes on at both places, at the first one by preference. */
  | { readonly op: 'split'; first: number; second: number }
  | { readonly op: 'jump'; to: number }
  | { readonly op: 'match' };

/** Go's limit: 128 MiB of instructions. */
const INSTRUCTIONS_MAX = 3_355_443;

/** undefined where it would be too large. */
export function programOf(node: Node): readonly Instruction[] | undefined {
  const compiler = new Compiler();
  if (!compiler.emit(node)) return undefined;
  compiler.instructions.push({ op: 'match' });
  return compiler.instructions;
}

class Compiler {
  readonly instructions: Instruction[] = [];
  /** What is repeated is one instruction at many places. */
  private readonly characters = new Map<Node, Instruction>();

  /** false where there is no room any more. */
  emit(node: Node): boolean {
    switch (node.op) {
      case 'literal':
      case 'class':
      case 'any':
        return this.character(node);
      case 'assert':
        return this.add({ op: 'assert', what: node.what });
      case 'sequence':
        return node.nodes.every((each) => this.emit(each));
      case 'choice':
        return this.choice(node.nodes);
      case 'group':
        return this.emit(node.node);
      case 'repeat':
        return this.repeat(node);
    }
  }

  private character(node: Node & { readonly op: 'literal' | 'class' | 'any' }): boolean {
    let known = this.characters.get(node);
    if (!known) this.characters.set(node, (known = { op: 'character', test: characterTest(node) }));
    return this.add(known);
  }

  private add(instruction: Instruction): boolean {
    return this.instructions.push(instruction) <= INSTRUCTIONS_MAX;
  }

  private choice(nodes: readonly Node[]): boolean {
    const ends: { to: number }[] = [];
    for (const [index, node] of nodes.entries()) {
      if (index === nodes.length - 1) {
        if (!this.emit(node)) return false;
        continue;
      }
      const split = this.split(false);
      const end = { op: 'jump' as const, to: 0 };
      if (!this.emit(node) || !this.add(end)) return false;
      ends.push(end);
      split.leave();
    }
    for (const end of ends) end.to = this.instructions.length;
    return true;
  }

  private repeat({ node, min, max, lazy }: Node & { readonly op: 'repeat' }): boolean {
    for (let count = 0; count < min; count++) if (!this.emit(node)) return false;
    if (max < 0) {
      const start = this.instructions.length;
      const split = this.split(lazy);
      if (!this.emit(node) || !this.add({ op: 'jump', to: start })) return false;
      split.leave();
      return true;
    }
    const splits: { leave(): void }[] = [];
    for (let count = min; count < max; count++) {
      splits.push(this.split(lazy));
      if (!this.emit(node)) return false;
    }
    for (const split of splits) split.leave();
    return true;
  }

  /** Goes on right behind itself or, by second choice (`lazy`: by first), at the place where `leave` is called. */
  private split(lazy: boolean): { leave(): void } {
    const behind = this.instructions.length + 1;
    const split = { op: 'split' as const, first: behind, second: behind };
    this.instructions.push(split);
    return {
      leave: () => {
        split[lazy ? 'first' : 'second'] = this.instructions.length;
      },
    };
  }
}
