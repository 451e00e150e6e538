import type { IPriorityClass } from 'kubernetes-models/scheduling.k8s.io/v1';
import type { Stored } from '../../stored';

export type PriorityClass = Stored<IPriorityClass>;
