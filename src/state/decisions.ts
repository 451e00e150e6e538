/** Scheduling decisions, fetched per pod when someone asks why: the attempts without their rows, and rows as they come into sight. */
import { createStore } from 'zustand/vanilla';
import type { DecisionAnswers } from '../../workers/protocol/decision';
import type { DecisionHead, DecisionRows } from '../../workers/protocol/decision-rows';
import { transport } from './connection';

export interface DecisionsState {
  /** Attempts by "namespace/name", oldest first. */
  readonly byPod: ReadonlyMap<string, readonly DecisionHead[]>;
}

export const decisionsStore = createStore<DecisionsState>(() => ({ byPod: new Map() }));

/** Fetches a pod's attempts anew; the store changes when they arrive. */
export async function fetchDecisions(namespace: string, pod: string): Promise<void> {
  const query = new URLSearchParams({ namespace, pod, form: 'heads' });
  const reply = await transport().request({ method: 'GET', path: `/sim/decisions?${query}` });
  if (reply.code !== 200) return;
  const attempts = attemptsOf(reply.body);
  decisionsStore.setState(({ byPod }) => ({ byPod: new Map(byPod).set(`${namespace}/${pod}`, attempts) }));
}

export interface AnswersQuery {
  readonly namespace: string;
  readonly pod: string;
  /** The attempt's. */
  readonly id: number;
  /** Why not on this node? */
  readonly node?: string | undefined;
  /** Also ask what would change it. */
  readonly changes?: boolean | undefined;
}

/** Asks the scheduler about an attempt; undefined where it does not remember it. */
export async function fetchAnswers({ namespace, pod, id, node, changes }: AnswersQuery): Promise<DecisionAnswers | undefined> {
  const query = new URLSearchParams({ namespace, pod, id: String(id), ...(node ? { node } : {}), ...(changes ? { changes: '1' } : {}) });
  const reply = await transport().request({ method: 'GET', path: `/sim/decisions/questions?${query}` });
  return reply.code === 200 ? (reply.body as DecisionAnswers) : undefined;
}

export interface RowsQuery {
  readonly namespace: string;
  readonly pod: string;
  /** The attempt's. */
  readonly id: number;
  readonly from: number;
  readonly count: number;
  /** Only nodes rejected for this reason. */
  readonly reason?: string | undefined;
  /** This node comes first. */
  readonly node?: string | undefined;
}

/** Rows of an attempt; undefined where the scheduler does not remember it. */
export async function fetchRows({ namespace, pod, id, from, count, reason, node }: RowsQuery): Promise<DecisionRows | undefined> {
  const query = new URLSearchParams({
    ...{ namespace, pod, id: String(id), from: String(from), count: String(count) },
    ...(reason === undefined ? {} : { reason }),
    ...(node === undefined ? {} : { node }),
  });
  const reply = await transport().request({ method: 'GET', path: `/sim/decisions/rows?${query}` });
  return reply.code === 200 ? (reply.body as DecisionRows) : undefined;
}

function attemptsOf(body: unknown): readonly DecisionHead[] {
  if (Array.isArray(body)) return body as DecisionHead[];
  const items = (body as { items?: unknown } | null)?.items;
  return Array.isArray(items) ? (items as DecisionHead[]) : [];
}
