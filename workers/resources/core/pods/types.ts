import type { IPod } from 'kubernetes-models/v1';
import type { Stored } from '../../stored';

export type Pod = Stored<IPod>;
