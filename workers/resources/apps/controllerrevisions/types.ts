import type { IControllerRevision } from 'kubernetes-models/apps/v1';
import type { Stored } from '../../stored';

export type ControllerRevision = Stored<IControllerRevision>;
