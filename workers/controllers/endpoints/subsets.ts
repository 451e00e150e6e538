/** Endpoints' subsets from pods, packed as upstream packs them (source: k8s.io/kubernetes/pkg/api/v1/endpoints/util.go, 1.36). */
import type { Endpoints } from '../../resources/core/endpoints/types';
import type { Pod } from '../../resources/core/pods/types';
import type { Service } from '../../resources/core/services/types';
import { fnv128a } from '../../lib/fnv128';
import { isPodReady } from '../pod-status';
import { belongsInEndpoints, hostnameIn, targetPorts } from '../service-pods';
import type { TargetPort } from '../service-pods';

export type Subset = NonNullable<Endpoints['subsets']>[number];
type Address = NonNullable<Subset['addresses']>[number];
type Port = NonNullable<Subset['ports']>[number];

interface Member {
  readonly address: Address;
  readonly ready: boolean;
}

/** The subsets of a service over these pods: addresses with the same ports share a subset; all in a fixed order. */
export function subsetsOf(service: Service, pods: readonly Pod[]): Subset[] {
  const publishAll = service.spec?.publishNotReadyAddresses === true;
  const byPort = new Map<string, { readonly port: Port | undefined; readonly members: Map<string, Member> }>();
  const add = (port: Port | undefined, member: Member): void => {
    const key = JSON.stringify(port ?? null);
    let entry = byPort.get(key);
    if (!entry) byPort.set(key, (entry = { port, members: new Map() }));
    entry.members.set(`${member.address.ip} ${member.address.targetRef?.uid}`, member);
  };
  for (const pod of pods) {
    if (!belongsInEndpoints(pod, publishAll)) continue;
    const address = addressOf(service, pod);
    if (!address) continue;
    const member = { address, ready: publishAll || isPodReady(pod) };
    if (!service.spec?.ports?.length) {
      if (service.spec?.clusterIP === 'None') add(undefined, member);
      continue;
    }
    for (const port of targetPorts(service, pod)) add(endpointPort(port), member);
  }
  return pack([...byPort.values()]);
}

/** Ports with the same members become one subset. */
function pack(entries: readonly { readonly port: Port | undefined; readonly members: ReadonlyMap<string, Member> }[]): Subset[] {
  const groups = new Map<string, { readonly ports: Port[]; readonly members: readonly Member[] }>();
  for (const { port, members } of entries) {
    const sorted = [...members].sort(([a], [b]) => (a < b ? -1 : 1));
    const key = sorted.map(([name, { ready }]) => `${name} ${ready}`).join('\n');
    let group = groups.get(key);
    if (!group)
      groups.set(
        key,
        (group = { ports: [], members: sorted.map(([, member]) => member).sort((a, b) => compareIPs(a.address.ip, b.address.ip)) }),
      );
    if (port) group.ports.push(port);
  }
  const subsets = [...groups.values()].map(({ ports, members }) => {
    const addresses = members.filter((member) => member.ready).map((member) => member.address);
    const notReadyAddresses = members.filter((member) => !member.ready).map((member) => member.address);
    return {
      ...(addresses.length ? { addresses } : {}),
      ...(notReadyAddresses.length ? { notReadyAddresses } : {}),
      ...(ports.length ? { ports: [...ports].sort((a, b) => (portHash(a) < portHash(b) ? -1 : 1)) } : {}),
    };
  });
  const order = (subset: Subset): string =>
    (subset.ports ?? []).map(portHash).join() + JSON.stringify(subset.addresses ?? subset.notReadyAddresses);
  return subsets.length < 2 ? subsets : subsets.sort((a, b) => (order(a) < order(b) ? -1 : 1));
}

function addressOf(service: Service, pod: Pod): Address | undefined {
  const ip = podIP(service, pod);
  if (ip === undefined) return undefined;
  const hostname = hostnameIn(service, pod);
  const { name, namespace, uid } = pod.metadata;
  return {
    ip,
    ...(hostname === undefined ? {} : { hostname }),
    ...(pod.spec?.nodeName ? { nodeName: pod.spec.nodeName } : {}),
    targetRef: {
      kind: 'Pod',
      ...(namespace === undefined ? {} : { namespace }),
      ...(name === undefined ? {} : { name }),
      ...(uid === undefined ? {} : { uid }),
    },
  };
}

/** The pod's address of the service's first family; a headless service without families takes the pod's own first. */
function podIP(service: Service, pod: Pod): string | undefined {
  const family = service.spec?.ipFamilies?.[0] ?? (service.spec?.clusterIP?.includes(':') ? 'IPv6' : undefined);
  const ips = pod.status?.podIPs?.map((one) => one.ip) ?? (pod.status?.podIP ? [pod.status.podIP] : []);
  return family === undefined ? ips[0] : ips.find((ip) => ip?.includes(':') === (family === 'IPv6'));
}

function endpointPort({ name, port, protocol, appProtocol }: TargetPort): Port {
  return { ...(name ? { name } : {}), port, protocol, ...(appProtocol === undefined ? {} : { appProtocol }) } as Port;
}

/** Upstream orders ports by the FNV hash of the Go struct's dump. */
function portHash(port: Port): string {
  const appProtocol = port.appProtocol === undefined ? '<nil>' : port.appProtocol;
  return fnv128a(
    `(v1.EndpointPort){Name:(string)${port.name ?? ''} Port:(int32)${port.port} Protocol:(v1.Protocol)${port.protocol ?? ''} AppProtocol:(*string)${appProtocol}}`,
  );
}

function compareIPs(a: string, b: string): number {
  const [left, right] = [ipKey(a), ipKey(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** IPv4 by its bytes; IPv6 as the text it is, which is enough for a fixed order. */
function ipKey(ip: string): string {
  return ip.includes(':')
    ? ip
    : ip
        .split('.')
        .map((part) => part.padStart(3, '0'))
        .join('.');
}
