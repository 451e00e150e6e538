import type { ExecResult } from '../images/program';
import { execInShell } from '../images/shell/program';
import type { ShellOptions } from '../images/shell/shell-options';
import type { ContainerRuntime } from './container-runtime';
import type { Container } from './types';

/** Runs a probe's or hook's command in a running container at once; its changes to files are kept. */
export function execIn(runtime: ContainerRuntime, container: Container, argv: readonly string[]): ExecResult {
  const result = container.definition.shell ? execInShell(execOptions(runtime, container), argv) : undefined;
  if (result && !(container.definition.anyCommand && result.code === 127)) return result;
  if (container.definition.run && (container.definition.anyCommand || result === undefined))
    return { code: 0, stdout: '', stderr: '', durationMs: 0 };
  return { code: 127, stdout: '', stderr: notFoundMessage(argv[0] ?? ''), durationMs: 0 };
}

export function notFoundMessage(binary: string): string {
  return `OCI runtime exec failed: exec failed: unable to start container process: exec: "${binary}": executable file not found in $PATH`;
}

/** Images that nobody described have whatever is asked of them. */
export function hasCurl({ definition }: Container): boolean {
  return definition.curl === true || definition.anyCommand === true;
}

/** What a shell sees that is started beside the container's main process. */
export function execOptions(runtime: ContainerRuntime, container: Container): Omit<ShellOptions, 'write' | 'positional' | 'name'> {
  const { config, files, podUid } = container;
  return {
    env: config.env,
    files,
    hostname: config.hostname,
    lookup: (name) => runtime.lookup(name, runtime.pod(podUid)?.namespace ?? ''),
    podIP: runtime.pod(podUid)?.sandboxes.at(-1)?.ip ?? '',
    nowMs: runtime.now,
    user: config.user,
    main: config.argv.join(' '),
    fetchLocal: (request) => runtime.fetchLocal(podUid, request),
    hasCurl: hasCurl(container),
    kill: (signal) => runtime.signal(container, signal),
  };
}
