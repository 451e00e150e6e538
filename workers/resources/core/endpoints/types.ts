import type { IEndpoints } from 'kubernetes-models/v1';
import type { Stored } from '../../stored';

export type Endpoints = Stored<IEndpoints>;
