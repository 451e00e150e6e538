/**
 * JSON values as YAML text, the way Go's YAML library writes them: sorted keys, lists as deep as their key, long texts folded
 * (source: go.yaml.in/yaml/v2 encode.go, emitterc.go and sorter.go). Differs: texts with U+0085 or a byte order mark, which the
 * library garbles.
 */
import { compareKeys, escaped, looksTyped, numberText, traitsOf } from './go-yaml-scalars';
import { utf8Length } from '../../lib/utf8';

/** A text is broken at the first space past this column. */
const WIDTH = 80;
/** Longer keys, in bytes, stand behind a question mark. */
const SIMPLE_KEY_MAX = 128;

export function goYaml(value: object): string {
  const writer = new Writer();
  writer.node(value, -2, false);
  return writer.finish();
}

class Writer {
  private readonly parts: string[] = [];
  private column = 0;
  private atLineStart = true;

  finish(): string {
    if (!this.atLineStart) this.parts.push('\n');
    return this.parts.join('');
  }

  /** `indent` is that of the mapping or list the value stands in; `inline` values start behind their indicator. */
  node(value: unknown, indent: number, inline: boolean): void {
    if (Array.isArray(value)) {
      if (value.length > 0) return this.sequence(value, inline ? indent + 2 : indent, inline);
      return this.put(' []');
    }
    if (typeof value === 'object' && value !== null) {
      const members = Object.entries(value).filter(([, member]) => member !== undefined);
      if (members.length > 0) return this.mapping(members, indent + 2, inline);
      return this.put(' {}');
    }
    this.put(' ');
    if (typeof value === 'string') this.scalar(value, indent + 2, false);
    else this.put(typeof value === 'number' ? numberText(value) : String(value ?? null));
  }

  private sequence(items: readonly unknown[], indent: number, inline: boolean): void {
    for (const [at, item] of items.entries()) {
      this.start(indent, inline && at === 0);
      this.put('-');
      this.node(item, indent, true);
    }
  }

  private mapping(members: [string, unknown][], indent: number, inline: boolean): void {
    for (const [at, [key, value]] of members.sort(([a], [b]) => compareKeys(a, b)).entries()) {
      this.start(indent, inline && at === 0);
      const simple = isSimpleKey(key);
      if (!simple) this.put('? ');
      this.scalar(key, indent + 2, simple);
      if (!simple) this.line(indent);
      this.put(':');
      this.node(value, indent, !simple);
    }
  }

  private start(indent: number, inline: boolean): void {
    if (inline) this.put(' ');
    else this.line(indent);
  }

  private scalar(text: string, indent: number, isKey: boolean): void {
    const traits = traitsOf(text);
    if (text.includes('\n') && traits.block && !isKey) return this.literal(text, indent);
    if (text.includes('\n') || looksTyped(text) || !traits.singleQuoted) return this.doubleQuoted(text, indent, isKey);
    if (traits.plain) return this.folded(text, indent, isKey);
    this.put("'");
    this.folded(text.replaceAll("'", "''"), indent, isKey);
    this.put("'");
  }

  /** Breaks at single spaces between words. */
  private folded(text: string, indent: number, isKey: boolean): void {
    for (const [at, word] of text.split(/(?<=[^ ]) (?=[^ ])/).entries()) {
      if (at > 0 && !isKey && this.column > WIDTH) this.line(indent);
      else if (at > 0) this.put(' ');
      this.put(word);
    }
  }

  private doubleQuoted(text: string, indent: number, isKey: boolean): void {
    this.put('"');
    const characters = [...text];
    for (const [at, character] of characters.entries()) {
      if (character !== ' ') this.put(escaped(character));
      else if (isKey || this.column <= WIDTH || at === 0 || at === characters.length - 1 || characters[at - 1] === ' ') this.put(' ');
      else {
        this.line(indent);
        if (characters[at + 1] === ' ') this.put('\\');
      }
    }
    this.put('"');
  }

  private literal(text: string, indent: number): void {
    const keep = text === '\n' || text.endsWith('\n\n');
    this.put(`|${/^[ \n]/.test(text) ? '2' : ''}${keep ? '+' : text.endsWith('\n') ? '' : '-'}\n`);
    this.put(text.replaceAll(/^(?=[^\n])/gm, ' '.repeat(indent)));
  }

  private line(indent: number): void {
    if (!this.atLineStart) this.put('\n');
    this.put(' '.repeat(indent));
  }

  private put(text: string): void {
    if (text === '') return;
    this.parts.push(text);
    this.atLineStart = text.endsWith('\n');
    const at = text.lastIndexOf('\n');
    this.column = at < 0 ? this.column + [...text].length : [...text.slice(at + 1)].length;
  }
}

function isSimpleKey(key: string): boolean {
  return !/[\n\r\u0085\u2028\u2029]/.test(key) && key.length <= SIMPLE_KEY_MAX && utf8Length(key) <= SIMPLE_KEY_MAX;
}
