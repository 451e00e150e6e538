/** Source: k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateProjectionSources and validateDownwardAPIVolumeFile, 1.36. */
import { forbiddenField, invalid, required } from '../../../../api/field-error';
import type { FieldError } from '../../../../api/field-error';
import type { LabelSelector } from '../../../../api/labels';
import { isDns1123Subdomain } from '../../../../api/names';
import { pushInvalid, validateLabelSelector } from '../../../validation/labels';
import { validateFieldRef, validateResourceFieldRef } from './env';
import { needed, validateLocalNonReservedPath, validateMode } from './paths';
import type { PodSpec } from './pod-spec';

type Volume = NonNullable<PodSpec['volumes']>[number];
type Projected = NonNullable<Volume['projected']>;
type Source = NonNullable<Projected['sources']>[number];
type DownwardItem = NonNullable<NonNullable<Volume['downwardAPI']>['items']>[number];
type KeyToPath = { readonly key?: string; readonly path?: string; readonly mode?: number };

const DOWNWARD_FIELDS = ['metadata.annotations', 'metadata.labels', 'metadata.name', 'metadata.namespace', 'metadata.uid'];
const TOKEN_SECONDS_MIN = 600;
const TOKEN_SECONDS_MAX = 2 ** 32;

export function validateProjected({ defaultMode, sources }: Projected, at: string, errors: FieldError[]): void {
  validateMode(defaultMode, `${at}.defaultMode`, errors);
  const paths = new Set<string>();
  /** Two sources must not write one file; `shown` is what upstream names of the second. */
  const claim = (path: string | undefined, shown: string): void => {
    if (path === undefined) return;
    if (paths.has(path)) errors.push(invalid(at, shown, 'conflicting duplicate paths'));
    paths.add(path);
  };
  for (const [index, source] of (sources ?? []).entries()) {
    const field = `${at}.sources[${index}]`;
    validateObjects(source, field, claim, errors);
    for (const item of source.downwardAPI?.items ?? []) {
      validateDownwardItem(item, `${field}.downwardAPI`, errors);
      claim(item.path || undefined, item.path);
    }
    validateToken(source.serviceAccountToken, at, `${field}.serviceAccountToken`, errors);
    validateTrustBundle(source.clusterTrustBundle, `${field}.clusterTrustBundle`, claim, errors);
    if (Object.keys(source).length > 1) {
      errors.push(forbiddenField(field, 'may not specify more than 1 volume type per source'));
    }
  }
}

export function validateItems(items: readonly KeyToPath[] | undefined, field: string, errors: FieldError[]): void {
  for (const [index, item] of (items ?? []).entries()) validateItem(item, `${field}[${index}]`, errors);
}

/** Upstream tells neither the list nor the position of a faulty item. */
export function validateDownwardItem(item: DownwardItem, at: string, errors: FieldError[]): void {
  needed(item.path, `${at}.path`, errors);
  validateLocalNonReservedPath(item.path ?? '', `${at}.path`, errors);
  if (item.fieldRef) {
    validateFieldRef(item.fieldRef, DOWNWARD_FIELDS, `${at}.fieldRef`, errors);
    if (item.resourceFieldRef) {
      errors.push(invalid(at, 'resource', 'fieldRef and resourceFieldRef can not be specified simultaneously'));
    }
  } else if (item.resourceFieldRef) {
    validateResourceFieldRef(item.resourceFieldRef, true, `${at}.resourceFieldRef`, errors);
  } else {
    errors.push(required(at, 'one of fieldRef and resourceFieldRef is required'));
  }
  validateMode(item.mode, `${at}.mode`, errors);
}

type Claim = (path: string | undefined, shown: string) => void;

function validateObjects(source: Source, field: string, claim: Claim, errors: FieldError[]): void {
  for (const kind of ['secret', 'configMap'] as const) {
    const projection = source[kind];
    if (!projection) continue;
    needed(projection.name, `${field}.${kind}.name`, errors);
    for (const [index, item] of (projection.items ?? []).entries()) {
      validateItem(item, `${field}.${kind}.items[${index}]`, errors);
      claim(item.path || undefined, projection.name ?? '');
    }
  }
}

function validateItem({ key = '', path = '', mode }: KeyToPath, at: string, errors: FieldError[]): void {
  needed(key, `${at}.key`, errors);
  needed(path, `${at}.path`, errors);
  validateLocalNonReservedPath(path, `${at}.path`, errors);
  validateMode(mode, `${at}.mode`, errors);
}

/** A faulty path is reported at the volume. */
function validateToken(token: Source['serviceAccountToken'], volume: string, field: string, errors: FieldError[]): void {
  if (!token) return;
  const seconds = token.expirationSeconds ?? 0;
  if (seconds < TOKEN_SECONDS_MIN) {
    errors.push(invalid(`${field}.expirationSeconds`, seconds, 'may not specify a duration less than 10 minutes'));
  }
  if (seconds > TOKEN_SECONDS_MAX) {
    errors.push(invalid(`${field}.expirationSeconds`, seconds, 'may not specify a duration larger than 2^32 seconds'));
  }
  if (!token.path) errors.push(required(`${volume}.path`));
  else validateLocalNonReservedPath(token.path, `${volume}.path`, errors);
}

function validateTrustBundle(bundle: Source['clusterTrustBundle'], field: string, claim: Claim, errors: FieldError[]): void {
  if (!bundle) return;
  const { name, signerName, labelSelector, path = '' } = bundle;
  if (name !== undefined && signerName !== undefined) {
    const shown = {
      Name: name,
      SignerName: signerName,
      LabelSelector: labelSelector ?? null,
      Optional: bundle.optional ?? null,
      Path: path,
    };
    errors.push(invalid(field, shown, 'only one of name and signerName may be used'));
  } else if (name !== undefined) {
    if (name === '') errors.push(required(`${field}.name`, 'must be a valid object name'));
    for (const message of isDns1123Subdomain(name.replaceAll(':', '.'))) {
      errors.push(invalid(`${field}.name`, name, `not a valid clustertrustbundlename: ${message}`));
    }
    if (labelSelector) errors.push(invalid(`${field}.labelSelector`, labelSelector, 'labelSelector must be unset if name is specified'));
  } else if (signerName !== undefined) {
    if (signerName === '') errors.push(required(`${field}.signerName`, 'must be a valid signer name'));
    validateSignerName(signerName, `${field}.signerName`, errors);
    validateLabelSelector(labelSelector as LabelSelector | undefined, `${field}.labelSelector`, errors);
  } else {
    errors.push(required(field, 'either name or signerName must be specified'));
  }
  needed(path, `${field}.path`, errors);
  validateLocalNonReservedPath(path, `${field}.path`, errors);
  claim(path, path);
}

/** "example.com/purpose" (source: ValidateSignerName). */
function validateSignerName(name: string, field: string, errors: FieldError[]): void {
  if (name === '') {
    errors.push(required(field));
    return;
  }
  const parts = name.split('/');
  if (parts.length !== 2) {
    errors.push(invalid(field, name, 'must be a fully qualified domain and path of the form "example.com/signer-name"'));
    return;
  }
  const [domain = '', path = ''] = parts;
  pushInvalid(errors, field, domain, isDns1123Subdomain(domain));
  if (!domain.includes('.')) errors.push(invalid(field, domain, 'should be a domain with at least two segments separated by dots'));
  pushInvalid(errors, field, path, isDns1123Subdomain(path));
}
