import type { IConfigMap } from 'kubernetes-models/v1';
import type { Stored } from '../../stored';

export type ConfigMap = Stored<IConfigMap>;
