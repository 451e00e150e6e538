/** What a scalar stands for (source: go.yaml.in/yaml/v2 resolve.go). */
import { fromBase64 } from '../base64';
import { decodeUtf8 } from '../utf8';
import { YamlFault } from './cursor';

/** A number that JavaScript cannot hold keeps its text. */
export type Scalar = string | number | bigint | boolean | null;

const PREFIX = 'tag:yaml.org,2002:';
const TRUE = ['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'];
const FALSE = ['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'];
const WORDS = new Map<string, readonly [string, Scalar]>([
  ...TRUE.map((word) => [word, ['bool', true]] as const),
  ...FALSE.map((word) => [word, ['bool', false]] as const),
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, ['null', null]] as const),
  ...['.nan', '.NaN', '.NAN'].map((word) => [word, ['float', Number.NaN]] as const),
  ...['', '+'].flatMap((sign) => ['.inf', '.Inf', '.INF'].map((word) => [sign + word, ['float', Infinity]] as const)),
  ...['.inf', '.Inf', '.INF'].map((word) => [`-${word}`, ['float', -Infinity]] as const),
  ['<<', ['merge', '<<']],
]);
const FLOAT = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;
const DATE = /^\d{4}-\d\d?-\d\d?(?:[Tt]\d\d?:\d\d?:\d\d?(?:[.,]\d+)?(?:Z|[-+]\d\d:\d\d)| \d\d?:\d\d?:\d\d?(?:[.,]\d+)?)?$/;
const INT64_MIN = -(2n ** 63n);
const UINT64_MAX = 2n ** 64n - 1n;
const KINDS = ['str', 'bool', 'int', 'float', 'null', 'timestamp'];

export function resolve(text: string, tag: string, isPlain: boolean): Scalar {
  if (tag === '' && !isPlain) return text;
  const wanted = tag.startsWith(PREFIX) ? tag.slice(PREFIX.length) : tag;
  if (tag !== '' && wanted === 'binary' && tag !== wanted) return binary(text);
  if (tag !== '' && (tag === wanted || !KINDS.includes(wanted))) return text;
  const [kind, value] = wanted === 'str' ? (['str', text] as const) : guess(text, wanted);
  if (tag === '' || kind === wanted) return kind === 'timestamp' ? text : value;
  if (wanted === 'float' && kind === 'int') return Number(value);
  throw new YamlFault(`cannot decode !!${kind} \`${text}\` as a !!${wanted}`, undefined, 'parser');
}

function guess(text: string, wanted: string): readonly [string, Scalar] {
  const word = WORDS.get(text);
  if (word) return word;
  const first = text[0] as string;
  if (first === '.') return FLOAT.test(text) && Number.isFinite(Number(text)) ? ['float', Number(text)] : ['str', text];
  if (!/[-+\d]/.test(first)) return ['str', text];
  if ((wanted === '' || wanted === 'timestamp') && DATE.test(text)) return ['timestamp', text];
  const digits = text.replaceAll('_', '');
  const whole = integer(digits);
  if (whole !== undefined) return ['int', whole];
  return FLOAT.test(digits) && Number.isFinite(Number(digits)) ? ['float', Number(digits)] : ['str', text];
}

/** With Go's prefixes; a leading zero is octal. */
function integer(digits: string): Scalar | undefined {
  const [, sign = '', prefix = '', rest = ''] = /^([-+]?)(0[xX]|0[bB]|0[oO]|0(?=\d))?([\da-fA-F]+)$/.exec(digits) ?? [];
  const base = prefix === '' ? '' : prefix === '0' ? '0o' : prefix.toLowerCase();
  const allowed = base === '0x' ? /^[\da-fA-F]+$/ : base === '0b' ? /^[01]+$/ : base === '0o' ? /^[0-7]+$/ : /^\d+$/;
  if (!allowed.test(rest)) return undefined;
  const size = BigInt(base + rest);
  const value = sign === '-' ? -size : size;
  if (value < INT64_MIN || value > UINT64_MAX || (sign === '+' && value >= -INT64_MIN)) return undefined;
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}

function binary(text: string): string {
  const bytes = fromBase64(text.replaceAll(/[\r\n]/g, ''));
  if (!bytes) throw new YamlFault('!!binary value contains invalid base64 data', undefined, 'parser');
  return decodeUtf8(bytes);
}
