/** The answer to whom is not authorized (source: k8s.io/apiserver/pkg/endpoints/handlers/responsewriters/errors.go, 1.36). */
import { failure, qualified } from '../../api/status';
import type { Status } from '../../api/status';
import { isResource } from './attributes';
import type { Attributes } from './attributes';

export function forbiddenStatus(attributes: Attributes, reason: string): Status {
  const why = `${refusal(attributes)}${reason ? `: ${reason}` : ''}`;
  if (!isResource(attributes)) return failure(403, 'Forbidden', `forbidden: ${why}`, {});
  const { group, resource, name } = attributes;
  const what = `${qualified(group, resource)}${name ? ` "${name}"` : ''}`;
  const details = { ...(name ? { name } : {}), ...(group ? { group } : {}), kind: resource };
  return failure(403, 'Forbidden', `${what} is forbidden: ${why}`, details);
}

function refusal(attributes: Attributes): string {
  const who = `User ${JSON.stringify(attributes.user.username)} cannot ${attributes.verb}`;
  if (!isResource(attributes)) return `${who} path ${JSON.stringify(attributes.path)}`;
  const { group, resource, subresource, namespace } = attributes;
  const what = `resource "${subresource ? `${resource}/${subresource}` : resource}" in API group "${group}"`;
  return `${who} ${what} ${namespace ? `in the namespace "${namespace}"` : 'at the cluster scope'}`;
}
