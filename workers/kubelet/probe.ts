/** One probe of one container: its outcome and when it is known. Texts follow pkg/probe and pkg/kubelet/prober (1.36). */
import type { ContainerSpec } from './pod';
import { execIn } from './runtime/exec';
import type { ContainerRuntime } from './runtime/container-runtime';
import type { Container } from './runtime/types';

export type ProbeSpec = NonNullable<ContainerSpec['livenessProbe']>;

export interface ProbeOutcome {
  readonly success: boolean;
  readonly warning?: boolean;
  readonly output: string;
  readonly afterMs: number;
}

const REDIRECTS_MAX = 10;

export function runProbe(
  runtime: ContainerRuntime,
  container: Container,
  spec: ContainerSpec,
  probe: ProbeSpec,
  podIP: string,
): ProbeOutcome {
  const timeoutMs = (probe.timeoutSeconds ?? 1) * 1000;
  if (probe.httpGet) return httpProbe(runtime, container, spec, probe.httpGet, podIP, timeoutMs);
  if (probe.tcpSocket) {
    const port = portNumber(spec, probe.tcpSocket.port);
    return listening(runtime, container, port)
      ? passed(0)
      : failed(`dial tcp ${probe.tcpSocket.host ?? podIP}:${port}: connect: connection refused`);
  }
  if (probe.exec) {
    const command = probe.exec.command ?? [];
    const { code, stdout, stderr, durationMs } = execIn(runtime, container, command);
    if (durationMs > timeoutMs)
      return {
        success: false,
        output: `command timed out: "${command.join(' ')}" timed out after ${timeoutMs / 1000}s`,
        afterMs: timeoutMs,
      };
    return { success: code === 0, output: `${stdout}${stderr}`, afterMs: durationMs };
  }
  if (probe.grpc) {
    const serving = listening(runtime, container, probe.grpc.port) ? container.program?.grpcServing?.(probe.grpc.port) : undefined;
    if (serving === true) return passed(1);
    if (serving === false) return { success: false, output: 'service unhealthy (responded with "NOT_SERVING")', afterMs: 1 };
    return {
      success: false,
      output: `timeout: failed to connect service "${podIP}:${probe.grpc.port}" within ${timeoutMs / 1000}s: context deadline exceeded`,
      afterMs: timeoutMs,
    };
  }
  return passed(0);
}

function httpProbe(
  runtime: ContainerRuntime,
  container: Container,
  spec: ContainerSpec,
  get: NonNullable<ProbeSpec['httpGet']>,
  podIP: string,
  timeoutMs: number,
): ProbeOutcome {
  const port = portNumber(spec, get.port);
  const scheme = (get.scheme ?? 'HTTP').toLowerCase();
  const host = `${get.host ?? podIP}:${port}`;
  let path = get.path ?? '/';
  if (!path.startsWith('/')) path = `/${path}`;
  const url = `Get "${scheme}://${host}${path}"`;
  if (!listening(runtime, container, port)) return failed(`${url}: dial tcp ${host}: connect: connection refused`);
  if (scheme === 'https') return failed(`${url}: http: server gave HTTP response to HTTPS client`);
  let afterMs = 0;
  for (let hops = 0; hops < REDIRECTS_MAX; hops++) {
    const response = runtime.request(container.podUid, { method: 'GET', path, port });
    if (!response) return failed(`${url}: dial tcp ${host}: connect: connection refused`);
    afterMs += response.latencyMs;
    if (afterMs > timeoutMs)
      return {
        success: false,
        output: `${url}: context deadline exceeded (Client.Timeout exceeded while awaiting headers)`,
        afterMs: timeoutMs,
      };
    const { code, location } = response;
    if (code >= 300 && code < 400 && location?.startsWith('/')) {
      path = location;
      continue;
    }
    if (code >= 300 && code < 400 && location)
      return { success: true, warning: true, output: `Probe terminated redirects, Response body: ${response.body}`, afterMs };
    return code >= 200 && code < 400
      ? { success: true, output: response.body, afterMs }
      : { success: false, output: `HTTP probe failed with statuscode: ${code}`, afterMs };
  }
  return { success: false, output: `${url}: stopped after ${REDIRECTS_MAX} redirects`, afterMs };
}

function listening(runtime: ContainerRuntime, container: Container, port: number): boolean {
  return runtime.listener(container.podUid, port) !== undefined;
}

/** A port number, or the number of the container's port with that name. */
export function portNumber(spec: ContainerSpec, port: string | number): number {
  if (typeof port === 'number') return port;
  return spec.ports?.find((one) => one.name === port)?.containerPort ?? Number(port);
}

function passed(afterMs: number): ProbeOutcome {
  return { success: true, output: '', afterMs };
}

function failed(output: string): ProbeOutcome {
  return { success: false, output, afterMs: 0 };
}
