import type { ILease } from 'kubernetes-models/coordination.k8s.io/v1';
import type { Stored } from '../../stored';

export type Lease = Stored<ILease>;
