import type { INamespace } from 'kubernetes-models/v1';
import type { Stored } from '../../stored';

export type Namespace = Stored<INamespace>;
