/** Webhook configurations are stored and judged, never called (source: .../validation/validation.go, 1.36). */
import { duplicate, invalid, required } from '../../api/field-error';
import type { FieldError } from '../../api/field-error';
import type { AnyObject } from '../../api/meta';
import { isDns1123Subdomain } from '../../api/names';
import { validateLabelSelector } from '../validation/labels';
import type { Webhook } from './types';
import { FAILURE_POLICIES, MATCH_POLICIES, REINVOCATION, oneOf, validateMatchConditions, validateRule } from './validation';

export function validateWebhooks(object: AnyObject, mutating: boolean): FieldError[] {
  const { webhooks = [] } = object as unknown as { webhooks?: readonly Webhook[] };
  const errors: FieldError[] = [];
  const seen = new Set<string>();
  for (const [index, webhook] of webhooks.entries()) {
    const at = `webhooks[${index}]`;
    validateWebhook(webhook, mutating, at, errors);
    if (webhook.name && seen.has(webhook.name)) errors.push(duplicate(`${at}.name`, webhook.name));
    seen.add(webhook.name);
  }
  return errors;
}

function validateWebhook(webhook: Webhook, mutating: boolean, at: string, errors: FieldError[]): void {
  validateName(webhook.name, `${at}.name`, errors);
  for (const [index, rule] of (webhook.rules ?? []).entries()) validateRule(rule, `${at}.rules[${index}]`, errors, true);
  oneOf(webhook.failurePolicy, FAILURE_POLICIES, `${at}.failurePolicy`, errors);
  oneOf(webhook.matchPolicy, MATCH_POLICIES, `${at}.matchPolicy`, errors);
  if (!webhook.sideEffects) errors.push(required(`${at}.sideEffects`, 'must specify one of None, NoneOnDryRun'));
  else oneOf(webhook.sideEffects, ['None', 'NoneOnDryRun'], `${at}.sideEffects`, errors);
  const { timeoutSeconds } = webhook;
  if (timeoutSeconds !== undefined && (timeoutSeconds > 30 || timeoutSeconds < 1))
    errors.push(invalid(`${at}.timeoutSeconds`, timeoutSeconds, 'the timeout value must be between 1 and 30 seconds'));
  validateLabelSelector(webhook.namespaceSelector, `${at}.namespaceSelector`, errors);
  validateLabelSelector(webhook.objectSelector, `${at}.objectSelector`, errors);
  validateClient(webhook.clientConfig, `${at}.clientConfig`, errors);
  validateReviewVersions(webhook.admissionReviewVersions ?? [], `${at}.admissionReviewVersions`, errors);
  if (mutating) oneOf(webhook.reinvocationPolicy, REINVOCATION, `${at}.reinvocationPolicy`, errors);
  validateMatchConditions(webhook.matchConditions, `${at}.matchConditions`, false, errors);
}

function validateName(name: string | undefined, field: string, errors: FieldError[]): void {
  if (!name) errors.push(required(field));
  else if (isDns1123Subdomain(name).length) for (const message of isDns1123Subdomain(name)) errors.push(invalid(field, name, message));
  else if (name.split('.').length < 3)
    errors.push(invalid(field, name, 'should be a domain with at least three segments separated by dots'));
}

function validateClient(config: Webhook['clientConfig'], path: string, errors: FieldError[]): void {
  const { url, service } = config ?? {};
  if ((url === undefined) === (service === undefined)) {
    errors.push(required(path, 'exactly one of url or service is required'));
    return;
  }
  const desired = '; desired format: https://host[/path]';
  if (url !== undefined) {
    const [, scheme = '', host = ''] = /^(?:([a-zA-Z][\w+.-]*):\/\/)?([^/?#]*)/.exec(url) ?? [];
    if (scheme !== 'https') errors.push(invalid(`${path}.url`, scheme, `'https' is the only allowed URL scheme${desired}`));
    if (host === '') errors.push(invalid(`${path}.url`, host, `host must be specified${desired}`));
    if (host.includes('@')) errors.push(invalid(`${path}.url`, host, 'user information is not permitted in the URL'));
    if (url.includes('#')) errors.push(invalid(`${path}.url`, url.slice(url.indexOf('#') + 1), 'fragments are not permitted in the URL'));
    if (url.includes('?'))
      errors.push(invalid(`${path}.url`, url.slice(url.indexOf('?') + 1), 'query parameters are not permitted in the URL'));
  }
  if (service) {
    if (!service.name) errors.push(required(`${path}.service.name`));
    if (!service.namespace) errors.push(required(`${path}.service.namespace`));
    if (service.port !== undefined && (service.port < 1 || service.port > 65535))
      errors.push(invalid(`${path}.service.port`, service.port, 'port is not valid: must be between 1 and 65535, inclusive'));
    if (service.path !== undefined && !service.path.startsWith('/'))
      errors.push(invalid(`${path}.service.path`, service.path, "must start with a '/'"));
  }
}

function validateReviewVersions(versions: readonly string[], path: string, errors: FieldError[]): void {
  if (versions.length === 0) {
    errors.push(required(path, 'must specify one of v1, v1beta1'));
    return;
  }
  for (const [index, version] of versions.entries())
    if (versions.indexOf(version) !== index) errors.push(invalid(`${path}[${index}]`, version, 'duplicate version'));
  if (!versions.includes('v1') && !versions.includes('v1beta1'))
    errors.push(invalid(path, versions, 'must include at least one of v1, v1beta1'));
}
