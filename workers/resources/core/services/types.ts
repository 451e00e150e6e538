import type { IService } from 'kubernetes-models/v1';
import type { Stored } from '../../stored';

export type Service = Stored<IService>;
