/** What the container runtime tells the kubelet (the roles of CRI's PodSandboxStatus and ContainerStatus). */
import type { ImageDefinition, RunningProgram } from '../images/program';
import type { ContainerFiles } from './files';

export type ContainerState = 'created' | 'running' | 'exited';

export interface LogLine {
  readonly atMs: number;
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
  /** No newline after it. */
  readonly partial?: boolean;
}

/** What the kubelet asks for. */
export interface ContainerConfig {
  readonly name: string;
  readonly image: string;
  readonly argv: readonly string[];
  readonly env: ReadonlyMap<string, string>;
  /** Declared, and those its probes ask for. */
  readonly ports: readonly number[];
  readonly runsToEnd: boolean;
  readonly mounts: readonly import('./files').Mount[];
  readonly workingDir?: string;
  readonly restartCount: number;
  /** Hash of the spec's parts whose change restarts the container. */
  readonly hash: string;
  readonly terminationMessagePath: string;
  /** A failed container without a message shows the end of its log. */
  readonly messageFromLogs: boolean;
  readonly memoryLimitBytes?: number;
  readonly stopSignal: string;
  readonly user: { readonly uid: number; readonly gid: number; readonly supplementalGroups: readonly number[] };
  /** Files of the container's own layer; asked for once, when something reads or writes there. */
  readonly baseFiles: () => ReadonlyMap<string, string>;
  readonly hostname: string;
}

export interface Container {
  readonly id: string;
  readonly podUid: string;
  readonly config: ContainerConfig;
  readonly imageId: string;
  readonly definition: ImageDefinition;
  readonly files: ContainerFiles;
  readonly createdAtMs: number;
  /** Order of creation on this machine. */
  readonly serial: number;
  state: ContainerState;
  startedAtMs: number | undefined;
  finishedAtMs: number | undefined;
  exitCode: number;
  signal: number | undefined;
  reason: string;
  message: string;
  program: RunningProgram | undefined;
  readonly listening: Set<number>;
  readonly logs: LogLine[];
  /** Called with every new line. */
  readonly onLog: ((line: LogLine) => void)[];
  /** Called once when it has exited. */
  readonly onExit: (() => void)[];
}

export interface Sandbox {
  readonly id: string;
  readonly ip: string;
  readonly createdAtMs: number;
  readonly attempt: number;
  ready: boolean;
}

/** A snapshot: safe to keep. */
export interface ContainerStatus {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly imageId: string;
  readonly state: ContainerState;
  readonly createdAtMs: number;
  readonly serial: number;
  readonly startedAtMs: number | undefined;
  readonly finishedAtMs: number | undefined;
  readonly exitCode: number;
  readonly signal: number | undefined;
  readonly reason: string;
  readonly message: string;
  readonly restartCount: number;
  readonly hash: string;
  readonly user: ContainerConfig['user'];
}

export interface PodRuntimeStatus {
  readonly sandboxes: readonly Readonly<Sandbox>[];
  /** Newest first. */
  readonly containers: readonly ContainerStatus[];
}
