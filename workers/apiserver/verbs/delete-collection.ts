/** DELETE of a collection: every object that the selectors find, with the same options; answers the list as it was. */
import type { KubeList } from '../../api/meta';
import { isFailure } from '../../api/request';
import type { ApiReply, RequestOptions } from '../../api/request';
import type { RequestScope } from '../backend';
import { failed } from '../replies';
import { isFailureStatus } from './create';
import { removeObject, warnOfOrphans } from './delete';
import { deleteOptions } from './delete-options';
import { list } from './list';

export function removeCollection(scope: RequestScope, body: unknown, query: RequestOptions): ApiReply {
  const options = deleteOptions(body);
  if (isFailureStatus(options)) return failed(options);
  const found = list(scope, query);
  if (isFailure(found)) return found;
  warnOfOrphans(scope, options);
  const inner = { ...scope, dryRun: scope.dryRun || options.dryRun === true };
  for (const object of (found.body as KubeList).items) {
    const { name = '', namespace = '' } = object.metadata ?? {};
    const reply = removeObject({ ...inner, namespace, collection: true }, name, object, options);
    if (isFailure(reply) && reply.body.reason !== 'NotFound') return reply;
  }
  return scope.warnings.length === 0 ? found : { ...found, warnings: [...new Set(scope.warnings)] };
}
