import type { IIngress } from 'kubernetes-models/networking.k8s.io/v1';
import type { Stored } from '../../stored';

export type Ingress = Stored<IIngress>;
