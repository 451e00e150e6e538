import type { AnyObject } from '../../../api/meta';
import { canonicalQuantity, compareQuantity, formatQuantity, parseQuantity } from '../../../api/quantity';
import { define } from '../../define';
import { separateStatus } from '../../strategy';
import { AGE_COLUMN, NAME_COLUMN, age, column } from '../../table';
import type { ResourceQuota } from './types';
import { validateResourceQuota, validateResourceQuotaStatus, validateResourceQuotaUpdate } from './validation';

type Amounts = Readonly<Record<string, string | number>>;

/** Source: pkg/registry/core/resourcequota/strategy.go and printers.go printResourceQuota, 1.36. */
export const resourceQuotas = define({
  group: '',
  resource: 'resourcequotas',
  kind: 'ResourceQuota',
  shortNames: ['quota'],
  hasStatus: true,
  strategy: {
    setDefaults: (draft) => {
      draft.spec ??= {};
    },
    ...separateStatus(() => ({})),
    validate: validateResourceQuota,
    validateUpdate: validateResourceQuotaUpdate,
    validateStatusUpdate: validateResourceQuotaStatus,
    warnings: (object, before) => (before ? [] : requestsAboveLimits((object as unknown as ResourceQuota).spec?.hard ?? {})),
    allowUnconditionalUpdate: true,
    deleteReturnsObject: true,
  },
  table: {
    columns: [
      NAME_COLUMN,
      column('Request', 'Request represents a minimum amount of cpu/memory that a container may consume.'),
      column('Limit', 'Limits control the maximum amount of cpu/memory that a container may use independent of contention on the node.'),
      AGE_COLUMN,
    ],
    row: quotaRow,
  },
});

/** Nobody could use up a request that is above its limit. */
function requestsAboveLimits(hard: Amounts): string[] {
  const pairs = [
    ['limits.cpu', 'requests.cpu', 'cpu'],
    ['limits.memory', 'requests.memory', 'memory'],
    ['limits.ephemeral-storage', 'requests.ephemeral-storage'],
  ] as const;
  return pairs.flatMap(([limit, ...names]) => {
    const request = names.find((name) => hard[name] !== undefined);
    if (request === undefined || hard[limit] === undefined) return [];
    const [asked, most] = [hard[request], hard[limit]].map((amount) => parseQuantity(amount ?? ''));
    if (!asked || !most || compareQuantity(asked, most) <= 0) return [];
    return [`ResourceQuota ${request} (${formatQuantity(asked)}) should be less than ${limit} (${formatQuantity(most)})`];
  });
}

function quotaRow(object: AnyObject, nowMs: number): readonly unknown[] {
  const { metadata, status } = object as unknown as ResourceQuota;
  const hard = (status?.hard ?? {}) as Amounts;
  const used = (status?.used ?? {}) as Amounts;
  const cells = Object.keys(hard)
    .toSorted()
    .map((name) => [name, `${name}: ${canonicalQuantity(used[name] ?? '0')}/${canonicalQuantity(hard[name] ?? '0')}`] as const);
  const isLimit = (name: string): boolean => name.startsWith('limits');
  return [
    metadata.name,
    cells
      .filter(([name]) => !isLimit(name))
      .map(([, text]) => text)
      .join(', '),
    cells
      .filter(([name]) => isLimit(name))
      .map(([, text]) => text)
      .join(', '),
    age(metadata.creationTimestamp, nowMs),
  ];
}
