import type { FileSystem } from '../program';

/** What a shell runs in. */
export interface ShellOptions {
  readonly env: ReadonlyMap<string, string>;
  readonly files: FileSystem;
  readonly hostname: string;
  lookup(name: string): string | undefined;
  readonly podIP: string;
  nowMs(): number;
  readonly user: { readonly uid: number; readonly gid: number };
  /** Command line of process 1. */
  readonly main: string;
  /** Sends a signal to process 1. */
  kill(signal: string): void;
  write(text: string, stream: 'stdout' | 'stderr'): void;
  /** $1, $2, ... */
  readonly positional: readonly string[];
  /** $0 */
  readonly name: string;
}

/** What a running shell yields. */
export interface Pause {
  readonly ms: number;
  /** A loop that does nothing but sleep `ms` at a time: wake it only for a signal. */
  readonly forever?: boolean;
}
