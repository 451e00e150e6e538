/** When Go's YAML library quotes a text, how it escapes, writes numbers and orders keys (source: go.yaml.in/yaml/v2). */

/** Words that are values of another type in YAML 1.1. */
const TYPED =
  /^(?:|~|null|Null|NULL|y|Y|yes|Yes|YES|on|On|ON|true|True|TRUE|n|N|no|No|NO|off|Off|OFF|false|False|FALSE|\.nan|\.NaN|\.NAN|[-+]?\.(?:inf|Inf|INF))$/;
const INTEGER = /^[-+]?(?:0[xX][\da-fA-F]+|0[bB][01]+|0[oO]?[0-7]*|[1-9]\d*)$/;
const FLOAT = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;
/** 1:30, once ninety. */
const SEXAGESIMAL = /^[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?$/;
const DATE = /^\d{4}-(\d\d?)-(\d\d?)(?:[Tt](\d\d?):(\d\d?):(\d\d?)(?:[.,]\d+)?(?:Z|[-+]\d\d:\d\d)| (\d\d?):(\d\d?):(\d\d?)(?:[.,]\d+)?)?$/;

/** Whether the text, left bare, would be read as anything but a text. */
export function looksTyped(text: string): boolean {
  if (TYPED.test(text) || SEXAGESIMAL.test(text) || isDate(text)) return true;
  const first = text[0] as string;
  if (!/[-+.\d]/.test(first)) return false;
  const digits = first === '.' ? text : text.replaceAll('_', '');
  return (first !== '.' && INTEGER.test(digits)) || (FLOAT.test(digits) && Number.isFinite(Number(digits)));
}

function isDate(text: string): boolean {
  const match = DATE.exec(text);
  if (!match) return false;
  const [month = 0, day = 0, ...clock] = match.slice(1).map((part) => Number(part ?? 0));
  const days = month === 2 ? (isLeap(Number(text.slice(0, 4))) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  const [hour = 0, minute = 0, second = 0] = clock.slice(text.includes(' ') ? 3 : 0);
  return month >= 1 && month <= 12 && day >= 1 && day <= days && hour < 24 && minute < 60 && second < 60;
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** What Go prints as it is; everything past the basic plane is escaped. */
const PRINTABLE = /^[\n\u0020-\u007e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]*$/;

/** Which styles can carry a text. */
export function traitsOf(text: string): { readonly plain: boolean; readonly singleQuoted: boolean; readonly block: boolean } {
  const special = !PRINTABLE.test(text) || / [\n\u2028\u2029]/.test(text);
  const indicated = /^(?:---|\.\.\.|[#,[\]{}&*!|>'"%@`]|[?:-](?:[\s]|$))|:(?:[\s]|$)|\s#/.test(text);
  return {
    plain: !special && !indicated && !/^[ \n]|[ \n]$|[\n\u2028\u2029]/.test(text),
    singleQuoted: !special && !/[\n\u2028\u2029] /.test(text),
    block: !special && !text.endsWith(' '),
  };
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\0': '0',
  '\x07': 'a',
  '\b': 'b',
  '\t': 't',
  '\n': 'n',
  '\v': 'v',
  '\f': 'f',
  '\r': 'r',
  '\x1b': 'e',
  '"': '"',
  '\\': '\\',
  '\x85': 'N',
  '\u2028': 'L',
  '\u2029': 'P',
};

/** A character inside double quotes. */
export function escaped(character: string): string {
  const short = ESCAPES[character];
  if (short !== undefined) return `\\${short}`;
  if (PRINTABLE.test(character)) return character;
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
  const [letter, width] = code.length <= 2 ? ['x', 2] : code.length <= 4 ? ['u', 4] : ['U', 8];
  return `\\${letter}${code.padStart(width as number, '0')}`;
}

/** Whole numbers in full, others with Go's shortest form: an exponent below 1e-4 and from 1e6 (six digits) on. */
export function numberText(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 2 ** 64) return value.toFixed(0);
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(value);
  return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

/** The natural order of keys: letters come last, runs of digits count as numbers. */
export function compareKeys(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  for (let at = 0; at < left.length && at < right.length; at++) {
    const [l, r] = [left[at] as string, right[at] as string];
    if (l === r) continue;
    const letters = Number(isLetter(l)) - Number(isLetter(r));
    if (letters !== 0) return letters;
    if (!isLetter(l)) {
      const [first, second] = [digitsFrom(left, at, r), digitsFrom(right, at, l)];
      if (first.value !== second.value) return first.value - second.value;
      if (first.end !== second.end) return first.end - second.end;
    }
    return l < r ? -1 : 1;
  }
  return left.length - right.length;
}

function isLetter(character: string): boolean {
  return /\p{L}/u.test(character);
}

/** The number at a place; a zero on either side counts as a digit of the number before it. */
function digitsFrom(characters: readonly string[], at: number, other: string): { readonly value: number; readonly end: number } {
  let value = 0;
  if (characters[at] === '0' || other === '0') {
    for (let before = at - 1; before >= 0 && /\d/.test(characters[before] as string); before--) if (characters[before] !== '0') value = 1;
  }
  let end = at;
  for (; end < characters.length && /\d/.test(characters[end] as string); end++) value = value * 10 + Number(characters[end]);
  return { value, end };
}
