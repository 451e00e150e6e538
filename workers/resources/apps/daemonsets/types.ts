import type { IDaemonSet } from 'kubernetes-models/apps/v1';
import type { Stored } from '../../stored';

export type DaemonSet = Stored<IDaemonSet>;
