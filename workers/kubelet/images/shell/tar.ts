/** busybox' tar: ustar archives of a container's files, for people and for `kubectl cp`. */
import { EPOCH_MS } from '../../../api/time';
import { decodeUtf8, encodeUtf8 } from '../../../lib/utf8';
import type { AppletContext, AppletResult } from './applets';

const BLOCK_BYTES = 512;
/** Where the fields of a header begin, and how long they are. */
const NAME_BYTES = 100;
const [SIZE_AT, SIZE_BYTES] = [124, 12];
const [CHECKSUM_AT, CHECKSUM_BYTES] = [148, 8];
const TYPE_AT = 156;
const [PREFIX_AT, PREFIX_BYTES] = [345, 155];
const DIRECTORY = '5';

interface Order {
  readonly mode: 'c' | 'x' | 't' | undefined;
  readonly verbose: boolean;
  /** "-": standard input or output. */
  readonly archive: string;
  readonly directory: string;
  readonly names: readonly string[];
}

export function tar(context: AppletContext): AppletResult {
  const order = readArguments(context);
  switch (order.mode) {
    case 'c':
      return create(context, order);
    case 'x':
    case 't':
      return extract(context, order);
    default:
      return { code: 1, err: 'tar: must specify one of -c, -x or -t\n' };
  }
}

function readArguments({ args, directory }: AppletContext): Order {
  const values: Record<string, string> = {};
  const names: string[] = [];
  const rest = [...args];
  for (let first = true; rest.length > 0; first = false) {
    const word = rest.shift() as string;
    if (word.startsWith('--')) continue;
    if (!word.startsWith('-') && !first) names.push(word);
    else for (const flag of word.replace(/^-/, '')) values[flag] = 'fC'.includes(flag) ? (rest.shift() ?? '') : flag;
  }
  const mode = (['c', 'x', 't'] as const).find((one) => values[one] !== undefined);
  return { mode, verbose: values['v'] !== undefined, archive: values['f'] ?? '-', directory: values['C'] ?? directory, names };
}

function create({ files, path, nowMs }: AppletContext, { archive, directory, names, verbose }: Order): AppletResult {
  let text = '';
  let listed = '';
  let err = '';
  let missing = false;
  const add = (place: string, name: string): void => {
    const content = files.read(place);
    const inside = content === undefined ? files.list(place) : undefined;
    if (content === undefined && inside === undefined) {
      err += `tar: ${name}: No such file or directory\n`;
      missing = true;
      return;
    }
    const bytes = content === undefined ? 0 : encodeUtf8(content).length;
    const member = name.replace(/^\/+/, '');
    if (member !== name && !err.includes('removing leading')) err += "tar: removing leading '/' from member names\n";
    text += header(inside ? `${member.replace(/\/*$/, '')}/` : member, inside ? DIRECTORY : '0', bytes, nowMs);
    text += `${content ?? ''}${'\0'.repeat(padding(bytes))}`;
    listed += `${member}\n`;
    for (const one of inside ?? []) add(`${place}/${one}`, `${name.replace(/\/*$/, '')}/${one}`);
  };
  for (const name of names) add(path(name.startsWith('/') ? name : `${directory}/${name}`), name);
  if (missing) err += 'tar: error exit delayed from previous errors\n';
  text += '\0'.repeat(2 * BLOCK_BYTES);
  if (archive !== '-') files.write(path(archive), text);
  return { code: missing ? 1 : 0, out: archive === '-' ? text : verbose ? listed : '', err };
}

function header(name: string, type: string, bytes: number, nowMs: number): string {
  const slash = name.length > NAME_BYTES ? name.indexOf('/', name.length - NAME_BYTES - 1) : -1;
  const [prefix, short] = slash > 0 ? [name.slice(0, slash), name.slice(slash + 1)] : ['', name];
  const octal = (value: number, width: number) => `${value.toString(8).padStart(width - 1, '0')}\0`;
  const field = (text: string, width: number) => text.slice(0, width).padEnd(width, '\0');
  const fields = (checksum: string) =>
    [
      field(short, NAME_BYTES),
      octal(type === DIRECTORY ? 0o755 : 0o644, 8),
      octal(0, 8),
      octal(0, 8),
      octal(bytes, SIZE_BYTES),
      octal(Math.floor((EPOCH_MS + nowMs) / 1000), 12),
      checksum,
      type,
      field('', NAME_BYTES),
      'ustar\x0000',
      field('root', 32),
      field('root', 32),
      octal(0, 8),
      octal(0, 8),
      field(prefix, PREFIX_BYTES),
    ].join('');
  const sum = encodeUtf8(fields(' '.repeat(CHECKSUM_BYTES))).reduce((total, byte) => total + byte, 0);
  return fields(`${sum.toString(8).padStart(6, '0')}\0 `).padEnd(BLOCK_BYTES, '\0');
}

function padding(bytes: number): number {
  return (BLOCK_BYTES - (bytes % BLOCK_BYTES)) % BLOCK_BYTES;
}

function extract({ files, path, stdin }: AppletContext, { mode, archive, directory, names, verbose }: Order): AppletResult {
  const text = archive === '-' ? stdin : files.read(path(archive));
  if (text === undefined) return { code: 1, err: `tar: can't open '${archive}': No such file or directory\n` };
  const bytes = encodeUtf8(text);
  let out = '';
  let err = '';
  for (let at = 0; at + BLOCK_BYTES <= bytes.length && bytes[at] !== 0;) {
    const head = bytes.subarray(at, at + BLOCK_BYTES);
    if (!isHeader(head)) return { code: 1, out, err: 'tar: invalid tar magic\n' };
    const prefix = fieldOf(head, PREFIX_AT, PREFIX_BYTES);
    const name = `${prefix ? `${prefix}/` : ''}${fieldOf(head, 0, NAME_BYTES)}`;
    const size = Number.parseInt(fieldOf(head, SIZE_AT, SIZE_BYTES), 8) || 0;
    const content = bytes.subarray(at + BLOCK_BYTES, at + BLOCK_BYTES + size);
    at += BLOCK_BYTES + size + padding(size);
    if (names.length > 0 && !names.some((one) => name === one || name.startsWith(`${one.replace(/\/*$/, '')}/`))) continue;
    if (mode === 't' || verbose) out += `${name}\n`;
    // A directory has no entry of its own: it is there while files are in it.
    const type = String.fromCharCode(head[TYPE_AT] ?? 0);
    if (mode === 'x' && (type === '0' || type === '\0') && !files.write(path(`${directory}/${name}`), decodeUtf8(content)))
      err += `tar: can't open '${name}': Read-only file system\n`;
  }
  return { code: err ? 1 : 0, out, err };
}

function isHeader(head: Uint8Array): boolean {
  const sum = head.reduce((total, byte, at) => total + (at >= CHECKSUM_AT && at < CHECKSUM_AT + CHECKSUM_BYTES ? 32 : byte), 0);
  return Number.parseInt(fieldOf(head, CHECKSUM_AT, CHECKSUM_BYTES), 8) === sum;
}

function fieldOf(head: Uint8Array, at: number, length: number): string {
  const field = head.subarray(at, at + length);
  const end = field.indexOf(0);
  return decodeUtf8(end < 0 ? field : field.subarray(0, end)).trim();
}
