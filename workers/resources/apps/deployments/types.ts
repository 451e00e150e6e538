import type { IDeployment } from 'kubernetes-models/apps/v1';
import type { Stored } from '../../stored';

export type Deployment = Stored<IDeployment>;
