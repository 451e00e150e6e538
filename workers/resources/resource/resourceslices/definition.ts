import type { AnyObject } from '../../../api/meta';
import { rfc3339 } from '../../../api/time';
import { deepEqual } from '../../../lib/equal';
import { define } from '../../define';
import type { Draft, StrategyContext } from '../../definition';
import { AGE_COLUMN, NAME_COLUMN, age, column, textOf } from '../../table';
import { resourceSliceWarnings, specOf, validateResourceSlice, validateResourceSliceUpdate } from './validation';

/** Stored, not acted upon. Source: pkg/registry/resource/resourceslice/strategy.go, 1.36. */
export const resourceSlices = define({
  group: 'resource.k8s.io',
  resource: 'resourceslices',
  kind: 'ResourceSlice',
  namespaced: false,
  fields: (object) => {
    const { nodeName, driver } = specOf(object);
    return { 'spec.nodeName': nodeName ?? '', 'spec.driver': driver ?? '' };
  },
  strategy: {
    setDefaults: (draft) => {
      draft.spec ??= {};
      draft.spec.pool ??= {};
    },
    hasGeneration: true,
    prepareForCreate: prepare,
    prepareForUpdate: (draft, before, context) => {
      // What is dropped below counts as a change all the same.
      if (!deepEqual(draft.spec, (before as AnyObject).spec)) draft.metadata.generation = (before.metadata?.generation ?? 0) + 1;
      prepare(draft, context);
    },
    warnings: resourceSliceWarnings,
    validate: validateResourceSlice,
    validateUpdate: validateResourceSliceUpdate,
    allowUnconditionalUpdate: true,
    deleteReturnsObject: true,
  },
  table: {
    columns: [
      NAME_COLUMN,
      column('Node', textOf('resource.v1.ResourceSliceSpec.nodeName')),
      column('Driver', textOf('resource.v1.ResourceSliceSpec.driver')),
      column('Pool', textOf('resource.v1.ResourcePool.name')),
      AGE_COLUMN,
    ],
    row: (object, nowMs) => {
      const { nodeName, driver, pool } = specOf(object);
      const { metadata } = object;
      return [metadata?.name, nodeName ?? '', driver, pool?.name, age(metadata?.creationTimestamp, nowMs)];
    },
  },
});

/** Lists of values and mappings to node resources are behind gates that are off; taints say since when. */
function prepare(draft: Draft, { nowMs }: StrategyContext): void {
  for (const device of draft.spec.devices ?? []) {
    for (const attribute of Object.values((device.attributes ?? {}) as Record<string, Record<string, unknown>>)) {
      for (const list of ['ints', 'bools', 'strings', 'versions']) delete attribute[list];
    }
    delete device.nodeAllocatableResourceMappings;
    for (const taint of device.taints ?? []) taint.timeAdded ??= rfc3339(nowMs);
  }
}
