import type { IVolumeAttachment } from 'kubernetes-models/storage.k8s.io/v1';
import type { Stored } from '../../stored';

export type VolumeAttachment = Stored<IVolumeAttachment>;
