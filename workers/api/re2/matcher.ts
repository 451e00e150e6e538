/** Runs a pattern's instructions on all ways at once, so that a text takes time by its length (source: Go's regexp/exec.go). */
import type { Assertion, Instruction } from './program';

/** Where a match begins and ends. */
export type Span = readonly [start: number, end: number];

const NONE = -1;
const LINE_FEED = 10;

/** Places in the program, those to be preferred first, each with where its match began. */
interface Places {
  readonly at: Int32Array;
  readonly begun: Int32Array;
  count: number;
}

export class Matcher {
  private here: Places;
  private next: Places;
  private readonly seen: Int32Array;
  private readonly stack: number[] = [];
  private generation = 0;

  constructor(private readonly program: readonly Instruction[]) {
    const places = (): Places => ({ at: new Int32Array(program.length), begun: new Int32Array(program.length), count: 0 });
    [this.here, this.next, this.seen] = [places(), places(), new Int32Array(program.length)];
  }

  /** In instructions. */
  get size(): number {
    return this.program.length;
  }

  test(text: string): boolean {
    return this.run(text, 0, true) !== undefined;
  }

  /** The leftmost match from there on, of several the one that Go prefers. */
  find(text: string, from = 0): Span | undefined {
    return this.run(text, from, false);
  }

  /** One after the other; nothing is found right behind what was found last. */
  *findAll(text: string): Generator<Span> {
    let [at, last] = [0, NONE];
    for (let found = this.find(text, at); found && at <= text.length; found = this.find(text, at)) {
      const [start, end] = found;
      if (start !== end || end !== last) yield found;
      last = end;
      at = end > at ? end : at + widthOf(text.codePointAt(at) ?? 0);
    }
  }

  /** `any`: it is enough to know that there is a match. */
  private run(text: string, from: number, any: boolean): Span | undefined {
    let found: Span | undefined;
    let before = from > 0 ? codeBefore(text, from) : NONE;
    this.here.count = 0;
    this.generation++;
    for (let at = from; ;) {
      const code = text.codePointAt(at) ?? NONE;
      if (!found) this.enter(this.here, 0, at, before, code);
      const after = at + widthOf(code);
      const ahead = code === NONE ? NONE : (text.codePointAt(after) ?? NONE);
      this.next.count = 0;
      this.generation++;
      for (let index = 0; index < this.here.count; index++) {
        const place = this.here.at[index] as number;
        const begun = this.here.begun[index] as number;
        const instruction = this.program[place] as Instruction;
        if (instruction.op === 'match') {
          found = [begun, at];
          if (any) return found;
          break;
        }
        if (instruction.op === 'character' && code !== NONE && instruction.test(code)) this.enter(this.next, place + 1, begun, code, ahead);
      }
      if (code === NONE || (found && this.next.count === 0)) return found;
      [this.here, this.next] = [this.next, this.here];
      before = code;
      at = after;
    }
  }

  /** Adds the places that are reached without a character. */
  private enter(places: Places, place: number, begun: number, before: number, ahead: number): void {
    const { program, seen, stack, generation } = this;
    stack.push(place);
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      if (seen[at] === generation) continue;
      seen[at] = generation;
      const instruction = program[at] as Instruction;
      if (instruction.op === 'jump') stack.push(instruction.to);
      else if (instruction.op === 'split') stack.push(instruction.second, instruction.first);
      else if (instruction.op === 'assert') {
        if (holds(instruction.what, before, ahead)) stack.push(at + 1);
      } else {
        places.at[places.count] = at;
        places.begun[places.count++] = begun;
      }
    }
  }
}

function holds(what: Assertion, before: number, ahead: number): boolean {
  switch (what) {
    case 'begin':
      return before === NONE;
    case 'end':
      return ahead === NONE;
    case 'line-begin':
      return before === NONE || before === LINE_FEED;
    case 'line-end':
      return ahead === NONE || ahead === LINE_FEED;
    case 'word':
      return isWord(before) !== isWord(ahead);
    case 'no-word':
      return isWord(before) === isWord(ahead);
  }
}

function isWord(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95;
}

function widthOf(code: number): number {
  return code > 0xffff ? 2 : 1;
}

function codeBefore(text: string, at: number): number {
  const code = text.codePointAt(at - 2) ?? NONE;
  return code > 0xffff ? code : text.charCodeAt(at - 1);
}
