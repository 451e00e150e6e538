import type { IIngressClass } from 'kubernetes-models/networking.k8s.io/v1';
import type { Stored } from '../../stored';

export type IngressClass = Stored<IIngressClass>;
