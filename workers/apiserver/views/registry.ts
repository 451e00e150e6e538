/** Kinds that are made when somebody asks: get and list. */
import type { AnyObject, KubeList } from '../../api/meta';
import type { ApiReply, ApiRequest } from '../../api/request';
import { isStatus, notFound } from '../../api/status';
import type { RequestScope } from '../backend';
import { failed, methodNotAllowed, succeeded } from '../replies';
import { apiVersionOf } from '../resource-table';
import { compileSelection } from '../selection';
import { componentStatusesOf } from './component-status';
import { nodeMetricsOf, podMetricsOf } from './metrics';

const VIEWS: Readonly<Record<string, (scope: RequestScope) => AnyObject[]>> = {
  '/componentstatuses': componentStatusesOf,
  'metrics.k8s.io/nodes': nodeMetricsOf,
  'metrics.k8s.io/pods': podMetricsOf,
};

export function serveView(scope: RequestScope, { verb, name = '', options = {} }: ApiRequest): ApiReply {
  const { definition, namespace } = scope;
  const { group, resource } = definition;
  const view = VIEWS[`${group}/${resource}`];
  if (!view || (verb !== 'get' && verb !== 'list')) return failed(methodNotAllowed());
  const all = view(scope);
  if (verb === 'get') {
    const found = all.find(({ metadata }) => metadata?.name === name && (metadata.namespace ?? '') === namespace);
    return found
      ? succeeded(scope, 200, found)
      : failed(notFound(group, resource === 'componentstatuses' ? definition.singular : resource, name));
  }
  const selection = compileSelection(definition, options);
  if (isStatus(selection)) return failed(selection);
  const body = { kind: definition.listKind, apiVersion: apiVersionOf(definition), metadata: {}, items: all.filter(selection.matches) };
  return succeeded(scope, 200, body as unknown as KubeList);
}
