/** What crosses between the simulation and a worker that hosts a group of components. One request, one answer, by id. */
import type { GroupBatch, GroupResult } from '../sim/group';

export type ToGroup =
  | { readonly type: 'init'; readonly seed: number }
  | { readonly type: 'run'; readonly id: number; readonly batch: GroupBatch }
  | { readonly type: 'query'; readonly id: number; readonly name: string; readonly question: unknown };

export type FromGroup =
  | { readonly type: 'ready' }
  | { readonly type: 'ran'; readonly id: number; readonly result: GroupResult }
  | { readonly type: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly type: 'crashed'; readonly id: number; readonly message: string };
