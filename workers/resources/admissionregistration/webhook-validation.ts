/** Webhook configurations are stored and judged, never called (source: .../validation/validation.go, 1.36). */
import { parseUrl } from '../../api/cel/library/urls';
import { duplicate, invalid, quote, required } from '../../api/field-error';
import type { FieldError } from '../../api/field-error';
import type { AnyObject } from '../../api/meta';
import { isDns1035Label, isDns1123Subdomain } from '../../api/names';
import { pushInvalid, validateLabelSelector } from '../validation/labels';
import type { Webhook } from './types';
import { FAILURE_POLICIES, MATCH_POLICIES, REINVOCATION, oneOf, validateMatchConditions, validateRule } from './matching';

export function validateWebhooks(object: AnyObject, mutating: boolean): FieldError[] {
  const { webhooks = [] } = object as unknown as { webhooks?: readonly Webhook[] };
  const errors: FieldError[] = [];
  const seen = new Set<string>();
  for (const [index, webhook] of webhooks.entries()) {
    const at = `webhooks[${index}]`;
    validateWebhook(webhook, mutating, at, errors);
    validateReviewVersions(
      webhook.admissionReviewVersions ?? [],
      `${at}.admissionReviewVersions`,
      'must specify one of v1, v1beta1',
      errors,
    );
    if (webhook.name && seen.has(webhook.name)) errors.push(duplicate(`${at}.name`, webhook.name));
    seen.add(webhook.name);
  }
  return errors;
}

function validateWebhook(webhook: Webhook, mutating: boolean, at: string, errors: FieldError[]): void {
  validateName(webhook.name, `${at}.name`, errors);
  for (const [index, rule] of (webhook.rules ?? []).entries()) validateRule(rule, `${at}.rules[${index}]`, errors);
  oneOf(webhook.failurePolicy, FAILURE_POLICIES, `${at}.failurePolicy`, errors);
  oneOf(webhook.matchPolicy, MATCH_POLICIES, `${at}.matchPolicy`, errors);
  if ((webhook.sideEffects ?? undefined) === undefined)
    errors.push(required(`${at}.sideEffects`, 'must specify one of None, NoneOnDryRun'));
  else oneOf(webhook.sideEffects, ['None', 'NoneOnDryRun'], `${at}.sideEffects`, errors);
  const { timeoutSeconds } = webhook;
  if (timeoutSeconds !== undefined && (timeoutSeconds > 30 || timeoutSeconds < 1))
    errors.push(invalid(`${at}.timeoutSeconds`, timeoutSeconds, 'the timeout value must be between 1 and 30 seconds'));
  validateLabelSelector(webhook.namespaceSelector, `${at}.namespaceSelector`, errors);
  validateLabelSelector(webhook.objectSelector, `${at}.objectSelector`, errors);
  if (mutating) oneOf(webhook.reinvocationPolicy, REINVOCATION, `${at}.reinvocationPolicy`, errors);
  validateClient(webhook.clientConfig, `${at}.clientConfig`, errors);
  validateMatchConditions(webhook.matchConditions, `${at}.matchConditions`, false, errors);
}

function validateName(name: string | undefined, field: string, errors: FieldError[]): void {
  if (!name) errors.push(required(field));
  else if (isDns1123Subdomain(name).length) for (const message of isDns1123Subdomain(name)) errors.push(invalid(field, name, message));
  else if (name.split('.').length < 3)
    errors.push(invalid(field, name, 'should be a domain with at least three segments separated by dots'));
}

/** How a webhook is reached: at a URL or through a service. */
export function validateClient(
  config: { readonly url?: string; readonly service?: Service } | undefined,
  path: string,
  errors: FieldError[],
): void {
  const { url, service } = config ?? {};
  if ((url === undefined) === (service === undefined)) {
    errors.push(required(path, 'exactly one of url or service is required'));
    return;
  }
  if (url !== undefined) validateUrl(url, `${path}.url`, errors);
  if (service) validateService(service, `${path}.service`, errors);
}

const FORMAT = '; desired format: https://host[/path]';

/** Where a webhook is called from outside the cluster. */
function validateUrl(url: string, field: string, errors: FieldError[]): void {
  const parsed = parseUrl(url, false);
  if (typeof parsed === 'string') {
    errors.push(required(field, `url must be a valid URL: parse ${quote(url)}: ${parsed}${FORMAT}`));
    return;
  }
  const [, authority = ''] = /^(?:[a-zA-Z][\w+.-]*:)?(?:\/\/([^/?#]*))?/.exec(url) ?? [];
  const [host = '', user] = authority.split('@').toReversed();
  const [, query, fragment] = /^[^?#]*(?:\?([^#]*))?(?:#(.*))?$/.exec(url) ?? [];
  if (parsed.scheme !== 'https') errors.push(invalid(field, parsed.scheme, `'https' is the only allowed URL scheme${FORMAT}`));
  if (host === '') errors.push(invalid(field, host, `host must be specified${FORMAT}`));
  if (user !== undefined) errors.push(invalid(field, user, 'user information is not permitted in the URL'));
  if (fragment) errors.push(invalid(field, fragment, 'fragments are not permitted in the URL'));
  if (query) errors.push(invalid(field, query, 'query parameters are not permitted in the URL'));
}

interface Service {
  readonly name?: string;
  readonly namespace?: string;
  readonly path?: string;
  readonly port?: number;
}

/** A missing name is reported as that of the namespace and the other way round, as upstream does. */
function validateService({ name, namespace, path, port }: Service, at: string, errors: FieldError[]): void {
  if (!namespace) errors.push(required(`${at}.name`));
  if (!name) errors.push(required(`${at}.namespace`));
  if (port !== undefined && (port < 1 || port > 65535))
    errors.push(invalid(`${at}.port`, port, 'port is not valid: must be between 1 and 65535, inclusive'));
  if (path) validatePath(path, `${at}.path`, errors);
}

function validatePath(path: string, field: string, errors: FieldError[]): void {
  if (path === '/') return;
  if (!path.startsWith('/')) errors.push(invalid(field, path, "must start with a '/'"));
  const steps = path.slice(1).split('/');
  for (const [index, step] of steps.entries()) {
    if (step === '' && index === steps.length - 1 && index > 0) continue;
    if (step === '') errors.push(invalid(field, path, `segment[${index}] may not be empty`));
    else for (const text of isDns1123Subdomain(step)) errors.push(invalid(field, path, `segment[${index}]: ${text}`));
  }
}

/** `noneText`: what is said when there is no version. */
export function validateReviewVersions(versions: readonly string[], path: string, noneText: string, errors: FieldError[]): void {
  if (versions.length === 0) {
    errors.push(required(path, noneText));
    return;
  }
  for (const [index, version] of versions.entries()) {
    if (versions.indexOf(version) === index) pushInvalid(errors, `${path}[${index}]`, version, isDns1035Label(version));
    else errors.push(invalid(`${path}[${index}]`, version, 'duplicate version'));
  }
  if (!versions.includes('v1') && !versions.includes('v1beta1'))
    errors.push(invalid(path, versions, 'must include at least one of v1, v1beta1'));
}
