import { invalid, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import { deepEqual } from '../../../lib/equal';
import { isDns1123Subdomain, pathSegmentName } from '../../../api/names';
import { pushInvalid } from '../../validation/labels';
import { internalForm } from '../../schema/internal-form';
import { define } from '../../define';
import { NAME_COLUMN, age, column, textOf } from '../../table';
import { isCanonicalIp } from '../../validation/ip';
import { IMMUTABLE } from '../../validation/values';
import type { IPAddress } from './types';

/**
 * Source: pkg/registry/networking/ipaddress/strategy.go, 1.36.
 * Differs: those of Services tell what was allocated (workers/apiserver/service/ip-addresses.ts); those of others hold nothing.
 */
export const ipAddresses = define({
  group: 'networking.k8s.io',
  resource: 'ipaddresses',
  singular: 'ipaddress',
  kind: 'IPAddress',
  listKind: 'IPAddressList',
  shortNames: ['ip'],
  namespaced: false,
  nameRule: (name) => isCanonicalIp(name),
  fields: (object) => ({ 'spec.parentRef.resource': parentOf(object)?.resource ?? '' }),
  strategy: {
    setDefaults: (draft) => {
      draft.spec ??= {};
      if (draft.spec.parentRef?.group === '') delete draft.spec.parentRef.group;
    },
    validate,
    validateUpdate,
    allowUnconditionalUpdate: true,
  },
  table: {
    columns: [NAME_COLUMN, column('ParentRef', textOf('networking.v1.IPAddressSpec.parentRef'))],
    row: (object, nowMs) => {
      const given = parentOf(object);
      const { group, resource, namespace, name } = given ?? {};
      const parent = given && `${group ? `${resource}.${group}` : (resource ?? '')}${namespace ? `/${namespace}` : ''}/${name ?? ''}`;
      return [object.metadata?.name, parent ?? '<none>', age(object.metadata?.creationTimestamp, nowMs)];
    },
  },
});

function parentOf(object: AnyObject): Partial<NonNullable<NonNullable<IPAddress['spec']>['parentRef']>> | undefined {
  return (object as unknown as IPAddress).spec?.parentRef;
}

function validate(object: AnyObject): FieldError[] {
  const parent = parentOf(object);
  if (!parent) return [required('spec.parentRef')];
  const errors: FieldError[] = [];
  if (parent.group) pushInvalid(errors, 'spec.parentRef.group', parent.group, isDns1123Subdomain(parent.group));
  for (const field of ['resource', 'name', 'namespace'] as const) {
    const text = parent[field];
    if (text) pushInvalid(errors, `spec.parentRef.${field}`, text, pathSegmentName(text, false));
    else if (field !== 'namespace') errors.push(required(`spec.parentRef.${field}`));
  }
  return errors;
}

function validateUpdate(object: AnyObject, before: AnyObject): FieldError[] {
  const parent = parentOf(object);
  return deepEqual(parent, parentOf(before)) ? [] : [invalid('spec.parentRef', internalForm(parent, 'ParentReference'), IMMUTABLE)];
}
