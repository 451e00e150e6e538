/** Source: pkg/apis/certificates/validation/validation.go, 1.36. Differs: signatures are not checked. */
import { duplicate, forbiddenField, invalid, notSupported, required, tooLong } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import { isDns1123Label, isDns1123Subdomain } from '../../../api/names';
import { base64Bytes, decodePem } from '../../../lib/pem';
import type { StrategyContext } from '../../definition';
import { isSequence, requestFault } from './asn1';
import type { CertificateSigningRequest } from './types';

type Spec = CertificateSigningRequest['spec'];

const EXPIRATION_SECONDS_MIN = 600;
const DOMAIN_BYTES_MAX = 253;
/** A domain, and a domain of one more label. */
const SIGNER_BYTES_MAX = 2 * DOMAIN_BYTES_MAX + 65;
const LEGACY_SIGNER = 'kubernetes.io/legacy-unknown';
const VERDICTS = ['Approved', 'Denied'];
const FINAL = [...VERDICTS, 'Failed'];
const STATUSES = ['False', 'True', 'Unknown'];
const USAGES =
  'any,cert sign,client auth,code signing,content commitment,crl sign,data encipherment,decipher only,digital signature,email protection,encipher only,ipsec end system,ipsec tunnel,ipsec user,key agreement,key encipherment,microsoft sgc,netscape sgc,ocsp signing,s/mime,server auth,signing,timestamping'.split(
    ',',
  );

export function validateCertificateSigningRequest(object: AnyObject): FieldError[] {
  const spec: Partial<Spec> = (object as unknown as CertificateSigningRequest).spec ?? {};
  const errors: FieldError[] = [];
  const block = decodePem(textOf(spec.request));
  const fault = block?.type === 'CERTIFICATE REQUEST' ? requestFault(block.bytes) : 'PEM block type must be CERTIFICATE REQUEST';
  if (fault) errors.push(invalid('spec.request', spec.request ?? null, fault));
  validateUsages(spec.usages, errors);
  validateSignerName(spec.signerName ?? '', errors);
  const seconds = spec.expirationSeconds;
  if (seconds !== undefined && seconds < EXPIRATION_SECONDS_MIN) {
    const text = `may not specify a duration less than ${EXPIRATION_SECONDS_MIN} seconds (10 minutes)`;
    errors.push(invalid('spec.expirationSeconds', seconds, text));
  }
  validateConditions(object, errors);
  const broken = certificateFault(textOf(statusOf(object).certificate));
  if (broken) errors.push(invalid('status.certificate', '<certificate data>', broken));
  return errors;
}

/** `subresource`: only "approval" may bring a verdict, and never takes one back. */
export function validateRequestUpdate(object: AnyObject, before: AnyObject, { subresource }: StrategyContext): FieldError[] {
  const errors = validateCertificateSigningRequest(object);
  const count = (one: AnyObject, wanted: string) => conditionsOf(one).filter(({ type }) => type === wanted).length;
  const refuse = (what: string, type: string) =>
    errors.push(forbiddenField('status.conditions', `updates may not ${what} a condition of type ${JSON.stringify(type)}`));
  for (const type of FINAL) if (count(object, type) < count(before, type)) refuse('remove', type);
  for (const type of subresource === 'approval' ? [] : VERDICTS) if (count(object, type) > count(before, type)) refuse('add', type);
  const [given, known] = [statusOf(object).certificate ?? '', statusOf(before).certificate ?? ''];
  if (known !== '' && given !== known) {
    errors.push(forbiddenField('status.certificate', 'updates may not modify existing certificate content'));
  }
  return errors;
}

interface Status {
  readonly conditions?: readonly { readonly type?: string; readonly status?: string }[];
  readonly certificate?: string;
}

function statusOf(object: AnyObject): Status {
  return (object.status ?? {}) as Status;
}

function conditionsOf(object: AnyObject): NonNullable<Status['conditions']> {
  return statusOf(object).conditions ?? [];
}

function validateConditions(object: AnyObject, errors: FieldError[]): void {
  const types = conditionsOf(object).map(({ type = '' }) => type);
  for (const [index, { type = '', status = '' }] of conditionsOf(object).entries()) {
    const at = `status.conditions[${index}]`;
    const statuses = FINAL.includes(type) ? ['True'] : STATUSES;
    if (type === '') errors.push(required(`${at}.type`));
    if (status === '') errors.push(required(`${at}.status`));
    else if (!statuses.includes(status)) errors.push(notSupported(`${at}.status`, status, statuses));
    const earlier = types.slice(0, index);
    if (VERDICTS.includes(type) && earlier.some((other) => other !== type && VERDICTS.includes(other))) {
      errors.push(invalid('status.conditions', type, 'Approved and Denied conditions are mutually exclusive'));
    }
    if (earlier.includes(type)) errors.push(duplicate(`${at}.type`, type));
  }
}

/** A chain of certificates without headers. Differs: what the blocks hold is hardly looked at. */
function certificateFault(text: string): string | undefined {
  let found = 0;
  for (let block = decodePem(text); block; block = decodePem(block.rest)) {
    if (block.type !== 'CERTIFICATE') return `only CERTIFICATE PEM blocks are allowed, found ${JSON.stringify(block.type)}`;
    if (block.hasHeaders) return 'no PEM block headers are permitted';
    if (!isSequence(block.bytes)) return 'x509: malformed certificate';
    found++;
  }
  return text !== '' && found === 0 ? 'must contain at least one CERTIFICATE PEM block' : undefined;
}

/** The bytes of the request inside its block; undefined where there is none. */
export function requestBytes(request: string | undefined): readonly number[] | undefined {
  return decodePem(textOf(request))?.bytes;
}

/** The bytes as characters. */
function textOf(base64: string | undefined): string {
  return String.fromCharCode(...(base64Bytes(base64 ?? '') ?? []));
}

function validateUsages(usages: Spec['usages'], errors: FieldError[]): void {
  if (!usages?.length) errors.push(required('spec.usages'));
  for (const [index, usage] of (usages ?? []).entries()) {
    if (!USAGES.includes(usage)) errors.push(notSupported(`spec.usages[${index}]`, usage, USAGES));
    if ((usages ?? []).indexOf(usage) < index) errors.push(duplicate(`spec.usages[${index}]`, usage));
  }
}

function validateSignerName(name: string, errors: FieldError[]): void {
  const field = 'spec.signerName';
  if (name === '') return void errors.push(required(field));
  if (name === LEGACY_SIGNER) return void errors.push(invalid(field, name, 'the legacy signerName is not allowed via this API version'));
  const [domain = '', path = '', ...rest] = name.split('/');
  if (!name.includes('/') || rest.length) {
    return void errors.push(invalid(field, name, "must be a fully qualified domain and path of the form 'example.com/signer-name'"));
  }
  if (domain.length > DOMAIN_BYTES_MAX) errors.push(tooLong(field, DOMAIN_BYTES_MAX));
  const labels = domain.split('.');
  checkLabels(domain, isDns1123Label, errors);
  if (labels.length < 2) errors.push(invalid(field, domain, 'should be a domain with at least two segments separated by dots'));
  checkLabels(path, isDns1123Subdomain, errors);
  if (name.length > SIGNER_BYTES_MAX) errors.push(tooLong(field, SIGNER_BYTES_MAX));
}

/** Of the labels that are wrong the first one is told. */
function checkLabels(text: string, rule: (label: string) => readonly string[], errors: FieldError[]): void {
  for (const label of text.split('.')) {
    const wrong = rule(label);
    for (const why of wrong) errors.push(invalid('spec.signerName', text, `validating label ${JSON.stringify(label)}: ${why}`));
    if (wrong.length > 0) return;
  }
}
