/**
 * certificatesigningrequests/<name>/approval: writes of the conditions Approved and Denied, and of nothing else
 * (source: pkg/registry/certificates/certificates/strategy.go and pkg/apis/certificates/validation/validation.go, 1.36).
 */
import { invalid as invalidField, notSupported, required } from '../../api/field-error';
import type { FieldError } from '../../api/field-error';
import type { AnyObject } from '../../api/meta';
import type { ApiReply, ApiRequest } from '../../api/request';
import { notFound } from '../../api/status';
import { rfc3339 } from '../../api/time';
import { cloneJson } from '../../lib/clone';
import type { Draft } from '../../resources/definition';
import { isVerdict } from '../../resources/certificates/certificatesigningrequests/definition';
import type { RequestScope } from '../backend';
import { keyOf } from '../keys';
import { failed, invalid } from '../replies';
import { draftOf, isFailureStatus } from '../verbs/create';
import { patchObject } from '../verbs/patch';
import { replace } from '../verbs/update';

interface Condition {
  readonly type: string;
  readonly status?: string;
  readonly lastUpdateTime?: string | null;
  readonly lastTransitionTime?: string | null;
}

export function approve(scope: RequestScope, name: string, request: ApiRequest): ApiReply {
  const { backend, definition, namespace } = scope;
  const before = backend.store.get(keyOf(definition, namespace, name))?.value as AnyObject | undefined;
  if (!before) return failed(notFound(definition.group, definition.resource, name));
  if (request.verb === 'get') return { code: 200, body: before };
  const wanted = request.verb === 'patch' ? patchObject(scope, before, request) : draftOf(scope, request.body);
  if (isFailureStatus(wanted)) return failed(wanted);
  const verdicts = conditionsOf(wanted).filter(isVerdict);
  const errors = validateVerdicts(verdicts);
  if (errors.length) return failed(invalid(definition, name, errors));
  const now = rfc3339(scope.nowMs);
  const dated = verdicts.map((verdict) => ({
    ...verdict,
    lastUpdateTime: verdict.lastUpdateTime ?? now,
    lastTransitionTime: verdict.lastTransitionTime ?? now,
  }));
  const conditions = [...dated, ...conditionsOf(before).filter((condition) => !isVerdict(condition))];
  const { resourceVersion } = wanted.metadata;
  const metadata = { ...before.metadata, ...(resourceVersion === undefined ? {} : { resourceVersion }) };
  const { conditions: _, ...rest } = (before['status'] ?? {}) as { readonly conditions?: unknown };
  const status = { ...rest, ...(conditions.length ? { conditions } : {}) };
  const strategy = { allowUnconditionalUpdate: true };
  const draft = cloneJson({ ...before, metadata, status }) as Draft;
  return replace({ ...scope, subresource: 'status', definition: { ...definition, strategy } }, name, before, draft);
}

function conditionsOf(object: object): readonly Condition[] {
  return (object as { readonly status?: { readonly conditions?: readonly Condition[] } }).status?.conditions ?? [];
}

function validateVerdicts(verdicts: readonly Condition[]): FieldError[] {
  const errors: FieldError[] = [];
  const seen = new Set<string>();
  for (const [index, { type, status = '' }] of verdicts.entries()) {
    const at = `status.conditions[${index}]`;
    if (status === '') errors.push(required(`${at}.status`));
    else if (status !== 'True') errors.push(notSupported(`${at}.status`, status, ['True']));
    if (seen.size && !seen.has(type))
      errors.push(invalidField(`${at}.type`, type, 'Approved and Denied conditions are mutually exclusive'));
    seen.add(type);
  }
  return errors;
}
