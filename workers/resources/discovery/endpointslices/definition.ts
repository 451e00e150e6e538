import { define } from '../../define';
import { AGE_COLUMN, NAME_COLUMN, age, column, textOf } from '../../table';
import { endpointSliceStrategy } from './strategy';
import type { EndpointSlice } from './types';

const SHOWN_MAX = 3;

export const endpointSlices = define({
  group: 'discovery.k8s.io',
  resource: 'endpointslices',
  kind: 'EndpointSlice',
  strategy: endpointSliceStrategy,
  table: {
    columns: [
      NAME_COLUMN,
      column('AddressType', textOf('discovery.v1.EndpointSlice.addressType')),
      column('Ports', textOf('discovery.v1.EndpointSlice.ports')),
      column('Endpoints', textOf('discovery.v1.EndpointSlice.endpoints')),
      AGE_COLUMN,
    ],
    row: (object, nowMs) => {
      const { metadata, addressType, ports, endpoints } = object as unknown as EndpointSlice;
      const numbers = (ports ?? []).map(({ port, name }) => `${port ?? name ?? '*'}`);
      const addresses = (endpoints ?? []).flatMap((endpoint) => endpoint.addresses as readonly string[]);
      return [
        metadata.name,
        addressType,
        shortened(numbers, '<unset>'),
        shortened(addresses, '<unset>'),
        age(metadata.creationTimestamp, nowMs),
      ];
    },
  },
});

function shortened(texts: readonly string[], none: string): string {
  if (texts.length === 0) {
    return none;
  }
  const shown = texts.slice(0, SHOWN_MAX).join(',') || none;
  return texts.length > SHOWN_MAX ? `${shown} + ${texts.length - SHOWN_MAX} more...` : shown;
}
