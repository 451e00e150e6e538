/** Everything that is served outside resources: discovery, version, health, OpenAPI. */
import { isStatus } from '../../api/status';
import type { HttpReply } from '../http';
import { goYaml } from '../http/go-yaml';
import { PRODUCED, aggregatedDiscovery, chooseMedia, notProduced } from '../http/negotiate';
import { replyOfStatus } from '../http/render';
import { UNKNOWN_PATH, isCustomGroup } from '../http/custom-routes';
import { methodNotAllowed, resourceNotFound } from '../replies';
import type { ResourceTable } from '../resource-table';
import { aggregated, coreVersions, group, groupList, groupVersions, resourceList } from './discovery';
import { health, healthPaths } from './health';
import { openApi } from './openapi';

const AGGREGATED = 'g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

interface DocumentRequest {
  readonly method: string;
  /** Unescaped. */
  readonly path: string;
  /** As it came, without the question mark. */
  readonly query: string;
  readonly accept: string | undefined;
}

/** undefined: not one of these paths. */
export function serveDocument(resources: ResourceTable, { method, path, query, accept }: DocumentRequest): HttpReply | undefined {
  const healthy = health(path, query);
  if (healthy) return healthy;
  if (path === '/metrics') return metrics(resources, method);
  const parts = path === '/' ? [] : path.replace(/\/$/, '').split('/').slice(1);
  const document = discoveryDocument(resources, parts, accept) ?? openApi(resources, path, query, accept);
  if (!document) return undefined;
  return method === 'GET' || document.code >= 400 || takesAnyMethod(parts) ? document : replyOfStatus(methodNotAllowed());
}

/** What the aggregator serves itself does not look at the method. */
function takesAnyMethod([first, second, third]: readonly string[]): boolean {
  return first === undefined || first === 'openapi' || (first === 'apis' && (second === undefined || third === undefined));
}

function metrics(resources: ResourceTable, method: string): HttpReply {
  return method === 'DELETE'
    ? { code: 200, contentType: 'text/plain; charset=utf-8', body: 'metrics reset\n' }
    : { code: 200, contentType: 'text/plain; version=0.0.4; charset=utf-8; escaping=underscores', body: resources.metrics() };
}

function discoveryDocument({ all }: ResourceTable, parts: readonly string[], accept: string | undefined): HttpReply | undefined {
  const [first = '', second = '', third = ''] = parts;
  if (parts.length === 0 && isForPrograms(accept)) return json({ paths: rootPaths(all) });
  if (first === 'version') {
    const refusal = parts.length > 1 ? resourceNotFound() : notProduced(accept, ['application/json']);
    return refusal ? replyOfStatus(refusal) : json(version());
  }
  if (parts.length === 1 && (first === 'api' || first === 'apis')) {
    const form = aggregatedDiscovery(accept);
    if (form) return allAtOnce(aggregated(all, first === 'api'), form.yaml);
    return first === 'api' ? negotiated(coreVersions(), accept, PRODUCED) : negotiated(groupList(all), accept);
  }
  if (first === 'api' && parts.length === 2) return negotiated(resourceList(all, '', second), accept, PRODUCED);
  if (first !== 'apis') return undefined;
  if (second === '' || !groupVersions(all).has(second)) return UNKNOWN_PATH;
  if (parts.length === 2) return negotiated(group(all, second), accept);
  if (parts.length === 3 && isCustomGroup(all, second) && !groupVersions(all).get(second)?.includes(third)) return UNKNOWN_PATH;
  return parts.length === 3 ? negotiated(resourceList(all, second, third), accept, PRODUCED) : undefined;
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

function json(body: unknown): HttpReply {
  return { code: 200, contentType: 'application/json', body };
}

function allAtOnce(body: object, yaml: boolean): HttpReply {
  return { code: 200, contentType: `application/${yaml ? 'yaml' : 'json'};${AGGREGATED}`, body: yaml ? goYaml(body) : body };
}

function negotiated(body: object | undefined, accept: string | undefined, produced?: readonly string[]): HttpReply | undefined {
  if (body === undefined) return undefined;
  const media = (produced && notProduced(accept, produced)) ?? chooseMedia(accept);
  if (isStatus(media)) return replyOfStatus(media);
  return media.yaml ? { code: 200, contentType: 'application/yaml', body: goYaml(body) } : json(body);
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
