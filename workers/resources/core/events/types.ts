import type { IEvent } from 'kubernetes-models/v1';
import type { Stored } from '../../stored';

export type Event = Stored<IEvent>;
