/** Families and policy of a Service's addresses (source: pkg/registry/core/service/storage/alloc.go initIPFamilyFields, 1.36). */
import { invalid } from '../../api/field-error';
import type { FieldError } from '../../api/field-error';
import { deepEqual } from '../../lib/equal';
import { addressErrors } from '../../resources/core/services/validation';
import { familyOf } from './allocators';
import type { IpFamily } from './allocators';
import { hasAddress, isHeadless } from './spec';
import type { ServiceSpec } from './spec';

/** Fills in what is left out; the causes where the cluster cannot have it. `cluster`: its families, the default one first. */
export function settleFamilies(cluster: readonly IpFamily[], spec: ServiceSpec, stored: ServiceSpec | undefined): FieldError[] {
  if (stored && keepsPreference(spec, stored)) return [];
  const broken = addressErrors(spec, stored?.clusterIPs);
  if (broken.length) return broken;
  const free = isHeadless(spec) && !Object.keys(spec.selector ?? {}).length;
  if (free) spec.ipFamilyPolicy ??= 'RequireDualStack';
  const refused = [...releaseErrors(spec, stored), ...policyErrors(spec), ...inferFamilies(cluster, spec)];
  if (refused.length) return refused;
  const policy = (spec.ipFamilyPolicy ??= 'SingleStack');
  const errors = free ? [] : clusterErrors(cluster, spec);
  if (errors.length) return errors;
  const families = spec.ipFamilies?.length ? [...spec.ipFamilies] : [cluster[0] as IpFamily];
  if (policy !== 'SingleStack' && families.length === 1 && (free || cluster.length > 1)) {
    families.push(families[0] === 'IPv4' ? 'IPv6' : 'IPv4');
  }
  spec.ipFamilies = families;
  return [];
}

/** A preference is not looked at again as long as nobody touches what came of it. */
function keepsPreference(spec: ServiceSpec, stored: ServiceSpec): boolean {
  return (
    [spec, stored].every((one) => one.ipFamilyPolicy === 'PreferDualStack' && hasAddress(one)) &&
    deepEqual(spec.clusterIPs, stored.clusterIPs) &&
    deepEqual(spec.ipFamilies, stored.ipFamilies)
  );
}

function releaseErrors({ ipFamilyPolicy, clusterIPs, ipFamilies }: ServiceSpec, stored: ServiceSpec | undefined): FieldError[] {
  if (!stored || ipFamilyPolicy === 'SingleStack') return [];
  const released = (what: string) =>
    invalid('spec.ipFamilyPolicy', ipFamilyPolicy ?? null, `must be 'SingleStack' to release the secondary ${what}`);
  return [
    ...(stored.clusterIPs?.length === 2 && clusterIPs?.length === 1 ? [released('cluster IP')] : []),
    ...(stored.ipFamilies?.length === 2 && ipFamilies?.length === 1 ? [released('IP family')] : []),
  ];
}

function policyErrors({ ipFamilyPolicy = 'SingleStack', clusterIPs, ipFamilies }: ServiceSpec): FieldError[] {
  if (ipFamilyPolicy !== 'SingleStack') return [];
  const single = (what: string) =>
    invalid('spec.ipFamilyPolicy', ipFamilyPolicy, `must be 'RequireDualStack' or 'PreferDualStack' when multiple ${what} are specified`);
  return [...(clusterIPs?.length === 2 ? [single('cluster IPs')] : []), ...(ipFamilies?.length === 2 ? [single('IP families')] : [])];
}

/** Addresses that were asked for say which family they are of. */
function inferFamilies(cluster: readonly IpFamily[], spec: ServiceSpec): FieldError[] {
  const given = isHeadless(spec) ? [] : (spec.clusterIPs ?? []);
  const families = [...(spec.ipFamilies ?? [])];
  const errors: FieldError[] = [];
  for (const [index, ip] of given.entries()) {
    if (index < families.length) continue;
    const family = familyOf(ip);
    if (cluster.includes(family)) families.push(family);
    else errors.push(invalid(`spec.clusterIPs[${index}]`, given, `${family} is not configured on this cluster`));
  }
  if (families.length) spec.ipFamilies = families;
  return errors;
}

function clusterErrors(cluster: readonly IpFamily[], { ipFamilyPolicy, ipFamilies }: ServiceSpec): FieldError[] {
  const errors: FieldError[] = [];
  if (ipFamilyPolicy === 'RequireDualStack' && cluster.length < 2) {
    errors.push(invalid('spec.ipFamilyPolicy', ipFamilyPolicy, 'this cluster is not configured for dual-stack services'));
  }
  for (const [index, family] of (ipFamilies ?? []).entries()) {
    if (!cluster.includes(family)) errors.push(invalid(`spec.ipFamilies[${index}]`, family, 'not configured on this cluster'));
  }
  return errors;
}
