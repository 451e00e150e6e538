import type { IStatefulSet } from 'kubernetes-models/apps/v1';
import type { Stored } from '../../stored';

export type StatefulSet = Stored<IStatefulSet>;
