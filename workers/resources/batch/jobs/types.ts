import type { IJob } from 'kubernetes-models/batch/v1';
import type { Stored } from '../../stored';

export type Job = Stored<IJob>;
