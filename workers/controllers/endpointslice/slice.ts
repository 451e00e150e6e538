/** Small pieces of EndpointSlices that both slice controllers build from (source: k8s.io/endpointslice/util, 1.36). */
import type { ObjectMeta } from '../../api/meta';
import type { EndpointSlice } from '../../resources/discovery/endpointslices/types';

export type Endpoint = NonNullable<EndpointSlice['endpoints']>[number];
export type SlicePort = NonNullable<EndpointSlice['ports']>[number];
export type AddressType = 'IPv4' | 'IPv6';

export const SERVICE_NAME_LABEL = 'kubernetes.io/service-name';
export const MANAGED_BY_LABEL = 'endpointslice.kubernetes.io/managed-by';
/** --max-endpoints-per-slice */
export const ENDPOINTS_PER_SLICE_MAX = 100;

/** A slice that is to be created: `name` absent. */
export type SliceDraft = Omit<EndpointSlice, 'endpoints' | 'ports'> & {
  readonly endpoints: readonly Endpoint[];
  readonly ports: readonly SlicePort[];
};

/** Slices with the same key serve the same ports. */
export function portsKey(ports: readonly SlicePort[] | null | undefined): string {
  const texts = (ports ?? []).map(({ name, port, protocol, appProtocol }) =>
    JSON.stringify([name ?? null, port ?? null, protocol ?? null, appProtocol ?? null]),
  );
  return texts.sort().join();
}

/** What makes two endpoints the same one: where it is and what it stands for, not its state. */
export function endpointKey({ addresses, hostname, targetRef }: Endpoint): string {
  const { kind, namespace, name, uid } = targetRef ?? {};
  return JSON.stringify([addresses, hostname ?? null, targetRef ? [kind, namespace, name, uid] : null]);
}

export function addressTypeOf(ip: string): AddressType {
  return ip.includes(':') ? 'IPv6' : 'IPv4';
}

/** The wire form: empty lists are null there, as Go's nil slices marshal. */
export function toBody(slice: SliceDraft): object {
  return {
    ...slice,
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    endpoints: slice.endpoints.length ? slice.endpoints : null,
    ports: slice.ports.length ? slice.ports : null,
  };
}

/** A slice without endpoints for what owns it (a Service or its Endpoints), still without labels. */
export function emptySlice(
  ownerKind: 'Service' | 'Endpoints',
  { metadata: { name = '', namespace = '', uid = '' } }: { readonly metadata: ObjectMeta },
  family: AddressType,
  ports: readonly SlicePort[],
): SliceDraft {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      generateName: `${name}-`,
      namespace,
      ownerReferences: [{ apiVersion: 'v1', kind: ownerKind, name, uid, controller: true, blockOwnerDeletion: true }],
    },
    addressType: family,
    endpoints: [],
    ports,
  };
}
