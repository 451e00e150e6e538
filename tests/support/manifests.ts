import { parseAllDocuments } from 'yaml';
import type { AnyObject } from '../../workers/api/meta';
import type { ApiReply, ApiRequest } from '../../workers/api/request';
import { resourceDefinitions } from '../../workers/resources/registry';

/** The create request of an object; namespaced objects without a namespace go to `namespace`. */
export function createRequest(object: AnyObject, namespace = 'default'): ApiRequest {
  const [group, version] = (object.apiVersion ?? '').includes('/') ? (object.apiVersion ?? '').split('/') : ['', object.apiVersion ?? ''];
  const definition = resourceDefinitions.find((one) => one.group === group && one.version === version && one.kind === object.kind);
  if (!definition) throw new Error(`no resource for ${object.apiVersion} ${object.kind}`);
  return {
    verb: 'create',
    group: definition.group,
    version: definition.version,
    resource: definition.resource,
    ...(definition.namespaced ? { namespace: object.metadata?.namespace ?? namespace } : {}),
    body: object,
  };
}

/** The account that pods of a namespace run as, which a controller would make. */
export function defaultAccount(namespace = 'default'): ApiRequest {
  return createRequest({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace } });
}

/** Creates every document of a YAML text; throws on the first that the API server refuses. */
export function createAll(handle: (request: ApiRequest) => ApiReply, yaml: string): AnyObject[] {
  return documents(yaml).map((object) => {
    const reply = handle(createRequest(object));
    if (reply.code >= 300) throw new Error(JSON.stringify(reply.body));
    return reply.body as AnyObject;
  });
}

export function documents(yaml: string): AnyObject[] {
  return parseAllDocuments(yaml, { version: '1.1' })
    .map((document) => document.toJS() as AnyObject | null)
    .filter((object) => object !== null);
}

/** A Deployment of `replicas` pods like those of upstream's scheduler_perf. */
export function deployment(name: string, replicas: number, extra: { readonly image?: string } = {}): AnyObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: {
          containers: [{ name: 'web', image: extra.image ?? 'nginx:1.29', resources: { requests: { cpu: '10m', memory: '16Mi' } } }],
        },
      },
    },
  };
}
