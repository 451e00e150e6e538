/** Reviews: objects that are posted as a question and come back with the answer as status. */
import type { AnyObject } from '../../api/meta';
import type { ApiReply } from '../../api/request';
import { badRequest, isStatus } from '../../api/status';
import type { Status } from '../../api/status';
import type { RequestScope } from '../backend';
import { failed, succeeded } from '../replies';
import { apiVersionOf } from '../resource-table';
import { reviewAccess, reviewLocalAccess, reviewOwnAccess } from './access-review';
import { reviewOwnRules } from './rules-review';
import { reviewToken } from './token-review';

type Review = (scope: RequestScope, review: AnyObject) => object | Status;

const REVIEWS: Readonly<Record<string, Review>> = {
  LocalSubjectAccessReview: reviewLocalAccess,
  SelfSubjectAccessReview: reviewOwnAccess,
  SelfSubjectReview: ({ userInfo }) => ({ userInfo }),
  SelfSubjectRulesReview: reviewOwnRules,
  SubjectAccessReview: reviewAccess,
  TokenReview: reviewToken,
};

export function serveReview(scope: RequestScope, body: unknown): ApiReply {
  const { definition } = scope;
  const review = REVIEWS[definition.kind];
  if (!review) throw new Error(`apiserver: nobody answers ${definition.kind}`);
  if (body === null || typeof body !== 'object') return failed(badRequest('the body of the request is no object'));
  const given = body as AnyObject;
  const status = review(scope, given);
  if (isStatus(status)) return failed(status);
  const spec = definition.kind === 'SelfSubjectRulesReview' ? {} : given.spec;
  const answer = {
    kind: definition.kind,
    apiVersion: apiVersionOf(definition),
    metadata: { ...given.metadata, ...(scope.namespace ? { namespace: scope.namespace } : {}) },
    ...(definition.kind === 'SelfSubjectReview' ? {} : { spec: spec ?? {} }),
    status,
  };
  return succeeded(scope, 201, answer);
}
