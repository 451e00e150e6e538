import type { IReplicationController } from 'kubernetes-models/v1';
import type { Stored } from '../../stored';

export type ReplicationController = Stored<IReplicationController>;
