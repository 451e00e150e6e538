import type { ICSINode } from 'kubernetes-models/storage.k8s.io/v1';
import type { Stored } from '../../stored';

export type CSINode = Stored<ICSINode>;
