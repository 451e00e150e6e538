import type { ICronJob } from 'kubernetes-models/batch/v1';
import type { Stored } from '../../stored';

export type CronJob = Stored<ICronJob>;
