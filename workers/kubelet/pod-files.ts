/** Files the kubelet makes for every container. Sources: pkg/kubelet/kubelet_pods.go (hosts), network/dns/dns.go (resolv.conf), 1.36. */
import type { Pod } from '../resources/core/pods/types';
import { specOf } from './pod';

const CLUSTER_DNS = '10.96.0.10';
const CLUSTER_DOMAIN = 'cluster.local';
/** The node's own resolver. */
const NODE_DNS = { nameserver: '10.0.0.2', search: 'corp.example' };

export interface PodNames {
  /** What `hostname` prints. */
  readonly hostname: string;
  /** "h.sub.ns.svc.cluster.local", where the pod has a subdomain. */
  readonly fqdn: string | undefined;
}

export function podNames(pod: Pod, nodeName: string): PodNames {
  const { hostNetwork, hostname, subdomain, setHostnameAsFQDN } = specOf(pod);
  if (hostNetwork) return { hostname: nodeName, fqdn: undefined };
  const short = (hostname ?? pod.metadata.name ?? '').slice(0, 63).replace(/[-.]+$/, '');
  const fqdn = subdomain ? `${short}.${subdomain}.${pod.metadata.namespace}.svc.${CLUSTER_DOMAIN}` : undefined;
  return { hostname: setHostnameAsFQDN && fqdn ? fqdn : short, fqdn };
}

/** Paths without the leading slash. */
export function podFiles(pod: Pod, podIP: string, { hostname, fqdn }: PodNames): ReadonlyMap<string, string> {
  return new Map([
    ['etc/passwd', 'root:x:0:0:root:/root:/bin/sh\n'],
    ['etc/hostname', `${hostname}\n`],
    ['etc/hosts', hosts(pod, podIP, hostname, fqdn)],
    ['etc/resolv.conf', resolvConf(pod)],
  ]);
}

function hosts(pod: Pod, podIP: string, hostname: string, fqdn: string | undefined): string {
  const { hostNetwork, hostAliases = [] } = specOf(pod);
  const short = hostname.split('.')[0] ?? hostname;
  const own = hostNetwork
    ? `# Kubernetes-managed hosts file (host network).\n127.0.0.1 localhost\n127.0.0.1 ${hostname}\n`
    : '# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\nfe00::0\tip6-localnet\nfe00::0\tip6-mcastprefix\nfe00::1\tip6-allnodes\nfe00::2\tip6-allrouters\n' +
      `${podIP}\t${fqdn ? `${fqdn}\t${short}` : hostname}\n`;
  const aliases = hostAliases.map(({ ip, hostnames = [] }) => `${ip}\t${hostnames.join('\t')}\n`).join('');
  return aliases ? `${own}\n# Entries added by HostAliases.\n${aliases}` : own;
}

function resolvConf(pod: Pod): string {
  const { dnsPolicy = 'ClusterFirst', hostNetwork, dnsConfig } = specOf(pod);
  const cluster = dnsPolicy === 'ClusterFirstWithHostNet' || (dnsPolicy === 'ClusterFirst' && !hostNetwork);
  const base =
    dnsPolicy === 'None'
      ? { nameservers: [], searches: [], options: [] }
      : cluster
        ? {
            nameservers: [CLUSTER_DNS],
            searches: [`${pod.metadata.namespace}.svc.${CLUSTER_DOMAIN}`, `svc.${CLUSTER_DOMAIN}`, CLUSTER_DOMAIN, NODE_DNS.search],
            options: ['ndots:5'],
          }
        : { nameservers: [NODE_DNS.nameserver], searches: [NODE_DNS.search], options: [] };
  const nameservers = unique([...base.nameservers, ...(dnsConfig?.nameservers ?? [])]);
  const searches = unique([...base.searches, ...(dnsConfig?.searches ?? [])]);
  const options = new Map<string, string>();
  for (const option of base.options) options.set(option.split(':')[0] as string, option);
  for (const { name = '', value } of dnsConfig?.options ?? []) options.set(name, value === undefined ? name : `${name}:${value}`);
  return [
    ...(searches.length ? [`search ${searches.join(' ')}`] : []),
    ...nameservers.map((one) => `nameserver ${one}`),
    ...(options.size ? [`options ${[...options.values()].join(' ')}`] : []),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
