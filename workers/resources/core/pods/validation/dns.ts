/** Source: k8s.io/kubernetes/pkg/apis/core/validation/validation.go validatePodDNSConfig, 1.36. */
import { invalid, required } from '../../../../api/field-error';
import type { FieldError } from '../../../../api/field-error';
import { isDns1123SubdomainWithUnderscore } from '../../../../api/names';
import { pushInvalid } from '../../../validation/labels';
import { isIp } from '../../../validation/values';
import type { PodSpec } from './pod-spec';

/** What the C library's resolver takes. */
const NAMESERVERS_MAX = 3;
const SEARCHES_MAX = 32;
const SEARCH_CHARACTERS_MAX = 2048;

export function validateDnsConfig({ dnsConfig, dnsPolicy }: PodSpec, at: string, errors: FieldError[]): void {
  if (dnsPolicy === 'None' && !dnsConfig) {
    errors.push(required(at, 'must provide `dnsConfig` when `dnsPolicy` is None'));
    return;
  }
  const { nameservers = [], searches = [], options = [] } = dnsConfig ?? {};
  if (dnsPolicy === 'None' && nameservers.length === 0) {
    errors.push(required(`${at}.nameservers`, 'must provide at least one DNS nameserver when `dnsPolicy` is None'));
    return;
  }
  if (nameservers.length > NAMESERVERS_MAX) {
    errors.push(invalid(`${at}.nameservers`, nameservers, `must not have more than ${NAMESERVERS_MAX} nameservers`));
  }
  for (const [index, server] of nameservers.entries()) pushInvalid(errors, `${at}.nameservers[${index}]`, server, isIp(server));
  if (searches.length > SEARCHES_MAX) {
    errors.push(invalid(`${at}.searches`, searches, `must not have more than ${SEARCHES_MAX} search paths`));
  }
  if (searches.join(' ').length > SEARCH_CHARACTERS_MAX) {
    const why = `must not have more than ${SEARCH_CHARACTERS_MAX} characters (including spaces) in the search list`;
    errors.push(invalid(`${at}.searches`, searches, why));
  }
  for (const [index, search] of searches.entries()) {
    if (search === '.') continue;
    const path = search.replace(/\.$/, '');
    pushInvalid(errors, `${at}.searches[${index}]`, path, isDns1123SubdomainWithUnderscore(path));
  }
  for (const [index, { name }] of options.entries()) {
    if (!name) errors.push(required(`${at}.options[${index}]`, 'must not be empty'));
  }
}
