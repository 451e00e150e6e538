/** The claims a pod names (source: k8s.io/dynamic-resource-allocation/resourceclaim, 1.36). */
import type { Pod } from '../../../resources/core/pods/types';
import type { ClusterObjects } from '../../framework/plugin';
import type { ResourceClaim } from './types';

/** In the pod's order; a text says why one cannot be used. A template that made no claim for this pod is left out. */
export function podClaims({ metadata, spec, status }: Pod, objects: ClusterObjects): readonly ResourceClaim[] | string {
  const claims: ResourceClaim[] = [];
  const { namespace = '' } = metadata;
  for (const reference of spec?.resourceClaims ?? []) {
    const { name, resourceClaimName, resourceClaimTemplateName } = reference;
    if (resourceClaimName === undefined && resourceClaimTemplateName === undefined)
      return `pod "${namespace}/${metadata.name}", spec.resourceClaim "${name}": none of the supported fields are set`;
    const generated = status?.resourceClaimStatuses?.find((one) => one.name === name);
    if (resourceClaimName === undefined && !generated) return `pod "${namespace}/${metadata.name}": ResourceClaim not created yet`;
    const claimName = resourceClaimName ?? generated?.resourceClaimName;
    if (claimName === undefined) continue;
    const claim = objects.get('resourceclaims', namespace, claimName) as ResourceClaim | undefined;
    if (!claim) return `could not find ResourceClaim "${namespace}/${claimName}"`;
    if (claim.metadata?.deletionTimestamp !== undefined) return `resourceclaim "${claimName}" is being deleted`;
    const own = claim.metadata?.ownerReferences?.some(({ controller, uid }) => controller && uid === metadata.uid);
    if (resourceClaimName === undefined && !own)
      return `ResourceClaim ${namespace}/${claimName} was not created for Pod ${namespace}/${metadata.name} (Pod is not owner)`;
    claims.push(claim);
  }
  return claims;
}

export function claimKey({ metadata }: ResourceClaim): string {
  return `${metadata?.namespace}/${metadata?.name}`;
}
