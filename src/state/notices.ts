/** Short messages about what a command did; they go away by themselves. */
import { createStore } from 'zustand/vanilla';
import { isStatus } from '../../workers/api/status';
import type { PageReply } from '../../workers/protocol/page';

export interface Notice {
  readonly id: number;
  readonly tone: 'done' | 'problem';
  readonly text: string;
  /** Shown in full below the text: a manifest. */
  readonly detail?: string;
}

const noticesMax = 4;
const stayMs = { done: 6000, problem: 12_000 } as const;

export const noticesStore = createStore<{ readonly notices: readonly Notice[] }>(() => ({ notices: [] }));

let nextId = 1;

export function notify(notice: Omit<Notice, 'id'>): void {
  const id = nextId++;
  noticesStore.setState(({ notices }) => ({ notices: [...notices, { ...notice, id }].slice(-noticesMax) }));
  setTimeout(() => dismissNotice(id), stayMs[notice.tone]);
}

export function dismissNotice(id: number): void {
  noticesStore.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }));
}

/** Shows the server's message if the request failed. Answers whether it succeeded. */
export async function notifyFailure(pending: Promise<PageReply>): Promise<boolean> {
  const reply = await pending;
  if (reply.code >= 200 && reply.code < 300) return true;
  notify({ tone: 'problem', text: messageOf(reply) });
  return false;
}

/** The server's own words for a failure. */
export function messageOf({ code, body }: PageReply): string {
  return isStatus(body) && body.message ? body.message : `HTTP ${code}`;
}
