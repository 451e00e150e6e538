/** What the scanner makes of YAML text (source: go.yaml.in/yaml/v2 yamlprivateh.go). */
import type { Mark } from './cursor';
import type { Directive, Tag } from './properties';

export type TokenType =
  | 'stream-end'
  | 'directive'
  | 'document-start'
  | 'document-end'
  | 'block-sequence-start'
  | 'block-mapping-start'
  | 'block-end'
  | 'flow-sequence-start'
  | 'flow-sequence-end'
  | 'flow-mapping-start'
  | 'flow-mapping-end'
  | 'block-entry'
  | 'flow-entry'
  | 'key'
  | 'value'
  | 'alias'
  | 'anchor'
  | 'tag'
  | 'scalar';

export interface Token {
  readonly type: TokenType;
  readonly start: Mark;
  readonly end: Mark;
  /** Of an alias, an anchor or a scalar. */
  readonly text?: string;
  readonly isPlain?: boolean;
  readonly tag?: Tag;
  readonly directive?: Directive;
}
