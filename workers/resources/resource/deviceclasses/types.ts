import type { IDeviceClass } from 'kubernetes-models/resource.k8s.io/v1';
import type { Stored } from '../../stored';

export type DeviceClass = Stored<IDeviceClass>;
