/** A group that lives in another thread: the same calls as ComponentGroup, answered later. */
import type { FromGroup, ToGroup } from '../protocol/group';
import type { GroupBatch, GroupResult } from '../sim/group';

/** The part of Worker (browser) and worker_threads' Worker that is used; made by the host. */
export interface GroupThread {
  post(message: ToGroup): void;
  onMessage(listener: (message: FromGroup) => void): void;
  onError(listener: (error: Error) => void): void;
  terminate(): void;
}

export interface AsyncGroup {
  run(batch: GroupBatch): GroupResult | Promise<GroupResult>;
  query(name: string, question: unknown): unknown;
  dispose(): void;
}

/** Resolves when the thread has loaded its code. */
export function connectGroup(thread: GroupThread, seed: number): Promise<AsyncGroup> {
  let nextId = 1;
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  const ask = (message: (id: number) => ToGroup) =>
    new Promise<unknown>((resolve, reject) => {
      const id = nextId++;
      waiting.set(id, { resolve, reject });
      thread.post(message(id));
    });
  const group: AsyncGroup = {
    run: (batch) => ask((id) => ({ type: 'run', id, batch })) as Promise<GroupResult>,
    query: (name, question) => ask((id) => ({ type: 'query', id, name, question })),
    dispose: () => thread.terminate(),
  };
  return new Promise((resolve, reject) => {
    thread.onError((error) => {
      reject(error);
      for (const { reject: fail } of waiting.values()) fail(error);
      waiting.clear();
    });
    thread.onMessage((message) => {
      if (message.type === 'ready') {
        resolve(group);
        return;
      }
      const caller = waiting.get(message.id);
      waiting.delete(message.id);
      if (message.type === 'crashed') caller?.reject(new Error(message.message));
      else caller?.resolve(message.type === 'ran' ? message.result : message.value);
    });
    thread.post({ type: 'init', seed });
  });
}
