interface Conversation {
  readonly to: string;
  readonly onReply: (reply: unknown) => void;
}

/** Who outside the simulation waits for which component's answers. Ids count up, so that a repeated run gives the same. */
export class ExternalConversations {
  private readonly waiting = new Map<number, Conversation>();
  private lastId = 0;

  open(to: string, onReply: (reply: unknown) => void): number {
    const id = ++this.lastId;
    this.waiting.set(id, { to, onReply });
    return id;
  }

  /** Answers that nobody waits for are dropped. */
  reply(from: string, message: unknown): void {
    const { id, more } = message as { readonly id?: number; readonly more?: boolean };
    const conversation = id === undefined ? undefined : this.waiting.get(id);
    if (id === undefined || conversation?.to !== from) return;
    if (!more) this.waiting.delete(id);
    conversation.onReply(message);
  }

  /** The component will not answer any more. */
  breakOff(to: string): void {
    for (const [id, conversation] of this.waiting) {
      if (conversation.to !== to) continue;
      this.waiting.delete(id);
      conversation.onReply(undefined);
    }
  }
}
