/** Warnings about single containers (source: k8s.io/kubernetes/pkg/api/pod/warnings.go, 1.36). */
import { canonicalQuantity, isFraction } from '../../../api/quantity';
import type { Container } from './validation/containers';
import type { PodSpec } from './validation/pod-spec';

type Port = NonNullable<Container['ports']>[number];

/** The ports seen so far by number and protocol, with their fields. */
type Ports = Map<string, { readonly field: string; readonly port: Port }[]>;

/** An answer has room for so many at most; where each can be one about every other, no more are made. */
export const WARNINGS_MAX = 4096;

const BYTES = ['memory', 'ephemeral-storage'];

/** `lists` of amounts in `holder`, in which bytes are not to be divided. */
export function addFractionWarnings(holder: object | undefined, lists: readonly string[], at: string, warnings: string[]): void {
  for (const name of BYTES) {
    for (const list of lists) {
      const amount = (holder as Readonly<Record<string, Readonly<Record<string, string>> | undefined>> | undefined)?.[list]?.[name];
      if (amount === undefined || !isFraction(amount)) continue;
      warnings.push(`${at}.${list}[${name}]: fractional byte value "${canonicalQuantity(amount)}" is invalid, must be an integer`);
    }
  }
}

export function addContainerWarnings(container: Container, at: string, warnings: string[]): void {
  addFractionWarnings(container.resources, ['limits', 'requests'], `${at}.resources`, warnings);
  const names = new Set<string>();
  for (const [index, { name = '', value = '', valueFrom }] of (container.env ?? []).entries()) {
    const reference = `$(${name})`;
    const extends_ = !valueFrom && value !== reference && value.includes(reference);
    if (names.has(name) && !extends_) {
      warnings.push(`${at}.env[${index}]: hides previous definition of ${JSON.stringify(name)}, which may be dropped when using apply`);
    }
    names.add(name);
  }
}

/** Ports of all containers of the pod: `seen` belongs to the pod. */
export function addPortWarnings({ ports }: Container, at: string, seen: Ports, warnings: string[]): void {
  for (const [index, port] of (ports ?? []).entries()) {
    const { name = '', containerPort = 0, hostPort = 0, hostIP = '', protocol = '' } = port;
    const field = `${at}.ports[${index}]`;
    if (hostIP !== '' && hostPort === 0) {
      const shown = `{Name:${name} HostPort:0 ContainerPort:${containerPort} Protocol:${protocol} HostIP:${hostIP}}`;
      warnings.push(`${field}: hostIP set without hostPort: ${shown}`);
    }
    const key = `${containerPort}/${protocol}`;
    let others = seen.get(key);
    if (!others) seen.set(key, (others = []));
    for (const other of others) {
      if (warnings.length > WARNINGS_MAX) return;
      const how = overlap(port, other.port);
      if (how) warnings.push(`${field}: ${how} port definition with ${other.field}`);
    }
    others.push({ field, port });
  }
}

/** Services and probes know a port by its name, of which one port only can be meant. */
export function addPortNameWarnings(spec: PodSpec, field: string, warnings: string[]): void {
  const first = new Map<string, string>();
  for (const list of ['initContainers', 'containers'] as const) {
    for (const [index, { ports }] of (spec[list] ?? []).entries()) {
      const own = new Map<string, string>();
      for (const [position, { name = '' }] of (ports ?? []).entries()) {
        if (name === '') continue;
        const at = `${field}.${list}[${index}].ports[${position}]`;
        const other = first.get(name);
        if (other) {
          const meant = `services and probes that select ports by name will use ${other}`;
          warnings.push(`${at}: duplicate port name ${JSON.stringify(name)} with ${other}, ${meant}`);
        } else if (!own.has(name)) own.set(name, at);
      }
      for (const [name, at] of own) first.set(name, at);
    }
  }
}

/** Ports of equal number and protocol still differ by the host's address or port. */
function overlap(a: Port, b: Port): 'duplicate' | 'overlapping' | undefined {
  const [hostPort, otherPort] = [a.hostPort ?? 0, b.hostPort ?? 0];
  const [hostIp, otherIp] = [a.hostIP ?? '', b.hostIP ?? ''];
  if (hostIp === otherIp && hostPort === otherPort) return 'duplicate';
  if (hostPort === 0 || otherPort === 0) return 'overlapping';
  return hostPort === otherPort && (hostIp === '' || otherIp === '') ? 'overlapping' : undefined;
}
