/** Host ports a pod takes on its node (source: kube-scheduler framework/types.go HostPortInfo, 1.36). */
import type { Pod } from '../../resources/core/pods/types';

export interface HostPort {
  readonly ip: string;
  readonly protocol: string;
  readonly port: number;
}

const ANY_IP = '0.0.0.0';

/** Of containers and sidecars; init containers' ports don't count. */
export function hostPortsOf(pod: Pod): HostPort[] {
  const sidecars = (pod.spec?.initContainers ?? []).filter((container) => container.restartPolicy === 'Always');
  return [...sidecars, ...(pod.spec?.containers ?? [])].flatMap((container) =>
    (container.ports ?? [])
      .filter(({ hostPort }) => hostPort !== undefined && hostPort > 0)
      .map(({ hostIP, protocol, hostPort }) => ({ ip: hostIP || ANY_IP, protocol: protocol || 'TCP', port: hostPort as number })),
  );
}

/** Ports in use on a node. As in the original a set: of two pods on the same port (one bound there by hand) either one frees it. */
export class UsedPorts {
  private readonly ports: Map<string, HostPort>;

  constructor(from?: UsedPorts) {
    this.ports = new Map(from?.ports);
  }

  clone(): UsedPorts {
    return new UsedPorts(this);
  }

  add(port: HostPort): void {
    this.ports.set(keyOf(port), port);
  }

  remove(port: HostPort): void {
    this.ports.delete(keyOf(port));
  }

  conflictsWith(port: HostPort): boolean {
    for (const used of this.ports.values()) if (portsConflict(used, port)) return true;
    return false;
  }
}

/** The same port and protocol on the same address; 0.0.0.0 is every address. */
export function portsConflict(a: HostPort, b: HostPort): boolean {
  return a.port === b.port && a.protocol === b.protocol && (a.ip === b.ip || a.ip === ANY_IP || b.ip === ANY_IP);
}

function keyOf({ ip, protocol, port }: HostPort): string {
  return `${ip}/${protocol}/${port}`;
}
