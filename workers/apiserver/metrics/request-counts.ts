import type { ApiReply, ApiRequest } from '../../api/request';
import type { ResourceDefinition } from '../../resources/definition';

export interface RequestCount {
  readonly definition: ResourceDefinition;
  /** As in metrics: "GET", "POST", "APPLY", ... */
  readonly verb: string;
  readonly subresource: string;
  readonly scope: 'cluster' | 'namespace' | 'resource';
  readonly dryRun: boolean;
  readonly code: number;
  count: number;
}

const VERBS: Readonly<Record<string, string>> = {
  create: 'POST',
  update: 'PUT',
  get: 'GET',
  list: 'LIST',
  watch: 'WATCH',
  patch: 'PATCH',
  delete: 'DELETE',
  deletecollection: 'DELETECOLLECTION',
};

/** Requests by what they asked and how they ended; one step of the hot path, so a count is found without building its labels. */
export class RequestCounts {
  private readonly byDefinition = new Map<ResourceDefinition, Map<string, RequestCount>>();

  add(definition: ResourceDefinition, request: ApiRequest, { code }: ApiReply): void {
    const { verb, subresource = '', name, namespace, options, patchType } = request;
    const scope = name ? 'resource' : namespace ? 'namespace' : 'cluster';
    const dryRun = options?.dryRun === true;
    let counts = this.byDefinition.get(definition);
    if (!counts) this.byDefinition.set(definition, (counts = new Map()));
    const key = `${verb}${scope}${code}${subresource}${dryRun ? '!' : ''}${patchType === 'apply' ? '+' : ''}`;
    const known = counts.get(key);
    if (known) known.count++;
    else
      counts.set(key, {
        definition,
        verb: patchType === 'apply' ? 'APPLY' : (VERBS[verb] ?? verb),
        subresource,
        scope,
        dryRun,
        code,
        count: 1,
      });
  }

  all(): RequestCount[] {
    return [...this.byDefinition.values()].flatMap((counts) => [...counts.values()]);
  }
}
