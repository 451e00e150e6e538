import type { IPersistentVolume } from 'kubernetes-models/v1';
import type { Stored } from '../../stored';

export type PersistentVolume = Stored<IPersistentVolume>;
