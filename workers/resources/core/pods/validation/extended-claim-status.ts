/** The claim that stands for a pod's extended resources (source: pkg/apis/core/validation/validation.go, 1.36). */
import { invalid, required } from '../../../../api/field-error';
import type { FieldError } from '../../../../api/field-error';
import { isDns1123Label, isDns1123Subdomain } from '../../../../api/names';
import { pushInvalid } from '../../../validation/labels';
import type { Pod } from '../types';

export function validateExtendedClaimStatus({ spec, status }: Pick<Pod, 'spec' | 'status'>, errors: FieldError[]): void {
  const claim = status?.extendedResourceClaimStatus;
  if (!claim) return;
  const field = 'status.extendedResourceClaimStatus';
  const names = new Set([...(spec?.initContainers ?? []), ...(spec?.containers ?? [])].map(({ name }) => name));
  if (!claim.requestMappings?.length) errors.push(required(`${field}.requestMappings`, 'at least one request mapping is required'));
  for (const [index, { containerName = '', requestName = '' }] of (claim.requestMappings ?? []).entries()) {
    if (!names.has(containerName)) {
      const why = 'must match the name of an entry in spec.initContainers.name or spec.containers.name';
      errors.push(invalid(`${field}.requestMappings[${index}].containerName`, containerName, why));
    }
    pushInvalid(errors, `${field}.requestName`, requestName, isDns1123Label(requestName));
  }
  const claimName = claim.resourceClaimName ?? '';
  if (!claimName) errors.push(required(`${field}.resourceClaimName`));
  else pushInvalid(errors, `${field}.resourceClaimName`, claimName, isDns1123Subdomain(claimName));
}
