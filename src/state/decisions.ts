/** Scheduling decision records, fetched per pod when someone asks why. */
import { createStore } from 'zustand/vanilla';
import type { DecisionRecord } from '../../workers/protocol/decision';
import { transport } from './connection';

export interface DecisionsState {
  /** Attempts by "namespace/name", oldest first. */
  readonly byPod: ReadonlyMap<string, readonly DecisionRecord[]>;
}

export const decisionsStore = createStore<DecisionsState>(() => ({ byPod: new Map() }));

/** Fetches a pod's attempts anew; the store changes when they arrive. */
export async function fetchDecisions(namespace: string, pod: string): Promise<void> {
  const query = new URLSearchParams({ namespace, pod });
  const reply = await transport().request({ method: 'GET', path: `/sim/decisions?${query}` });
  if (reply.code !== 200) return;
  const attempts = attemptsOf(reply.body);
  decisionsStore.setState(({ byPod }) => ({ byPod: new Map(byPod).set(`${namespace}/${pod}`, attempts) }));
}

function attemptsOf(body: unknown): readonly DecisionRecord[] {
  if (Array.isArray(body)) return body as DecisionRecord[];
  const items = (body as { items?: unknown } | null)?.items;
  return Array.isArray(items) ? (items as DecisionRecord[]) : [];
}
