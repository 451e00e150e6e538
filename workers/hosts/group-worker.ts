/**
 * The body of a group's worker. It speaks through the Web Worker globals; in Node `node-worker.mjs` provides the same
 * globals over worker_threads, so the entries are the same files in both.
 */
import { factoryOf } from '../cluster/component-table';
import type { ComponentTable } from '../cluster/component-table';
import type { FromGroup, ToGroup } from '../protocol/group';
import { ComponentGroup } from '../sim/group';

export function serveGroup(table: ComponentTable): void {
  let group: ComponentGroup | undefined;
  const post = (message: FromGroup) => self.postMessage(message);
  self.addEventListener('message', ({ data }: MessageEvent<ToGroup>) => {
    if (data.type === 'init') {
      group = new ComponentGroup(data.seed, factoryOf(table));
      post({ type: 'ready' });
      return;
    }
    try {
      if (!group) throw new Error('a batch before init');
      if (data.type === 'run') post({ type: 'ran', id: data.id, result: group.run(data.batch) });
      else post({ type: 'answer', id: data.id, value: group.query(data.name, data.question) });
    } catch (error) {
      post({ type: 'crashed', id: data.id, message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  });
}
