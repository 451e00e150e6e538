import type { IServiceCIDR } from 'kubernetes-models/networking.k8s.io/v1';
import type { Stored } from '../../stored';

export type ServiceCIDR = Stored<IServiceCIDR>;
