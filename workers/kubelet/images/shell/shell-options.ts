import type { FileSystem, NetAnswer, NetRequest } from '../program';

/** What a shell runs in. */
export interface ShellOptions {
  readonly env: ReadonlyMap<string, string>;
  readonly files: FileSystem;
  readonly hostname: string;
  lookup(name: string): string | undefined;
  readonly podIP: string;
  nowMs(): number;
  readonly user: { readonly uid: number; readonly gid: number };
  /** The pod's own answer to a request, where nothing can be waited for. */
  fetchLocal(request: NetRequest): NetAnswer;
  readonly hasCurl: boolean;
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
  /** Go on with this request's answer. */
  readonly fetch?: NetRequest;
  readonly ms: number;
  /** A loop that does nothing but sleep `ms` at a time: wake it only for a signal. */
  readonly forever?: boolean;
}
