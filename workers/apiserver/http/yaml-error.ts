/** What Go's YAML library says of broken text, by the error of the library here (source: go.yaml.in/yaml/v2 decode.go fail). */
import type { YAMLParseError, YAMLWarning } from 'yaml';

type Problem = YAMLParseError | YAMLWarning;

interface Words {
  /** How the message here begins; the first that fits counts. */
  readonly code: string;
  readonly begins?: string;
  readonly text: string;
  /** The parser counts lines from 0, the scanner from 1. */
  readonly by: 'parser' | 'scanner';
}

const WORDS: readonly Words[] = [
  { code: 'BAD_INDENT', begins: 'Flow sequence', text: "did not find expected ',' or ']'", by: 'parser' },
  { code: 'BAD_INDENT', begins: 'Flow map', text: "did not find expected ',' or '}'", by: 'parser' },
  { code: 'BAD_INDENT', begins: 'All mapping items', text: 'did not find expected key', by: 'parser' },
  { code: 'BAD_INDENT', text: 'mapping values are not allowed in this context', by: 'scanner' },
  { code: 'MISSING_CHAR', begins: 'Missing closing', text: 'found unexpected end of stream', by: 'scanner' },
  { code: 'UNEXPECTED_TOKEN', begins: 'Unexpected block-seq-ind', text: 'did not find expected key', by: 'parser' },
  { code: 'MISSING_CHAR', text: 'did not find expected node content', by: 'parser' },
  { code: 'BAD_COLLECTION_ITEM', text: 'did not find expected node content', by: 'parser' },
  { code: 'BLOCK_AS_IMPLICIT_KEY', text: 'mapping values are not allowed in this context', by: 'scanner' },
  { code: 'MULTILINE_IMPLICIT_KEY', text: 'mapping values are not allowed in this context', by: 'scanner' },
  { code: 'TAB_AS_INDENT', text: 'found a tab character that violates indentation', by: 'scanner' },
  { code: 'BAD_SCALAR_START', text: 'found character that cannot start any token', by: 'scanner' },
  { code: 'BAD_ALIAS', text: 'did not find expected alphabetic or numeric character', by: 'scanner' },
];

/** `fatal` is the first of `errors` that ends the parsing; a problem of the first line is told without a line. */
export function yamlError(body: string, errors: readonly Problem[], fatal: Problem): string {
  if (fatal.message.startsWith('Flow') && fatal.pos[0] >= body.trimEnd().length) return unfinished(body, fatal);
  const together = errors.filter(({ pos }) => pos[0] === fatal.pos[0]);
  const words = WORDS.find(({ code, begins = '' }) => together.some((error) => error.code === code && error.message.startsWith(begins)));
  const line = Math.max(...together.map(({ linePos }) => (linePos?.[1] ?? linePos?.[0])?.line ?? 1));
  const text = words?.text ?? fatal.message.split(' at line')[0] ?? '';
  if (line === 1) return `yaml: ${text}`;
  return `yaml: line ${words?.by === 'parser' ? line - 1 : line}: ${text}`;
}

/** The end of the text is on a line of its own. */
function unfinished(body: string, { message }: Problem): string {
  const line = body.replace(/\n$/, '').split('\n').length;
  const closing = message.startsWith('Flow sequence') ? ']' : '}';
  const text = /[[{,]\s*$/.test(body) ? 'did not find expected node content' : `did not find expected ',' or '${closing}'`;
  return `yaml: line ${line}: ${text}`;
}
