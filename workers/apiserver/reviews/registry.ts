/** What is posted and never stored: reviews, which come back with the answer as status, and bindings of pods. */
import type { AnyObject } from '../../api/meta';
import type { ApiReply } from '../../api/request';
import { rfc3339 } from '../../api/time';
import { badRequest, isStatus } from '../../api/status';
import type { Status } from '../../api/status';
import type { Draft } from '../../resources/definition';
import type { RequestScope } from '../backend';
import { trackUpdate } from '../managed-fields/track';
import { failed, succeeded } from '../replies';
import { apiVersionOf } from '../resource-table';
import { bindNamed } from '../subresources/binding';
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

/** Reviews that are answered by an object of their own, without the metadata of the question: what they have instead. */
const OWN_METADATA: Readonly<Record<string, (nowMs: number) => object>> = {
  SelfSubjectReview: (nowMs) => ({ creationTimestamp: rfc3339(nowMs) }),
  SelfSubjectRulesReview: () => ({}),
};

/** What no client sets on what is created. */
const SYSTEM_FIELDS = ['creationTimestamp', 'deletionGracePeriodSeconds', 'deletionTimestamp', 'selfLink', 'uid'] as const;

export function serveReview(scope: RequestScope, body: unknown): ApiReply {
  const { definition } = scope;
  if (definition.kind === 'Binding') return bindNamed(scope, body);
  const review = REVIEWS[definition.kind];
  if (!review) throw new Error(`apiserver: nobody answers ${definition.kind}`);
  if (body === null || typeof body !== 'object') return failed(badRequest('the body of the request is no object'));
  const given = withNamespace(body as AnyObject, scope.namespace);
  if (isStatus(given)) return failed(given);
  const asked = { ...given, metadata: { ...given.metadata } } as Draft;
  for (const field of SYSTEM_FIELDS) delete asked.metadata[field];
  if (!(definition.kind in OWN_METADATA)) trackUpdate(scope, asked, undefined);
  const status = review(scope, asked as AnyObject);
  if (isStatus(status)) return failed(status);
  const spec = definition.kind === 'SelfSubjectRulesReview' ? {} : given.spec;
  return succeeded(scope, 201, {
    kind: definition.kind,
    apiVersion: apiVersionOf(definition),
    metadata: OWN_METADATA[definition.kind]?.(scope.nowMs) ?? asked.metadata,
    ...(definition.kind === 'SelfSubjectReview' ? {} : { spec: spec ?? {} }),
    status,
  });
}

/** The namespace of the path, and none where there is none. */
function withNamespace(review: AnyObject, namespace: string): AnyObject | Status {
  const { namespace: given, ...metadata } = review.metadata ?? {};
  if (namespace === '') return { ...review, metadata };
  return given !== undefined && given !== namespace
    ? badRequest('the namespace of the provided object does not match the namespace sent on the request')
    : { ...review, metadata: { ...metadata, namespace } };
}
