import type { ISecret } from 'kubernetes-models/v1';
import type { Stored } from '../../stored';

export type Secret = Stored<ISecret>;
