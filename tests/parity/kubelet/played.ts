/** What a played case showed. */
import type { ApiReply } from '../../../workers/api/request';
import type { PodFacts } from './facts';

export interface SeenEvent {
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  readonly object: string;
  readonly fieldPath: string;
  readonly t: number;
  count: number;
}

export interface Played {
  readonly pods: ReadonlyMap<string, PodFacts>;
  readonly events: readonly SeenEvent[];
  /** Replies to log requests, by the step's place in the plan. */
  readonly logs: ReadonlyMap<number, ApiReply>;
  /** What could not be done. */
  readonly problems: readonly string[];
  readonly secrets: { readonly uids: readonly string[]; readonly ips: readonly string[] };
}
