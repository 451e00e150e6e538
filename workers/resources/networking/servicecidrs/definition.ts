import { invalid, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import { define } from '../../define';
import { printed } from '../../schema/emptied';
import { statusApart } from '../../strategy';
import { AGE_COLUMN, NAME_COLUMN, age, column, textOf } from '../../table';
import { isCanonicalCidr, parseCidr } from '../../validation/cidr';
import { IMMUTABLE } from '../../validation/values';
import type { ServiceCIDR } from './types';

/**
 * Stored. Source: pkg/registry/networking/servicecidr/strategy.go, 1.36.
 * Differs: Services get addresses of the first range of the cluster only.
 */
export const serviceCidrs = define({
  group: 'networking.k8s.io',
  resource: 'servicecidrs',
  singular: 'servicecidr',
  kind: 'ServiceCIDR',
  namespaced: false,
  hasStatus: true,
  strategy: {
    setDefaults: (draft) => void (draft.spec ??= {}),
    ...statusApart(() => ({})),
    validate,
    validateUpdate,
    allowUnconditionalUpdate: true,
  },
  table: {
    columns: [NAME_COLUMN, column('CIDRs', textOf('networking.v1.ServiceCIDRSpec.cidrs')), AGE_COLUMN],
    row: (object, nowMs) => [object.metadata?.name, cidrsOf(object).join(','), age(object.metadata?.creationTimestamp, nowMs)],
  },
});

function cidrsOf(object: AnyObject): readonly string[] {
  return (object as unknown as ServiceCIDR).spec?.cidrs ?? [];
}

function validate(object: AnyObject): FieldError[] {
  const cidrs = cidrsOf(object);
  if (cidrs.length === 0) return [required('spec.cidrs', 'at least one CIDR required')];
  if (cidrs.length > 2) return [invalid('spec.cidrs', { CIDRs: cidrs }, 'may only hold up to 2 values')];
  return rangeErrors(cidrs);
}

function rangeErrors(cidrs: readonly string[]): FieldError[] {
  const broken = cidrs.flatMap((cidr, index) => isCanonicalCidr(cidr).map((message) => invalid(`spec.cidrs[${index}]`, cidr, message)));
  const [first, second] = cidrs.map(parseCidr);
  const text = 'may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64';
  return first && second && first.ip.colons === second.ip.colons ? [...broken, invalid('spec.cidrs', cidrs, text)] : broken;
}

/** Ranges stay; a second one may join the first. */
function validateUpdate(object: AnyObject, before: AnyObject): FieldError[] {
  const [now, then] = [cidrsOf(object), cidrsOf(before)];
  const joined = then.length === 1 && now.length === 2;
  if (now.length !== then.length && !joined) {
    return [invalid('spec.cidrs', printed((object as Partial<ServiceCIDR>).spec, 'cidrs'), IMMUTABLE)];
  }
  const changed = then.flatMap((range, index) => (now[index] === range ? [] : [invalid(`spec.cidrs[${index}]`, now[index], IMMUTABLE)]));
  return joined ? [...changed, ...rangeErrors(now)] : changed;
}
