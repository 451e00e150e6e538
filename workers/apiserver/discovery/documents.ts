/** Everything that is served outside resources: discovery, version, health, OpenAPI. */
import type { HttpReply } from '../http';
import { aggregatedDiscovery } from '../http/negotiate';
import { methodNotAllowed } from '../replies';
import type { ResourceTable } from '../resource-table';
import { aggregated, coreVersions, group, groupList, groupVersions, resourceList } from './discovery';
import { health, healthPaths } from './health';
import { openApi } from './openapi';

const AGGREGATED_TYPE = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

/** undefined: not one of these paths. */
export function serveDocument(resources: ResourceTable, method: string, url: string, accept: string | undefined): HttpReply | undefined {
  const [path = '', query = ''] = url.split('?', 2);
  const healthy = health(path, query);
  if (healthy) return healthy;
  const parts = path === '/' ? [] : path.replace(/\/$/, '').split('/').slice(1);
  const document = discoveryDocument(resources, parts, accept) ?? openApi(resources, parts, accept);
  if (!document) return undefined;
  if (method === 'GET' || document.code === 404 || parts.length === 0) return document;
  return { code: 405, contentType: 'application/json', body: methodNotAllowed() };
}

function discoveryDocument({ all, metrics }: ResourceTable, parts: readonly string[], accept: string | undefined): HttpReply | undefined {
  const [first = '', second, third] = parts;
  if (parts.length === 0 && isForPrograms(accept)) return json({ paths: rootPaths(all) });
  if (parts.length === 1 && first === 'version') return json(version());
  if (parts.length === 1 && first === 'metrics') return { code: 200, contentType: 'text/plain; version=0.0.4', body: metrics() };
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

/** The page lives at the same place; browsers ask for it by name. */
function isForPrograms(accept = ''): boolean {
  return accept.includes('application/json') && !accept.includes('text/html');
}

/** What can be asked for; Differs: upstream serves a few more. */
function rootPaths(definitions: ResourceTable['all']): readonly string[] {
  const groups = [...groupVersions(definitions)].filter(([name]) => name !== '');
  const own = groups.flatMap(([name, versions]) => [`/apis/${name}`, ...versions.map((each) => `/apis/${name}/${each}`)]);
  return [
    '/api',
    '/api/v1',
    '/apis',
    '/apis/',
    ...own,
    ...healthPaths(),
    '/metrics',
    '/openapi/v2',
    '/openapi/v3',
    '/openapi/v3/',
    '/version',
  ].toSorted((a, b) => (a < b ? -1 : 1));
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
