import type { IReplicaSet } from 'kubernetes-models/apps/v1';
import type { Stored } from '../../stored';

export type ReplicaSet = Stored<IReplicaSet>;
