/** Starts the program of a container: the image's own, a shell's applet, or the error of exec. */
import type { ProgramHost, RunningProgram } from '../images/program';
import { server } from '../images/server';
import { isApplet, runsUnknown, shellProgram } from '../images/shell/program';
import type { ContainerRuntime } from './container-runtime';
import { hasCurl } from './exec';
import type { Container } from './types';

/** Lines kept per container. */
const LOG_LINES_MAX = 1000;
const TERMINATION_MESSAGE_BYTES_MAX = 4096;
const FALLBACK_BYTES_MAX = 2048;
const FALLBACK_LINES_MAX = 80;
const OCI_ERROR =
  'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process';

/** Marks the container running, or returns the runtime's error. */
export function startProgram(runtime: ContainerRuntime, container: Container, podIP: string): string | undefined {
  const host = programHost(runtime, container, podIP);
  const run = resolve(container);
  if (typeof run === 'string') return `${OCI_ERROR}: ${run}`;
  container.state = 'running';
  container.startedAtMs = runtime.now();
  const program = run(host);
  // A program may exit before it returns.
  if ((container.state as string) === 'running') container.program = program;
  return undefined;
}

function resolve(container: Container): ((host: ProgramHost) => RunningProgram) | string {
  const { definition, config, files } = container;
  if (config.workingDir && files.read(config.workingDir) !== undefined)
    return `error during container init: mkdir ${config.workingDir}: not a directory`;
  const [binary] = config.argv;
  const own = definition.entrypoint?.[0] ?? definition.cmd?.[0];
  if (definition.run && binary === own) return definition.run;
  if (binary === undefined) return server;
  if (binary.startsWith('/') && files.read(binary) !== undefined) return `exec: "${binary}": permission denied`;
  // A script that starts a program of the image's own is that program.
  if (definition.anyCommand && definition.run && runsUnknown(config.argv)) return definition.run;
  if (definition.shell && isApplet(binary)) return shellProgram;
  if (definition.anyCommand && definition.run) return definition.run;
  // A name that the image's entrypoint script would start, such as "nginx".
  if (definition.run && definition.cmd?.[0] === binary) return definition.run;
  return binary.startsWith('/')
    ? `exec: "${binary}": stat ${binary}: no such file or directory`
    : `exec: "${binary}": executable file not found in $PATH`;
}

/** Source: pkg/kubelet/kuberuntime/kuberuntime_container.go, getTerminationMessage (1.36). */
function terminationMessage({ config, files, logs }: Container, exitCode: number): string {
  const text = (files.read(config.terminationMessagePath) ?? '').slice(0, TERMINATION_MESSAGE_BYTES_MAX);
  if (text || exitCode === 0 || !config.messageFromLogs) return text;
  const end = logs.slice(-FALLBACK_LINES_MAX).map((line) => (line.partial ? line.text : `${line.text}\n`));
  return end.join('').slice(-FALLBACK_BYTES_MAX);
}

function programHost(runtime: ContainerRuntime, container: Container, podIP: string): ProgramHost {
  const { config } = container;
  const alive = (): boolean => container.state === 'running';
  return {
    argv: config.argv,
    env: config.env,
    hostname: config.hostname,
    lookup: (name) => runtime.lookup(name, runtime.pod(container.podUid)?.namespace ?? ''),
    podIP,
    user: config.user,
    declaredPorts: config.ports,
    runsToEnd: config.runsToEnd,
    ...(config.memoryLimitBytes === undefined ? {} : { memoryLimitBytes: config.memoryLimitBytes }),
    files: container.files,
    nowMs: runtime.now,
    hasCurl: hasCurl(container),
    fetchLocal: (request) => runtime.fetchLocal(container.podUid, request),
    fetch: (request, done) =>
      runtime.fetch(container.podUid, request, (answer) => {
        if (alive()) done(answer);
      }),
    after: (delayMs, callback, options) => {
      runtime.timers.at(
        runtime.now() + Math.max(0, Math.ceil(delayMs)),
        () => {
          if (alive()) callback();
        },
        options ?? {},
      );
    },
    log: (text, stream = 'stdout', partial = false) => {
      if (!alive()) return;
      const line = { atMs: runtime.now(), stream, text, ...(partial ? { partial: true } : {}) };
      container.logs.push(line);
      for (const listener of container.onLog) listener(line);
      if (container.logs.length > LOG_LINES_MAX) container.logs.shift();
    },
    exit: (code) => {
      if (!alive()) return;
      container.message = terminationMessage(container, code);
      runtime.exited(container, code & 0xff);
    },
    oomKill: () => runtime.exited(container, 137, 9, 'OOMKilled'),
    listen: (port) => {
      if (runtime.listener(container.podUid, port)) return false;
      container.listening.add(port);
      return true;
    },
  };
}
