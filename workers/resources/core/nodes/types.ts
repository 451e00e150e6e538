import type { INode } from 'kubernetes-models/v1';
import type { Stored } from '../../stored';

export type Node = Stored<INode>;
