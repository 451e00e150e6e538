import type { IPodTemplate } from 'kubernetes-models/v1';
import type { Stored } from '../../stored';

export type PodTemplate = Stored<IPodTemplate>;
