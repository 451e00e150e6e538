/** A place in YAML text, and how to move on. Lines and columns count from 0. */
export interface Mark {
  readonly index: number;
  readonly line: number;
  readonly column: number;
}

/** What is wrong with the text, and where; thrown inside this folder only. */
export class YamlFault {
  constructor(
    readonly problem: string,
    readonly mark: Mark | undefined,
    /** Upstream counts lines from 1 when the scanner complains, from 0 when the parser does; what JSON cannot say is no YAML's fault. */
    readonly by: 'scanner' | 'parser' | 'json',
  ) {}
}

export class Cursor {
  index = 0;
  line = 0;
  column = 0;

  constructor(private readonly text: string) {}

  get mark(): Mark {
    return { index: this.index, line: this.line, column: this.column };
  }

  /** The character so many places ahead; '' past the end. */
  at(ahead = 0): string {
    return this.text[this.index + ahead] ?? '';
  }

  startsWith(text: string): boolean {
    return this.text.startsWith(text, this.index);
  }

  skip(count = 1): void {
    this.index += count;
    this.column += count;
  }

  /** Takes the character here. */
  take(): string {
    const character = this.at();
    this.skip();
    return character;
  }

  /** Takes a line break, as the text that it stands for; nothing where there is none. */
  takeBreak(): string {
    const character = this.at();
    if (!isBreak(character)) return '';
    this.index += character === '\r' && this.at(1) === '\n' ? 2 : 1;
    this.column = 0;
    this.line++;
    return character === '\u2028' || character === '\u2029' ? character : '\n';
  }

  fault(problem: string): YamlFault {
    return new YamlFault(problem, this.mark, 'scanner');
  }
}

export function isBlank(character: string): boolean {
  return character === ' ' || character === '\t';
}

export function isBreak(character: string): boolean {
  return character !== '' && '\r\n\u0085\u2028\u2029'.includes(character);
}

/** Also the end of the text. */
export function isBreakOrEnd(character: string): boolean {
  return character === '' || isBreak(character);
}

export function isSpaceOrEnd(character: string): boolean {
  return isBlank(character) || isBreakOrEnd(character);
}

export function isWord(character: string): boolean {
  return /^[A-Za-z0-9_-]$/.test(character);
}
