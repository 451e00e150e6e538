/** Whether a patched or applied object is still where the request says (source: applyPatch in k8s.io/apiserver/pkg/endpoints/handlers/patch.go, 1.36). */
import { badRequest } from '../../api/status';
import type { Status } from '../../api/status';
import type { Draft } from '../../resources/definition';
import type { RequestScope } from '../backend';
import { checkName } from './update';

/** Fills in the namespace. */
export function checkIdentity(scope: RequestScope, name: string, draft: Draft): Status | undefined {
  const metadata = (draft.metadata ??= {});
  if (scope.definition.namespaced) {
    metadata.namespace ||= scope.namespace;
    if (metadata.namespace !== scope.namespace)
      return badRequest('the namespace of the provided object does not match the namespace sent on the request');
  } else delete metadata.namespace;
  return checkName(draft, name);
}
