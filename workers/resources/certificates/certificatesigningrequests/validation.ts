/** Source: pkg/apis/certificates/validation/validation.go, 1.36. Differs: what the PEM block holds is not parsed. */
import { duplicate, invalid, notSupported, required, tooLong } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import { isDns1123Label, isDns1123Subdomain } from '../../../api/names';
import type { CertificateSigningRequest } from './types';

type Spec = CertificateSigningRequest['spec'];

const EXPIRATION_SECONDS_MIN = 600;
const DOMAIN_BYTES_MAX = 253;
/** "-----BEGIN CERTIFICATE REQUEST-----" in base64, at the start of a line of text. */
const PEM = 'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS';
const USAGES =
  'any,cert sign,client auth,code signing,content commitment,crl sign,data encipherment,decipher only,digital signature,email protection,encipher only,ipsec end system,ipsec tunnel,ipsec user,key agreement,key encipherment,microsoft sgc,netscape sgc,ocsp signing,s/mime,server auth,signing,timestamping'.split(
    ',',
  );

export function validateCertificateSigningRequest(object: AnyObject): FieldError[] {
  const spec: Partial<Spec> = (object as unknown as CertificateSigningRequest).spec ?? {};
  const errors: FieldError[] = [];
  if (!spec.request?.startsWith(PEM)) errors.push(invalid('spec.request', spec.request, 'PEM block type must be CERTIFICATE REQUEST'));
  validateUsages(spec.usages, errors);
  validateSignerName(spec.signerName ?? '', errors);
  const seconds = spec.expirationSeconds;
  if (seconds !== undefined && seconds < EXPIRATION_SECONDS_MIN) {
    const text = `may not specify a duration less than ${EXPIRATION_SECONDS_MIN} seconds (10 minutes)`;
    errors.push(invalid('spec.expirationSeconds', seconds, text));
  }
  return errors;
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
  const [domain = '', path = '', ...rest] = name.split('/');
  if (!name.includes('/') || rest.length) {
    return void errors.push(invalid(field, name, "must be a fully qualified domain and path of the form 'example.com/signer-name'"));
  }
  if (domain.length > DOMAIN_BYTES_MAX) errors.push(tooLong(field, DOMAIN_BYTES_MAX));
  const labels = domain.split('.');
  for (const label of labels) {
    for (const text of isDns1123Label(label)) errors.push(invalid(field, domain, `validating label ${JSON.stringify(label)}: ${text}`));
  }
  if (labels.length < 2) errors.push(invalid(field, domain, 'should be a domain with at least two segments separated by dots'));
  for (const label of path.split('.')) {
    for (const text of isDns1123Subdomain(label)) errors.push(invalid(field, path, `validating label ${JSON.stringify(label)}: ${text}`));
  }
}
