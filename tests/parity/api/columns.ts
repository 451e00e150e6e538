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
