/** /healthz, /livez, /readyz and their single checks (source: k8s.io/apiserver/pkg/server/healthz, 1.36). */
import type { HttpReply } from '../http';

/** What a start of upstream's server goes through, in the order it is listed; here all of it is over before the first request. */
const HOOKS = [
  ...[
    'start-apiserver-admission-initializer',
    'generic-apiserver-start-informers',
    'priority-and-fairness-config-consumer',
    'priority-and-fairness-filter',
    'storage-object-count-tracker-hook',
    'start-apiextensions-informers',
    'start-apiextensions-controllers',
    'crd-informer-synced',
    'start-system-namespaces-controller',
    'peer-endpoint-reconciler-controller',
    'start-cluster-authentication-info-controller',
    'start-kube-apiserver-identity-lease-controller',
    'start-kube-apiserver-identity-lease-garbage-collector',
    'storage-readiness',
    'start-legacy-token-tracking-controller',
    'start-service-ip-repair-controllers',
    'rbac/bootstrap-roles',
    'scheduling/bootstrap-system-priority-classes',
    'priority-and-fairness-config-producer',
    'bootstrap-controller',
    'start-kubernetes-service-cidr-controller',
    'start-kube-aggregator-informers',
    'apiservice-status-local-available-controller',
    'apiservice-status-remote-available-controller',
    'apiservice-registration-controller',
    'apiservice-discovery-controller',
    'kube-apiserver-autoregistration',
  ].map((name) => `poststarthook/${name}`),
  'autoregister-completion',
  'poststarthook/apiservice-openapi-controller',
  'poststarthook/apiservice-openapiv3-controller',
];
const ALIVE = ['ping', 'log', 'loopback-serving-certificate', 'etcd', ...HOOKS];
const CHECKS: Readonly<Record<string, readonly string[]>> = {
  healthz: ALIVE,
  livez: ALIVE,
  readyz: ['ping', 'log', 'etcd', 'etcd-readiness', 'informer-sync', ...HOOKS, 'shutdown'],
};

/** Every check has a path of its own. */
export function healthPaths(): readonly string[] {
  return Object.entries(CHECKS).flatMap(([name, checks]) => [`/${name}`, ...checks.map((check) => `/${name}/${check}`)]);
}

/** `query` is what stands behind the question mark. The simulated server is healthy whenever it answers. */
export function health(path: string, query: string): HttpReply | undefined {
  const [name = '', ...rest] = path.slice(1).split('/');
  const checks = Object.hasOwn(CHECKS, name) ? CHECKS[name] : undefined;
  if (!checks) return undefined;
  if (rest.length > 0) return checks.includes(rest.join('/')) ? text(200, 'ok') : text(404, '404 page not found\n');
  const parameters = query.split('&').map((part) => part.split('=', 2));
  if (!parameters.some(([key]) => key === 'verbose')) return text(200, 'ok');
  const excluded = new Set(parameters.filter(([key]) => key === 'exclude').map(([, value = '']) => value));
  const lines = checks.map((check) => `[+]${check} ${excluded.delete(check) ? 'excluded: ' : ''}ok`);
  const unknown = [...excluded]
    .toSorted()
    .map((check) => JSON.stringify(check))
    .join(',');
  if (unknown) lines.push(`warn: some health checks cannot be excluded: no matches for ${unknown}`);
  return text(200, `${lines.join('\n')}\n${name} check passed\n`);
}

function text(code: number, body: string): HttpReply {
  return { code, contentType: 'text/plain; charset=utf-8', body };
}
