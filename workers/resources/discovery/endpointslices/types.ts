import type { IEndpointSlice } from 'kubernetes-models/discovery.k8s.io/v1';
import type { Stored } from '../../stored';

export type EndpointSlice = Stored<IEndpointSlice>;
