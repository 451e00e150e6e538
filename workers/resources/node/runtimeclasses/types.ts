import type { IRuntimeClass } from 'kubernetes-models/node.k8s.io/v1';
import type { Stored } from '../../stored';

export type RuntimeClass = Stored<IRuntimeClass>;
