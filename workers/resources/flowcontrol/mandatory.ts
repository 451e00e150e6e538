/**
 * The objects of flow control that keep their spec (source: k8s.io/apiserver/pkg/apis/flowcontrol/bootstrap/default.go Mandatory*, and
 * pkg/apis/flowcontrol/validation/validation.go, 1.36).
 */
import { invalid } from '../../api/field-error';
import type { FieldError } from '../../api/field-error';
import { AUTHENTICATED, MASTERS, UNAUTHENTICATED } from '../../api/user-info';
import { deepEqual } from '../../lib/equal';
import { internalForm } from '../schema/internal-form';

const group = (name: string) => ({ kind: 'Group', group: { name } });
const EVERYTHING = {
  resourceRules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'], clusterScope: true, namespaces: ['*'] }],
  nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
};

const SCHEMAS: ReadonlyMap<string, object> = new Map<string, object>([
  [
    'catch-all',
    {
      priorityLevelConfiguration: { name: 'catch-all' },
      matchingPrecedence: 10_000,
      distinguisherMethod: { type: 'ByUser' },
      rules: [{ subjects: [group(UNAUTHENTICATED), group(AUTHENTICATED)], ...EVERYTHING }],
    },
  ],
  [
    'exempt',
    { priorityLevelConfiguration: { name: 'exempt' }, matchingPrecedence: 1, rules: [{ subjects: [group(MASTERS)], ...EVERYTHING }] },
  ],
]);

/** What is exempt may say how many seats it lends: `exempt` is not compared. */
const LEVELS: ReadonlyMap<string, object> = new Map<string, object>([
  ['catch-all', { type: 'Limited', limited: { nominalConcurrencyShares: 5, lendablePercent: 0, limitResponse: { type: 'Reject' } } }],
  ['exempt', { type: 'Exempt' }],
]);

export function validateMandatorySchema(name: string | undefined, spec: object | undefined): FieldError[] {
  const fixed = SCHEMAS.get(name ?? '');
  if (!fixed || deepEqual(spec, fixed)) return [];
  return [invalid('spec', internalForm(spec, 'FlowSchemaSpec'), `spec of '${name}' must equal the fixed value`)];
}

export function validateMandatoryLevel(name: string | undefined, spec: object | undefined): FieldError[] {
  const fixed = LEVELS.get(name ?? '');
  const { exempt: _exempt, ...others } = (spec ?? {}) as { readonly exempt?: object };
  if (!fixed || deepEqual(name === 'exempt' ? others : spec, fixed)) return [];
  const part = name === 'exempt' ? " except the 'spec.exempt' field" : '';
  return [invalid('spec', internalForm(spec, 'PriorityLevelConfigurationSpec'), `spec of '${name}'${part} must equal the fixed value`)];
}
