/** @kubernetes/client-node against a served cluster: applies the sample applications and follows their pods. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { KubeConfig, KubernetesObjectApi, CoreV1Api, AppsV1Api, Watch, loadAllYaml } from '@kubernetes/client-node';
import type { KubernetesObject } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveCluster } from './serve';
import type { ServedCluster } from './serve';

const CORPUS = '../shared/corpus';
const APPLICATIONS = ['guestbook', 'voting-app', 'online-boutique'];

if (!existsSync(CORPUS)) console.warn(`sample applications skipped: no ${CORPUS}`);

describe('client-node', () => {
  let cluster: ServedCluster;
  const config = new KubeConfig();

  beforeAll(async () => {
    cluster = await serveCluster(3, 100);
    config.loadFromOptions({
      clusters: [{ name: 'kubarium', server: cluster.url, skipTLSVerify: true }],
      users: [{ name: 'admin' }],
      contexts: [{ name: 'kubarium', cluster: 'kubarium', user: 'admin' }],
      currentContext: 'kubarium',
    });
  });
  afterAll(() => cluster.close());

  test('lists the namespaces of a fresh cluster', async () => {
    const { items } = await config.makeApiClient(CoreV1Api).listNamespace();
    expect(items.map(({ metadata }) => metadata?.name)).toEqual(['default', 'kube-node-lease', 'kube-public', 'kube-system']);
  });

  test('watches what it creates', async () => {
    const seen: string[] = [];
    const core = config.makeApiClient(CoreV1Api);
    await new Promise<void>((resolve, reject) => {
      const opened = new Watch(config).watch(
        '/api/v1/namespaces/default/configmaps',
        { labelSelector: 'from=test' },
        (type, object: KubernetesObject) => {
          seen.push(`${type} ${object.metadata?.name}`);
          if (type === 'DELETED') void opened.then((controller) => controller.abort()).then(resolve);
        },
        (error: unknown) => (seen.length === 2 ? resolve() : reject(error as Error)),
      );
      void opened
        .then(() =>
          core.createNamespacedConfigMap({ namespace: 'default', body: { metadata: { name: 'seen', labels: { from: 'test' } } } }),
        )
        .then(() => core.deleteNamespacedConfigMap({ namespace: 'default', name: 'seen' }))
        .catch(reject);
    });
    expect(seen).toEqual(['ADDED seen', 'DELETED seen']);
  });

  test.skipIf(!existsSync(CORPUS)).each(APPLICATIONS)('gets every pod of %s created and placed', async (application) => {
    await config.makeApiClient(CoreV1Api).createNamespace({ body: { metadata: { name: application } } });
    const client = config.makeApiClient(KubernetesObjectApi);
    const objects = manifests(join(CORPUS, application));
    expect(objects.length).toBeGreaterThan(0);
    for (const object of objects) await client.create({ ...object, metadata: { ...object.metadata, namespace: application } });
    const apps = config.makeApiClient(AppsV1Api);
    const lacking = async () =>
      (await apps.listNamespacedDeployment({ namespace: application })).items
        .filter(({ spec, status }) => (status?.updatedReplicas ?? 0) < (spec?.replicas ?? 1))
        .map(({ metadata }) => metadata?.name);
    await expect.poll(lacking, { timeout: 20_000, interval: 200 }).toEqual([]);
    const core = config.makeApiClient(CoreV1Api);
    const unplaced = async () =>
      (await core.listNamespacedPod({ namespace: application, fieldSelector: 'spec.nodeName=' })).items.map(
        ({ metadata }) => metadata?.name,
      );
    await expect.poll(unplaced, { timeout: 20_000, interval: 200 }).toEqual([]);
  });
});

function manifests(folder: string): KubernetesObject[] {
  return readdirSync(folder)
    .filter((name) => /\.ya?ml$/.test(name) && !/kustomization/.test(name))
    .toSorted()
    .flatMap((name) => loadAllYaml(readFileSync(join(folder, name), 'utf8')) as (KubernetesObject | null)[])
    .filter((object): object is KubernetesObject => !!object?.kind);
}
