/** What the query of a request may not say, whoever asks for what. */
import { badRequest } from '../../api/status';
import type { Status } from '../../api/status';
import type { Verb } from '../../api/request';
import { durationError } from '../../lib/go-duration';
import { isTrue } from './query';

type Query = Readonly<Record<string, string>>;

/** How long the server may take; watches are not asked. */
export function checkTimeout({ timeout }: Query): Status | undefined {
  const error = timeout ? durationError(timeout) : undefined;
  return error ? badRequest(`invalid timeout specified in the request URL - ${error}`) : undefined;
}

/** GET of one object knows no other option. */
export function versionOnly({ resourceVersion }: Query): Record<string, string> {
  return resourceVersion === undefined ? {} : { resourceVersion };
}

export function checkGet(verb: Verb, query: Query): Status | undefined {
  if (verb !== 'get' || query.export === undefined || !isTrue(query.export)) return undefined;
  return badRequest('the export parameter, deprecated since v1.14, is no longer supported');
}

/** Names that cannot be a part of a key (source: k8s.io/apimachinery/pkg/api/validation/path). */
export function checkName(verb: Verb, name: string): Status | undefined {
  if (verb !== 'get' && verb !== 'patch' && verb !== 'delete') return undefined;
  const why = name === '.' || name === '..' ? `may not be '${name}'` : name.includes('%') ? "may not contain '%'" : undefined;
  return why === undefined ? undefined : badRequest(`Name parameter invalid: ${JSON.stringify(name)}: ${why}`);
}
