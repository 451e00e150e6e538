/** Environment variables that describe services. Source: pkg/kubelet/envvars/envvars.go (1.36). */
import type { Informer } from '../client/informer';
import type { Service } from '../resources/core/services/types';

const MASTER = { namespace: 'default', name: 'kubernetes' };
const INDEX = 'namespace';

/** Of the services in `namespace` if `links`, and always of default/kubernetes, which loses against one of the same name. */
export function serviceEnvironment(services: Informer<Service>, namespace: string, links: boolean): ReadonlyMap<string, string> {
  services.addIndex(INDEX, (service) => [service.metadata.namespace ?? '']);
  const env = new Map<string, string>();
  const master = services.get(`${MASTER.namespace}/${MASTER.name}`);
  if (master) addService(env, master);
  if (links) for (const service of services.byIndex(INDEX, namespace)) addService(env, service);
  return env;
}

function addService(env: Map<string, string>, service: Service): void {
  const { clusterIP, ports = [] } = (service.spec ?? {}) as {
    clusterIP?: string;
    ports?: readonly { name?: string; port: number; protocol?: string }[];
  };
  const [first] = ports;
  if (!clusterIP || clusterIP === 'None' || !first) return;
  const prefix = variable(service.metadata.name ?? '');
  env.set(`${prefix}_SERVICE_HOST`, clusterIP);
  env.set(`${prefix}_SERVICE_PORT`, String(first.port));
  for (const { name, port } of ports) if (name) env.set(`${prefix}_SERVICE_PORT_${variable(name)}`, String(port));
  ports.forEach(({ port, protocol = 'TCP' }, at) => {
    const url = `${protocol.toLowerCase()}://${clusterIP}:${port}`;
    if (at === 0) env.set(`${prefix}_PORT`, url);
    const own = `${prefix}_PORT_${port}_${protocol.toUpperCase()}`;
    env.set(own, url);
    env.set(`${own}_PROTO`, protocol.toLowerCase());
    env.set(`${own}_PORT`, String(port));
    env.set(`${own}_ADDR`, clusterIP);
  });
}

function variable(name: string): string {
  return name.toUpperCase().replaceAll('-', '_');
}
