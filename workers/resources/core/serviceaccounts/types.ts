import type { IServiceAccount } from 'kubernetes-models/v1';
import type { Stored } from '../../stored';

export type ServiceAccount = Stored<IServiceAccount>;
