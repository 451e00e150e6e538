import type { ExecResult } from '../images/program';
import { execInShell } from '../images/shell/program';
import type { ContainerRuntime } from './container-runtime';
import type { Container } from './types';

/** Runs a command in a running container; its changes to files are kept. */
export function execIn(runtime: ContainerRuntime, container: Container, argv: readonly string[]): ExecResult {
  const { config, files } = container;
  const podIP = runtime.pod(container.podUid)?.sandboxes.at(-1)?.ip ?? '';
  const result = container.definition.shell
    ? execInShell(
        {
          env: config.env,
          files,
          hostname: config.hostname,
          lookup: (name) => runtime.lookup(name, runtime.pod(container.podUid)?.namespace ?? ''),
          podIP,
          nowMs: runtime.now,
        },
        argv,
      )
    : undefined;
  if (result && !(container.definition.anyCommand && result.code === 127)) return result;
  if (container.definition.run && (container.definition.anyCommand || result === undefined))
    return { code: 0, stdout: '', stderr: '', durationMs: 0 };
  const message = `OCI runtime exec failed: exec failed: unable to start container process: exec: "${argv[0] ?? ''}": executable file not found in $PATH`;
  return { code: 127, stdout: '', stderr: message, durationMs: 0 };
}
