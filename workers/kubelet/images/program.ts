/** How simulated programs behave: deterministic state machines that the container runtime runs in place of binaries. */

export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly port: number;
}

export interface HttpResponse {
  readonly code: number;
  readonly body: string;
  readonly latencyMs: number;
  /** For 3xx. */
  readonly location?: string;
}

/** What a program asks of another, or of itself, over the network. */
export interface NetRequest {
  /** Name or address. */
  readonly host: string;
  readonly port: number;
  readonly method: string;
  readonly path: string;
  readonly timeoutMs: number;
}

export type NetAnswer =
  | { readonly address: string; readonly response: HttpResponse; readonly error?: undefined }
  | { readonly address: string; readonly error: 'bad-address' | 'refused' | 'timeout' | 'unreachable' };

export interface ExecResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly durationMs: number;
}

/** What a program can do to the world; the runtime provides it. All of it is void once the program has exited. */
export interface ProgramHost {
  readonly argv: readonly string[];
  readonly env: ReadonlyMap<string, string>;
  readonly hostname: string;
  readonly podIP: string;
  readonly user: { readonly uid: number; readonly gid: number };
  readonly declaredPorts: readonly number[];
  /** The pod expects it to end by itself: an init container, or one that is not always restarted. */
  readonly runsToEnd: boolean;
  /** Memory limit in bytes; absent: none. */
  readonly memoryLimitBytes?: number;
  readonly files: FileSystem;
  /** DNS: the cluster IP of a service, or a name's other address. */
  lookup(name: string): string | undefined;
  nowMs(): number;
  fetch(request: NetRequest, done: (answer: NetAnswer) => void): void;
  /** The same at once, as far as the pod itself can answer. */
  fetchLocal(request: NetRequest): NetAnswer;
  readonly hasCurl: boolean;
  /** `background` sleeps do not keep "run until idle" waiting. */
  after(delayMs: number, callback: () => void, options?: { readonly background?: boolean }): void;
  /** One line; `partial` leaves it without a newline. */
  log(line: string, stream?: 'stdout' | 'stderr', partial?: boolean): void;
  exit(code: number, signal?: number): void;
  oomKill(): void;
  /** false: another process of the pod has the port. */
  listen(port: number): boolean;
}

/** A program that runs. What it leaves out has the usual behaviour of a process. */
export interface RunningProgram {
  /** A signal it handles; absent, or returning false: the kernel's default, which kills except where pid 1 ignores it. */
  signal?(signal: string): boolean;
  /** Answers on a port it listens on; absent: 200 and an empty body after 1 ms. */
  http?(request: HttpRequest): HttpResponse;
  /** gRPC health: SERVING? absent: no gRPC server. */
  grpcServing?(port: number): boolean;
}

/** Files of one container: its own and those of mounted volumes. */
export interface FileSystem {
  read(path: string): string | undefined;
  write(path: string, content: string, append?: boolean): boolean;
  remove(path: string): void;
  /** Makes a file of that many bytes whose content does not matter. */
  allocate(path: string, bytes: number): void;
  /** Names in a directory; undefined if there is none. */
  list(path: string): readonly string[] | undefined;
}

export interface ImageDefinition {
  /** Repository without registry and tag, "nginx"; or with tag, "web:1.1", which wins. */
  readonly name: string;
  readonly sizeBytes: number;
  readonly entrypoint?: readonly string[];
  readonly cmd?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** USER of the image: a uid, or a name. */
  readonly user?: string;
  readonly stopSignal?: string;
  readonly workingDir?: string;
  /** Nobody described it: any command exists in it and does what is hoped for. */
  readonly anyCommand?: boolean;
  readonly curl?: boolean;
  /** Has /bin/sh and busybox' applets. */
  readonly shell?: boolean;
  /** Runs the image's own binary: the first word of its entrypoint (or cmd). */
  readonly run?: (host: ProgramHost) => RunningProgram;
  /** Tags that do not exist. */
  readonly missingTags?: RegExp;
  /** false: only images named in a NodeSpec have it; a pull is answered with "not found". Default true. */
  readonly pullable?: boolean;
  /** Extra time of a pull. */
  readonly pullMs?: number;
  /** What the registry answers instead of the image. */
  readonly pullError?: { readonly message: string; readonly reason: 'ErrImagePull' | 'RegistryUnavailable'; readonly latencyMs?: number };
}
