/** Source: k8s.io/kubernetes/pkg/registry/discovery/endpointslice/strategy.go and pkg/apis/discovery/v1/defaults.go, 1.36. */
import type { Draft, Strategy } from '../../definition';
import { deepEqual } from '../../../lib/equal';
import { ipWarnings } from '../../validation/ip';
import type { EndpointSlice } from './types';
import { validateEndpointSlice, validateEndpointSliceUpdate } from './validation';

export const endpointSliceStrategy: Strategy = {
  setDefaults,
  prepareForCreate: (draft) => {
    dropTopology(draft);
    draft.metadata.generation = 1;
  },
  prepareForUpdate: (draft, before) => {
    const stored = before as unknown as Draft;
    const same = ['endpoints', 'ports', 'addressType'].every((field) => deepEqual(draft[field], stored[field]));
    const sameLabels = deepEqual(draft.metadata.labels ?? {}, stored.metadata.labels ?? {});
    dropTopology(draft);
    draft.metadata.generation = same && sameLabels ? stored.metadata.generation : (stored.metadata.generation ?? 0) + 1;
  },
  validate: validateEndpointSlice,
  validateUpdate: validateEndpointSliceUpdate,
  warnings: (object, before) => (before ? [] : creationWarnings(object as unknown as EndpointSlice)),
  allowUnconditionalUpdate: true,
};

function creationWarnings({ addressType, endpoints }: EndpointSlice): string[] {
  const addresses = (endpoints ?? []).flatMap(({ addresses: given }, index) =>
    given.flatMap((address, at) => ipWarnings(`endpoints[${index}].addresses[${at}]`, address)),
  );
  return [...(addressType === 'FQDN' ? ['spec.addressType: FQDN endpoints are deprecated'] : []), ...addresses];
}

function setDefaults(draft: Draft): void {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  for (const port of (draft.ports as any[] | undefined) ?? []) {
    port.name ??= '';
    port.protocol ??= 'TCP';
  }
}

function dropTopology(draft: Draft): void {
  for (const endpoint of (draft.endpoints as Record<string, unknown>[] | null | undefined) ?? []) delete endpoint.deprecatedTopology;
}
