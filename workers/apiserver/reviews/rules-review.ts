/** POST selfsubjectrulesreviews (source: pkg/registry/authorization/selfsubjectrulesreview/rest.go, 1.36). */
import type { AnyObject } from '../../api/meta';
import { badRequest } from '../../api/status';
import type { Status } from '../../api/status';
import { nodeOf } from '../authz/node';
import { aggregate, roleMissing } from '../authz/rbac';
import type { RequestScope } from '../backend';

export function reviewOwnRules({ backend, userInfo }: RequestScope, review: AnyObject): object | Status {
  const { namespace = '' } = (review.spec ?? {}) as { readonly namespace?: string };
  if (namespace === '') return badRequest('no namespace on request');
  const { rules, missing } = backend.access.authorizer.rbac.rulesFor(userInfo, namespace);
  const isNode = nodeOf(userInfo) !== undefined;
  const errors = [...(isNode ? ['node authorizer does not support user rule resolution'] : []), ...missing.map(roleMissing)];
  return {
    resourceRules: rules.flatMap(({ verbs, apiGroups, resources, resourceNames }) =>
      resources?.length ? [{ verbs, apiGroups, resources, ...(resourceNames?.length ? { resourceNames } : {}) }] : [],
    ),
    nonResourceRules: rules.flatMap(({ verbs, nonResourceURLs }) => (nonResourceURLs?.length ? [{ verbs, nonResourceURLs }] : [])),
    incomplete: isNode,
    ...(errors.length ? { evaluationError: aggregate(errors) } : {}),
  };
}
