import type { HttpReply } from '../http';
import type { ResourceTable } from '../resource-table';
import { groupVersions } from './discovery';

/** The OpenAPI v3 index and documents, and v2. */
export function openApi(resources: ResourceTable, parts: readonly string[]): HttpReply | undefined {
  if (parts[0] !== 'openapi' || parts[1] !== 'v3') return undefined;
  if (parts.length === 2) return { code: 200, contentType: 'application/json', body: { paths: index(resources) } };
  return undefined;
}

function index(resources: ResourceTable): Record<string, { serverRelativeURL: string }> {
  const paths: Record<string, { serverRelativeURL: string }> = {};
  for (const [group, versions] of groupVersions(resources.all)) {
    for (const version of versions) {
      const name = group ? `apis/${group}/${version}` : `api/${version}`;
      paths[name] = { serverRelativeURL: `/openapi/v3/${name}?hash=1` };
    }
  }
  return paths;
}
