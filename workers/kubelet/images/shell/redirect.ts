import type { FileSystem } from '../program';
import type { Redirection } from './parse';

/** Where a command reads and writes. */
export interface Streams {
  out(text: string): void;
  err(text: string): void;
  readonly stdin: string;
}

/** The streams after all redirections; undefined when a file cannot be written, which `streams.err` was told. */
export function redirect(
  redirections: readonly Redirection[],
  streams: Streams,
  files: FileSystem,
  pathOf: (word: string) => string,
): Streams | undefined {
  let redirected = streams;
  for (const { fd, op, target } of redirections) {
    if (op === '>&') {
      redirected = fd === 2 ? { ...redirected, err: redirected.out } : { ...redirected, out: redirected.err };
      continue;
    }
    const path = pathOf(target);
    if (op === '<') {
      redirected = { ...redirected, stdin: files.read(path) ?? '' };
      continue;
    }
    const device = /^\/dev\/(null|stdout|stderr)$/.exec(path)?.[1];
    if (op === '>' && !device && !files.write(path, '')) {
      streams.err(`sh: can't create ${path}: Read-only file system\n`);
      return undefined;
    }
    const write =
      device === 'null'
        ? () => {}
        : device === 'stderr'
          ? streams.err
          : device === 'stdout'
            ? streams.out
            : (text: string) => void files.write(path, text, true);
    redirected = fd === 2 ? { ...redirected, err: write } : { ...redirected, out: write };
  }
  return redirected;
}
