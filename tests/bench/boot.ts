import { guestbook } from '../../src/examples/guestbook';
import { createInlineCluster } from '../../workers/hosts/inline';
import type { KubeList } from '../../workers/api/meta';
import type { Pod } from '../../workers/resources/core/pods/types';
import { createAll } from '../support/manifests';
import type { Print } from './run';

/** From nothing to every pod of the demo Ready on three nodes, inline: wall and virtual time. */
export function bootBench(print: Print): void {
  const started = performance.now();
  const cluster = createInlineCluster({ seed: 1, nodes: 3 });
  cluster.advance({ byMs: 1_000 });
  createAll(cluster.handle, guestbook);
  const pods = () =>
    (cluster.handle({ verb: 'list', group: '', version: 'v1', resource: 'pods', namespace: 'default' }).body as KubeList<Pod>).items;
  const ready = (pod: Pod) => pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True');
  while (pods().length === 0 || !pods().every(ready)) {
    if (cluster.nowMs > 300_000) throw new Error('the demo is not Ready after 300 virtual seconds');
    cluster.advance({ byMs: 500 });
  }
  print({
    name: 'boot-to-demo-ready',
    placement: 'inline',
    value: (performance.now() - started) / 1000,
    unit: 's',
    virtualSeconds: cluster.nowMs / 1000,
  });
}
