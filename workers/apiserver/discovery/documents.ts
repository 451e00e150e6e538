/** Everything that is served outside resources: discovery, version, health, OpenAPI. */
import type { HttpReply } from '../http';
import { aggregatedDiscovery } from '../http/negotiate';
import type { ResourceTable } from '../resource-table';
import { aggregated, coreVersions, group, groupList, groupVersions, resourceList } from './discovery';
import { health } from './health';
import { openApi } from './openapi';

const AGGREGATED_TYPE = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

/** Differs: upstream tells some hundred metrics of itself. */
const METRICS = `# TYPE kubernetes_build_info gauge\nkubernetes_build_info{git_version="v1.36.3",major="1",minor="36"} 1\n`;

/** undefined: not one of these paths. */
export function serveDocument(resources: ResourceTable, method: string, url: string, accept: string | undefined): HttpReply | undefined {
  const [path = '', query = ''] = url.split('?', 2);
  const healthy = health(path, query);
  if (healthy) return healthy;
  const parts = path.replace(/\/$/, '').split('/').slice(1);
  const document = discoveryDocument(resources, parts, accept) ?? openApi(resources, parts, accept);
  if (!document) return undefined;
  return method === 'GET' || document.code === 404
    ? document
    : { code: 405, contentType: 'text/plain; charset=utf-8', body: '405 Method Not Allowed\n' };
}

function discoveryDocument({ all }: ResourceTable, parts: readonly string[], accept: string | undefined): HttpReply | undefined {
  const [first = '', second, third] = parts;
  if (parts.length === 1 && first === 'version') return json(version());
  if (parts.length === 1 && first === 'metrics') return { code: 200, contentType: 'text/plain; version=0.0.4', body: METRICS };
  if (parts.length === 1 && (first === 'api' || first === 'apis')) {
    if (aggregatedDiscovery(accept)) return { code: 200, contentType: AGGREGATED_TYPE, body: aggregated(all, first === 'api') };
    return json(first === 'api' ? coreVersions() : groupList(all));
  }
  if (first === 'api' && parts.length === 2) return json(resourceList(all, '', second ?? ''));
  if (first !== 'apis') return undefined;
  if (!groupVersions(all).has(second ?? '')) return { code: 404, contentType: 'text/plain; charset=utf-8', body: '404 page not found\n' };
  if (parts.length === 2) return json(group(all, second ?? ''));
  return parts.length === 3 ? json(resourceList(all, second ?? '', third ?? '')) : undefined;
}

function json(body: unknown): HttpReply | undefined {
  return body === undefined ? undefined : { code: 200, contentType: 'application/json', body };
}

function version(): unknown {
  return {
    major: '1',
    minor: '36',
    emulationMajor: '1',
    emulationMinor: '36',
    minCompatibilityMajor: '1',
    minCompatibilityMinor: '35',
    gitVersion: 'v1.36.3',
    gitCommit: 'kubarium',
    gitTreeState: 'clean',
    buildDate: '2026-01-01T00:00:00Z',
    goVersion: 'none',
    compiler: 'tsc',
    platform: 'web/worker',
  };
}
