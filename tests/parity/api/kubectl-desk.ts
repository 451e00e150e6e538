/** What every suite that drives the real kubectl needs: a served cluster and a desk in front of it. */
import { afterAll, beforeAll, describe } from 'vitest';
import { kubeconfig } from '../../../workers/hosts/kubeconfig';
import { findKubectl } from '../kubectl/find-kubectl';
import { openDesk } from '../kubectl/run-kubectl';
import type { Desk } from '../kubectl/run-kubectl';
import { serveCluster } from './serve';
import type { ClusterOptions, ServedCluster } from './serve';

const KUBECTL = findKubectl();

export interface KubectlSuite {
  readonly cluster: ClusterOptions;
  /** In the working directory, beside `kubeconfig`, the file that `npm run serve` writes. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Skipped, saying so, where no kubectl of the release is found. `desk` is there once tests run. */
export function describeKubectl(name: string, { cluster: options, files = {} }: KubectlSuite, body: (desk: () => Desk) => void): void {
  if (KUBECTL === undefined) console.warn(`${name} skipped: no kubectl of release 1.36 found`);
  describe.skipIf(KUBECTL === undefined)(name, () => {
    let cluster: ServedCluster;
    let desk: Desk;
    beforeAll(async () => {
      cluster = await serveCluster(options);
      desk = openDesk(KUBECTL ?? '', cluster.url, 'default', 'admin');
      desk.write({ kubeconfig: kubeconfig(cluster.url), ...files });
    });
    afterAll(async () => {
      desk.dispose();
      await cluster.close();
    });
    body(() => desk);
  });
}
