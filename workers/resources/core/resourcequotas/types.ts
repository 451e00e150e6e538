import type { IResourceQuota } from 'kubernetes-models/v1';
import type { Stored } from '../../stored';

export type ResourceQuota = Stored<IResourceQuota>;
