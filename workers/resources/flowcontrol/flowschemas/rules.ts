/** Who a flow schema means and what they ask for (source: pkg/apis/flowcontrol/validation/validation.go, 1.36). */
import { forbiddenField, invalid, notSupported, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import { isDns1123Label, isDns1123Subdomain } from '../../../api/names';
import { pushInvalid } from '../../validation/labels';
import type { FlowSchema } from './types';

type Rule = NonNullable<NonNullable<FlowSchema['spec']>['rules']>[number];
type Subject = Rule['subjects'][number];
type ResourceRule = NonNullable<Rule['resourceRules']>[number];
type NonResourceRule = NonNullable<Rule['nonResourceRules']>[number];

const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'proxy', 'update', 'watch'];
const SUBJECT_FIELDS = { User: 'user', Group: 'group', ServiceAccount: 'serviceAccount' } as const;
type SubjectKind = keyof typeof SUBJECT_FIELDS;
/** In what order the fields of other kinds are refused. */
const OTHERS: Readonly<Record<SubjectKind, readonly SubjectKind[]>> = {
  ServiceAccount: ['User', 'Group'],
  Group: ['ServiceAccount', 'User'],
  User: ['ServiceAccount', 'Group'],
};

export function validateRule(rule: Partial<Rule>, at: string, errors: FieldError[]): void {
  if (!rule.subjects?.length) errors.push(required(`${at}.subjects`, 'subjects must contain at least one value'));
  for (const [index, subject] of (rule.subjects ?? []).entries()) validateSubject(subject, `${at}.subjects[${index}]`, errors);
  if (!rule.resourceRules?.length && !rule.nonResourceRules?.length)
    errors.push(required(at, 'at least one of resourceRules and nonResourceRules has to be non-empty'));
  for (const [index, each] of (rule.resourceRules ?? []).entries()) validateResourceRule(each, `${at}.resourceRules[${index}]`, errors);
  for (const [index, each] of (rule.nonResourceRules ?? []).entries()) {
    validateNonResourceRule(each, `${at}.nonResourceRules[${index}]`, errors);
  }
}

function validateSubject(subject: Subject, at: string, errors: FieldError[]): void {
  const kind = subject.kind as SubjectKind;
  const field = Object.hasOwn(SUBJECT_FIELDS, kind) ? SUBJECT_FIELDS[kind] : undefined;
  if (field === undefined) return void errors.push(notSupported(`${at}.kind`, kind, Object.keys(SUBJECT_FIELDS).toSorted()));
  if (!subject[field]) errors.push(required(`${at}.${field}`, `${field} is required when subject kind is '${kind}'`));
  else if (!subject[field].name) errors.push(required(`${at}.${field}.name`));
  if (kind === 'ServiceAccount' && subject.serviceAccount) validateServiceAccount(subject.serviceAccount, `${at}.serviceAccount`, errors);
  for (const other of OTHERS[kind]) {
    const name = SUBJECT_FIELDS[other];
    if (subject[name]) errors.push(forbiddenField(`${at}.${name}`, `${name} is forbidden when subject kind is not '${other}'`));
  }
}

function validateServiceAccount({ name, namespace }: NonNullable<Subject['serviceAccount']>, at: string, errors: FieldError[]): void {
  if (name && name !== '*') pushInvalid(errors, `${at}.name`, name, isDns1123Subdomain(name));
  if (namespace) pushInvalid(errors, `${at}.namespace`, namespace, isDns1123Label(namespace));
  else errors.push(required(`${at}.namespace`, 'must specify namespace for service account'));
}

function validateResourceRule(rule: ResourceRule, at: string, errors: FieldError[]): void {
  validateVerbs(rule.verbs, at, errors);
  validateWildcard(rule.apiGroups, `${at}.apiGroups`, 'resource rules must supply at least one api group', 'api groups', errors);
  validateWildcard(rule.resources, `${at}.resources`, 'resource rules must supply at least one resource', 'resources', errors);
  const { namespaces } = rule;
  if (!namespaces?.length) {
    if (!rule.clusterScope)
      errors.push(required(`${at}.namespaces`, 'resource rules that are not cluster scoped must supply at least one namespace'));
    return;
  }
  if (namespaces.includes('*')) return validateWildcard(namespaces, `${at}.namespaces`, '', 'namespaces', errors);
  for (const [index, namespace] of namespaces.entries()) {
    const texts = isDns1123Label(namespace).map((text) => `each member of this list must be '*' or a DNS-1123 label; ${text}`);
    pushInvalid(errors, `${at}.namespaces[${index}]`, namespace, texts);
  }
}

function validateNonResourceRule(rule: NonResourceRule, at: string, errors: FieldError[]): void {
  validateVerbs(rule.verbs, at, errors);
  const field = `${at}.nonResourceURLs`;
  const urls = rule.nonResourceURLs ?? [];
  validateWildcard(urls, field, 'nonResourceURLs must contain at least one value', 'non-resource URLs', errors);
  if (urls.includes('*')) return;
  for (const [index, url] of urls.entries()) {
    const text = urlError(url);
    if (text !== undefined) errors.push(invalid(`${field}[${index}]`, url, text));
  }
}

function urlError(url: string): string | undefined {
  if (url === '') return 'must not be empty';
  if (url === '/') return undefined;
  if (!url.startsWith('/')) return 'must start with slash';
  if (url.includes(' ')) return 'must not contain white-space';
  if (url.includes('//')) return 'must not contain double slash';
  const stars = url.split('*').length - 1;
  return stars > 1 || (stars === 1 && !url.endsWith('/*')) ? 'wildcard can only do suffix matching' : undefined;
}

function validateVerbs(verbs: readonly string[] | null | undefined, at: string, errors: FieldError[]): void {
  const field = `${at}.verbs`;
  validateWildcard(verbs, field, 'verbs must contain at least one value', 'verbs', errors);
  if (verbs?.length && !verbs.includes('*') && !verbs.every((verb) => VERBS.includes(verb))) errors.push(notSupported(field, verbs, VERBS));
}

/** "*" stands alone, and something has to be there. */
function validateWildcard(
  values: readonly string[] | null | undefined,
  field: string,
  none: string,
  others: string,
  errors: FieldError[],
): void {
  if (!values?.length) errors.push(required(field, none));
  else if (values.length > 1 && values.includes('*'))
    errors.push(invalid(field, values, `if '*' is present, must not specify other ${others}`));
}
