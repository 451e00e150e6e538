import type { IIPAddress } from 'kubernetes-models/networking.k8s.io/v1';
import type { Stored } from '../../stored';

export type IPAddress = Stored<IIPAddress>;
