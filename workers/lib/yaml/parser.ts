/** Tokens as events, one at a time: what nobody asks for is not looked at (source: go.yaml.in/yaml/v2 parserc.go). */
import { YamlFault } from './cursor';
import type { Mark } from './cursor';
import type { Scanner } from './scanner';
import type { Token, TokenType } from './token';

export type YamlEvent =
  | { readonly type: 'document-start' | 'document-end' | 'stream-end' }
  | { readonly type: 'alias'; readonly name: string; readonly line: number }
  | {
      readonly type: 'scalar';
      readonly text: string;
      readonly tag: string;
      readonly isPlain: boolean;
      readonly anchor: string;
      readonly line: number;
    }
  | { readonly type: 'sequence-start' | 'mapping-start'; readonly anchor: string; readonly line: number }
  | { readonly type: 'end' };

type State = () => YamlEvent;

const TAGS: Readonly<Record<string, string>> = { '!': '!', '!!': 'tag:yaml.org,2002:' };
const BEGINS_DOCUMENT: readonly TokenType[] = ['directive', 'document-start', 'document-end', 'stream-end'];

export class Parser {
  private state: State = () => this.documentStart(true);
  private readonly states: State[] = [];
  private tags = new Map(Object.entries(TAGS));

  constructor(private readonly scanner: Scanner) {}

  next(): YamlEvent {
    return this.state();
  }

  private is(...types: readonly TokenType[]): boolean {
    return types.includes(this.scanner.peek().type);
  }

  private pop(): State {
    return this.states.pop() as State;
  }

  private fault(problem: string, mark = this.scanner.peek().start): YamlFault {
    return new YamlFault(problem, mark, 'parser');
  }

  private documentStart(isFirst: boolean): YamlEvent {
    if (!isFirst) while (this.is('document-end')) this.scanner.next();
    if (this.is('stream-end')) return { type: 'stream-end' };
    this.tags = new Map(Object.entries(TAGS));
    const isBare = isFirst && !this.is('directive', 'document-start');
    if (!isBare) {
      this.directives();
      if (!this.is('document-start')) throw this.fault('did not find expected <document start>');
      this.scanner.next();
    }
    this.states.push(() => this.documentEnd());
    this.state = isBare ? () => this.node(true, false) : () => this.documentContent();
    return { type: 'document-start' };
  }

  private directives(): void {
    let hasVersion = false;
    const seen = new Set<string>();
    while (this.is('directive')) {
      const { directive } = this.scanner.peek();
      if (directive?.type === 'version') {
        if (hasVersion) throw this.fault('found duplicate %YAML directive');
        if (directive.version !== '1.1') throw this.fault('found incompatible YAML document');
        hasVersion = true;
      } else if (directive) {
        if (seen.has(directive.handle)) throw this.fault('found duplicate %TAG directive');
        seen.add(directive.handle);
        this.tags.set(directive.handle, directive.prefix);
      }
      this.scanner.next();
    }
  }

  private documentContent(): YamlEvent {
    if (!this.is(...BEGINS_DOCUMENT)) return this.node(true, false);
    this.state = this.pop();
    return this.empty();
  }

  private documentEnd(): YamlEvent {
    if (this.is('document-end')) this.scanner.next();
    this.state = () => this.documentStart(false);
    return { type: 'document-end' };
  }

  /** Whatever may stand as a value: with an anchor and a tag, or neither. */
  private node(isBlock: boolean, allowsIndentless: boolean): YamlEvent {
    const first = this.scanner.peek();
    if (first.type === 'alias') {
      this.state = this.pop();
      this.scanner.next();
      return { type: 'alias', name: first.text as string, line: first.start.line };
    }
    let anchor = '';
    let tag = '';
    let hasTag = false;
    for (let turn = 0; turn < 2; turn++) {
      if (anchor === '' && this.is('anchor')) anchor = this.scanner.next().text as string;
      else if (!hasTag && this.is('tag')) {
        tag = this.tagName(this.scanner.next());
        hasTag = true;
      }
    }
    const { line } = first.start;
    const begin = (type: 'sequence-start' | 'mapping-start', state: State): YamlEvent => {
      this.state = state;
      return { type, anchor, line };
    };
    const token = this.scanner.peek();
    if (allowsIndentless && token.type === 'block-entry') return begin('sequence-start', () => this.indentlessEntry());
    if (token.type === 'scalar') {
      this.state = this.pop();
      this.scanner.next();
      const isPlain = !hasTag && token.isPlain === true;
      return { type: 'scalar', text: token.text as string, tag: tag === '!' ? '' : tag, isPlain, anchor, line };
    }
    if (token.type === 'flow-sequence-start') return begin('sequence-start', () => this.flowSequenceEntry(this.scanner.next().start, true));
    if (token.type === 'flow-mapping-start') return begin('mapping-start', () => this.flowMappingKey(this.scanner.next().start, true));
    if (isBlock && token.type === 'block-sequence-start') return begin('sequence-start', () => this.blockEntry(this.scanner.next().start));
    if (isBlock && token.type === 'block-mapping-start') return begin('mapping-start', () => this.blockKey(this.scanner.next().start));
    if (anchor === '' && !hasTag) throw this.fault('did not find expected node content');
    this.state = this.pop();
    return { type: 'scalar', text: '', tag, isPlain: tag === '', anchor, line };
  }

  private tagName({ tag }: Token): string {
    const { handle = '', suffix = '', mark } = tag ?? {};
    if (handle === '') return suffix;
    const prefix = this.tags.get(handle);
    if (prefix === undefined) throw this.fault('found undefined tag handle', mark);
    return prefix + suffix;
  }

  private empty(): YamlEvent {
    return { type: 'scalar', text: '', tag: '', isPlain: true, anchor: '', line: this.scanner.peek().start.line };
  }

  /** A node, then `state`; nothing at all where one of `ends` comes instead. */
  private nodeUnless(ends: readonly TokenType[], state: State, isBlock: boolean, allowsIndentless = false): YamlEvent {
    if (this.is(...ends)) {
      this.state = state;
      return this.empty();
    }
    this.states.push(state);
    return this.node(isBlock, allowsIndentless);
  }

  private close(takes: boolean): YamlEvent {
    this.state = this.pop();
    if (takes) this.scanner.next();
    return { type: 'end' };
  }

  private blockEntry(start: Mark): YamlEvent {
    if (this.is('block-end')) return this.close(true);
    if (!this.is('block-entry')) throw this.fault("did not find expected '-' indicator");
    this.scanner.next();
    return this.nodeUnless(['block-entry', 'block-end'], () => this.blockEntry(start), true);
  }

  private indentlessEntry(): YamlEvent {
    if (!this.is('block-entry')) return this.close(false);
    this.scanner.next();
    return this.nodeUnless(['block-entry', 'key', 'value', 'block-end'], () => this.indentlessEntry(), true);
  }

  private blockKey(start: Mark): YamlEvent {
    if (this.is('block-end')) return this.close(true);
    if (!this.is('key')) throw this.fault('did not find expected key');
    this.scanner.next();
    return this.nodeUnless(['key', 'value', 'block-end'], () => this.blockValue(start), true, true);
  }

  private blockValue(start: Mark): YamlEvent {
    this.state = () => this.blockKey(start);
    if (!this.is('value')) return this.empty();
    this.scanner.next();
    return this.nodeUnless(['key', 'value', 'block-end'], () => this.blockKey(start), true, true);
  }

  private flowSequenceEntry(start: Mark, isFirst: boolean): YamlEvent {
    if (!isFirst && !this.is('flow-sequence-end')) {
      if (!this.is('flow-entry')) throw this.fault("did not find expected ',' or ']'");
      this.scanner.next();
    }
    if (this.is('flow-sequence-end')) return this.close(true);
    const more: State = () => this.flowSequenceEntry(start, false);
    if (this.is('key')) {
      const { line } = this.scanner.next().start;
      this.state = () => this.pairKey(more);
      return { type: 'mapping-start', anchor: '', line };
    }
    this.states.push(more);
    return this.node(false, false);
  }

  /** A mapping of one pair without braces, inside brackets. */
  private pairKey(more: State): YamlEvent {
    return this.nodeUnless(['value', 'flow-entry', 'flow-sequence-end'], () => this.pairValue(more), false);
  }

  private pairValue(more: State): YamlEvent {
    const end: State = () => {
      this.state = more;
      return { type: 'end' };
    };
    this.state = end;
    if (!this.is('value')) return this.empty();
    this.scanner.next();
    return this.nodeUnless(['flow-entry', 'flow-sequence-end'], end, false);
  }

  private flowMappingKey(start: Mark, isFirst: boolean): YamlEvent {
    if (!isFirst && !this.is('flow-mapping-end')) {
      if (!this.is('flow-entry')) throw this.fault("did not find expected ',' or '}'");
      this.scanner.next();
    }
    if (this.is('flow-mapping-end')) return this.close(true);
    if (this.is('key')) {
      this.scanner.next();
      return this.nodeUnless(['value', 'flow-entry', 'flow-mapping-end'], () => this.flowMappingValue(start), false);
    }
    this.states.push(() => {
      this.state = () => this.flowMappingKey(start, false);
      return this.empty();
    });
    return this.node(false, false);
  }

  private flowMappingValue(start: Mark): YamlEvent {
    const more: State = () => this.flowMappingKey(start, false);
    this.state = more;
    if (!this.is('value')) return this.empty();
    this.scanner.next();
    return this.nodeUnless(['flow-entry', 'flow-mapping-end'], more, false);
  }
}
