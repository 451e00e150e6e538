import type { ICSIDriver } from 'kubernetes-models/storage.k8s.io/v1';
import type { Stored } from '../../stored';

export type CSIDriver = Stored<ICSIDriver>;
