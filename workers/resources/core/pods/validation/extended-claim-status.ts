/** The claim that stands for a pod's extended resources (source: pkg/apis/core/validation/validation.go, 1.36). */
import { duplicate, invalid, required } from '../../../../api/field-error';
import type { FieldError } from '../../../../api/field-error';
import { isDns1123Label, isDns1123Subdomain } from '../../../../api/names';
import { pushInvalid } from '../../../validation/labels';
import type { Pod } from '../types';

const NO_REQUEST =
  'must match the extended resource name of an entry in spec.initContainers.resources.requests or spec.containers.resources.requests';

export function validateExtendedClaimStatus({ spec, status }: Pick<Pod, 'spec' | 'status'>, errors: FieldError[]): void {
  const claim = status?.extendedResourceClaimStatus;
  if (!claim) return;
  const field = 'status.extendedResourceClaimStatus';
  const containers = new Map(
    [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])].map((container) => [container.name, container]),
  );
  const seen = new Set<string>();
  if (!claim.requestMappings?.length) errors.push(required(`${field}.requestMappings`, 'at least one request mapping is required'));
  for (const [index, { containerName = '', requestName = '', resourceName = '' }] of (claim.requestMappings ?? []).entries()) {
    const at = `${field}.requestMappings[${index}]`;
    const container = containers.get(containerName);
    if (!container) {
      const why = 'must match the name of an entry in spec.initContainers.name or spec.containers.name';
      errors.push(invalid(`${at}.containerName`, containerName, why));
    } else if (!Object.hasOwn(container.resources?.requests ?? {}, resourceName)) {
      errors.push(invalid(`${at}.resourceName`, resourceName, NO_REQUEST));
    }
    pushInvalid(errors, `${field}.requestName`, requestName, isDns1123Label(requestName));
    const mapping = { containerName, resourceName, requestName };
    const key = JSON.stringify(mapping);
    if (seen.has(key)) for (const [name, value] of Object.entries(mapping)) errors.push(duplicate(`${at}.${name}`, value));
    seen.add(key);
  }
  const claimName = claim.resourceClaimName ?? '';
  if (!claimName) errors.push(required(`${field}.resourceClaimName`));
  else pushInvalid(errors, `${field}.resourceClaimName`, claimName, isDns1123Subdomain(claimName));
}
