import type { WatchEvent } from '../api/meta';
import type { ApiReply } from '../api/request';
import type { Mail } from './component';

/** Mail that waits for a component's next step, handed over in the order that `Mail` promises. */
export class Mailbox {
  private watches = new Map<number, { events: WatchEvent[]; closed: boolean }>();
  private replies: Mail[] = [];
  private messages: Mail[] = [];

  get isEmpty(): boolean {
    return this.watches.size === 0 && this.replies.length === 0 && this.messages.length === 0;
  }

  watchEvents(id: number, events: readonly WatchEvent[]): void {
    const batch = this.watches.get(id);
    if (batch) batch.events.push(...events);
    else this.watches.set(id, { events: [...events], closed: false });
  }

  watchClosed(id: number): void {
    const batch = this.watches.get(id);
    if (batch) batch.closed = true;
    else this.watches.set(id, { events: [], closed: true });
  }

  dropWatch(id: number): void {
    this.watches.delete(id);
  }

  reply(id: number, reply: ApiReply): void {
    this.replies.push({ type: 'reply', id, reply });
  }

  message(from: string, message: unknown): void {
    this.messages.push({ type: 'message', from, message });
  }

  take(): Mail[] {
    const inbox: Mail[] = [];
    for (const [id, { events, closed }] of this.watches)
      inbox.push(closed ? { type: 'watch', id, events, closed } : { type: 'watch', id, events });
    inbox.push(...this.replies, ...this.messages);
    this.watches = new Map();
    this.replies = [];
    this.messages = [];
    return inbox;
  }
}
