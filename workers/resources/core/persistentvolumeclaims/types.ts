import type { IPersistentVolumeClaim } from 'kubernetes-models/v1';
import type { Stored } from '../../stored';

export type PersistentVolumeClaim = Stored<IPersistentVolumeClaim>;
