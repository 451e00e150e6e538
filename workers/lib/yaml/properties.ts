/** Directives, anchors and tags (source: go.yaml.in/yaml/v2 scannerc.go). */
import { isBlank, isBreakOrEnd, isSpaceOrEnd, isWord } from './cursor';
import type { Cursor, Mark } from './cursor';

export type Directive =
  | { readonly type: 'version'; readonly version: string }
  | { readonly type: 'tag'; readonly handle: string; readonly prefix: string };

const URI = /^[\w;/?:@&=+$.,!~*'()[\]-]$/;
const VERSION_DIGITS_MAX = 2;

export function directive(cursor: Cursor): Directive {
  cursor.skip();
  const name = word(cursor);
  if (name === '') throw cursor.fault('could not find expected directive name');
  if (!isSpaceOrEnd(cursor.at())) throw cursor.fault('found unexpected non-alphabetical character');
  let found: Directive;
  if (name === 'YAML') {
    skipBlanks(cursor);
    const major = versionNumber(cursor);
    if (cursor.at() !== '.') throw cursor.fault("did not find expected digit or '.' character");
    cursor.skip();
    found = { type: 'version', version: `${major}.${versionNumber(cursor)}` };
  } else if (name === 'TAG') {
    skipBlanks(cursor);
    const handle = tagHandle(cursor, true);
    if (!isBlank(cursor.at())) throw cursor.fault('did not find expected whitespace');
    skipBlanks(cursor);
    const prefix = tagUri(cursor, '');
    if (!isSpaceOrEnd(cursor.at())) throw cursor.fault('did not find expected whitespace or line break');
    found = { type: 'tag', handle, prefix };
  } else {
    throw cursor.fault('found unknown directive name');
  }
  skipBlanks(cursor);
  if (cursor.at() === '#') while (!isBreakOrEnd(cursor.at())) cursor.skip();
  if (!isBreakOrEnd(cursor.at())) throw cursor.fault('did not find expected comment or line break');
  cursor.takeBreak();
  return found;
}

/** The name behind "&" or "*". */
export function anchorName(cursor: Cursor): string {
  cursor.skip();
  const name = word(cursor);
  if (name === '' || !(isSpaceOrEnd(cursor.at()) || '?:,]}%@`'.includes(cursor.at()))) {
    throw cursor.fault('did not find expected alphabetic or numeric character');
  }
  return name;
}

export interface Tag {
  readonly handle: string;
  readonly suffix: string;
  readonly mark: Mark;
}

export function tag(cursor: Cursor): Tag {
  const { mark } = cursor;
  let [handle, suffix] = ['', ''];
  if (cursor.at(1) === '<') {
    cursor.skip(2);
    suffix = tagUri(cursor, '');
    if (cursor.at() !== '>') throw cursor.fault("did not find the expected '>'");
    cursor.skip();
  } else {
    handle = tagHandle(cursor, false);
    if (handle.length > 1 && handle.endsWith('!')) {
      suffix = tagUri(cursor, '');
    } else {
      suffix = tagUri(cursor, handle);
      handle = suffix === '' ? '' : '!';
      if (handle === '') suffix = '!';
    }
  }
  if (!isSpaceOrEnd(cursor.at())) throw cursor.fault('did not find expected whitespace or line break');
  return { handle, suffix, mark };
}

function tagHandle(cursor: Cursor, inDirective: boolean): string {
  if (cursor.at() !== '!') throw cursor.fault("did not find expected '!'");
  const handle = cursor.take() + word(cursor);
  if (cursor.at() === '!') return handle + cursor.take();
  if (inDirective && handle !== '!') throw cursor.fault("did not find expected '!'");
  return handle;
}

/** `head` is what was taken for a handle and is none. */
function tagUri(cursor: Cursor, head: string): string {
  let uri = head.slice(1);
  while (URI.test(cursor.at()) || cursor.at() === '%') uri += cursor.at() === '%' ? octet(cursor) : cursor.take();
  if (uri === '' && head === '') throw cursor.fault('did not find expected tag URI');
  return uri;
}

function octet(cursor: Cursor): string {
  const digits = cursor.at(1) + cursor.at(2);
  if (!/^[\da-fA-F]{2}$/.test(digits)) throw cursor.fault('did not find URI escaped octet');
  cursor.skip(3);
  return String.fromCharCode(Number.parseInt(digits, 16));
}

function versionNumber(cursor: Cursor): number {
  let digits = '';
  while (/^\d$/.test(cursor.at())) {
    digits += cursor.take();
    if (digits.length > VERSION_DIGITS_MAX) throw cursor.fault('found extremely long version number');
  }
  if (digits === '') throw cursor.fault('did not find expected version number');
  return Number(digits);
}

function word(cursor: Cursor): string {
  let found = '';
  while (isWord(cursor.at())) found += cursor.take();
  return found;
}

function skipBlanks(cursor: Cursor): void {
  while (isBlank(cursor.at())) cursor.skip();
}
