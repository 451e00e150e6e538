import type { IPodDisruptionBudget } from 'kubernetes-models/policy/v1';
import type { Stored } from '../../stored';

export type PodDisruptionBudget = Stored<IPodDisruptionBudget>;
