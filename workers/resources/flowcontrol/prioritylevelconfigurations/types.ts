import type { IPriorityLevelConfiguration } from 'kubernetes-models/flowcontrol.apiserver.k8s.io/v1';
import type { Stored } from '../../stored';

export type PriorityLevelConfiguration = Stored<IPriorityLevelConfiguration>;
