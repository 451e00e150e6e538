import { Placeholders } from './placeholders';
import { CaseServer } from './server';

/** The columns of a kind's Table; `name` is the recorded file's: "apps_v1.deployments.json", "v1.pods.json". */
export function compareColumns(name: string, recorded: unknown): string[] {
  const [, group, version, resource] = /^(?:(.+)_)?(\w+)\.(\w+)\.json$/.exec(name) ?? [];
  const path = `/${group === undefined ? 'api' : `apis/${group}`}/${version}/${resource}?limit=1`;
  const headers = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io', authorization: 'Bearer admin' };
  const { reply } = new CaseServer().send({ method: 'GET', path, headers });
  const { columnDefinitions } = JSON.parse(JSON.stringify(reply?.body)) as { readonly columnDefinitions?: unknown };
  return new Placeholders(false).compare('columnDefinitions', recorded, columnDefinitions);
}

/** A discovery document; `name` is the recorded file's: "apis.json", "api.aggregated-v2.json", "resources/apps_v1.json". */
export function compareDocument(name: string, recorded: unknown): string[] {
  const [, root = '', version = ''] = /^(?:(apis?)\.|resources\/(?:.+_)?)(\w+)/.exec(name) ?? [];
  const group = /^resources\/(.+)_/.exec(name)?.[1];
  const path = root ? `/${root}` : group === undefined ? `/api/${version}` : `/apis/${group}/${version}`;
  const accept = name.includes('aggregated') ? 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList' : 'application/json';
  const { reply } = new CaseServer().send({ method: 'GET', path, headers: { accept, authorization: 'Bearer admin' } });
  const ours = JSON.parse(JSON.stringify(reply?.body)) as Record<'groups' | 'items', Group[] | undefined>;
  for (const list of [ours.groups, ours.items]) list?.splice(0, list.length, ...list.filter(isUpstreams));
  return new Placeholders(false).compare(path, recorded, ours);
}

interface Group {
  readonly name?: string;
  readonly metadata?: { readonly name?: string };
}

/** Not one that the simulation adds. */
function isUpstreams({ name, metadata }: Group): boolean {
  return !['metrics.k8s.io', 'sim.kubarium.dev'].includes(name ?? metadata?.name ?? '');
}
