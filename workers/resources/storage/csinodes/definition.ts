import type { Draft } from '../../definition';
import { define } from '../../define';
import { AGE_COLUMN, NAME_COLUMN, age, column } from '../../table';
import type { CSINode } from './types';
import { validateCsiNode, validateCsiNodeUpdate } from './validation';

/** Stored, not acted upon. Source: pkg/registry/storage/csinode/strategy.go, 1.36. */
export const csiNodes = define({
  group: 'storage.k8s.io',
  resource: 'csinodes',
  kind: 'CSINode',
  namespaced: false,
  strategy: {
    setDefaults,
    validate: validateCsiNode,
    validateUpdate: validateCsiNodeUpdate,
    allowUnconditionalUpdate: false,
    deleteReturnsObject: true,
  },
  table: {
    columns: [NAME_COLUMN, column('Drivers', 'Drivers indicates the number of CSI drivers registered on the node', 'integer'), AGE_COLUMN],
    row: (object, nowMs) => {
      const { metadata, spec } = object as unknown as CSINode;
      return [metadata.name, spec.drivers?.length ?? 0, age(metadata.creationTimestamp, nowMs)];
    },
  },
});

function setDefaults(draft: Draft): void {
  const spec = (draft.spec ??= {});
  spec.drivers = spec.drivers?.length ? spec.drivers : null;
  for (const driver of spec.drivers ?? []) {
    driver.topologyKeys ??= null;
  }
}
