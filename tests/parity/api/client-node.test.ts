/** @kubernetes/client-node against a served cluster: applies the sample applications and follows their pods. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { KubeConfig, KubernetesObjectApi, CoreV1Api, AppsV1Api, Watch, loadAllYaml } from '@kubernetes/client-node';
import type { KubernetesObject } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveCluster } from './serve';
import type { ServedCluster } from './serve';

const CORPUS = '../shared/corpus';
const APPLICATIONS = applications();

if (!existsSync(CORPUS)) console.warn(`sample applications skipped: no ${CORPUS}`);

describe('client-node', () => {
  let cluster: ServedCluster;
  const config = new KubeConfig();

  beforeAll(async () => {
    cluster = await serveCluster({ nodes: 3, speed: 100 });
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

  describe.skipIf(!existsSync(CORPUS)).each(APPLICATIONS)('$name', ({ name: namespace, files }) => {
    let objects: KubernetesObject[] = [];
    const left = async (...kinds: readonly (readonly [string, string])[]) => {
      const client = config.makeApiClient(KubernetesObjectApi);
      const lists = await Promise.all(kinds.map(([apiVersion, kind]) => client.list(apiVersion, kind, namespace)));
      return lists.flatMap(({ items }) => items.map(({ kind, metadata }) => `${kind} ${metadata?.name}`));
    };

    test('every document is accepted and every workload becomes Ready', async () => {
      await config.makeApiClient(CoreV1Api).createNamespace({ body: { metadata: { name: namespace } } });
      const client = config.makeApiClient(KubernetesObjectApi);
      objects = files.flatMap((file) => documents(file));
      expect(objects.length).toBeGreaterThan(0);
      for (const object of objects) await client.create({ ...object, metadata: { ...object.metadata, namespace } });
      await expect.poll(() => unready(config, namespace), { timeout: 60_000, interval: 200 }).toEqual([]);
    });

    test('no container had to be restarted', async () => {
      const { items } = await config.makeApiClient(CoreV1Api).listNamespacedPod({ namespace });
      expect(items.length).toBeGreaterThan(0);
      expect(
        items.flatMap(({ metadata, status }) =>
          (status?.containerStatuses ?? []).filter(({ restartCount }) => restartCount > 0).map(() => metadata?.name),
        ),
      ).toEqual([]);
    });

    test('deleting what was created leaves nothing that it owned', async () => {
      // As kubectl asks for it; a ReplicationController deleted without a policy orphans its pods.
      const client = config.makeApiClient(KubernetesObjectApi);
      for (const object of objects)
        await client.delete(
          { ...object, metadata: { ...object.metadata, namespace } },
          undefined,
          undefined,
          undefined,
          undefined,
          'Background',
        );
      const owned = [
        ['v1', 'Pod'],
        ['apps/v1', 'ReplicaSet'],
        ['apps/v1', 'Deployment'],
        ['v1', 'ReplicationController'],
        ['v1', 'Endpoints'],
        ['discovery.k8s.io/v1', 'EndpointSlice'],
        ['v1', 'Service'],
      ] as const;
      await expect.poll(() => left(...owned), { timeout: 60_000, interval: 200 }).toEqual([]);
    });
  });
});

/** Deployments and ReplicationControllers that lack ready replicas. */
async function unready(config: KubeConfig, namespace: string): Promise<string[]> {
  const { items: deployments } = await config.makeApiClient(AppsV1Api).listNamespacedDeployment({ namespace });
  const { items: controllers } = await config.makeApiClient(CoreV1Api).listNamespacedReplicationController({ namespace });
  return [...deployments, ...controllers]
    .filter(({ spec, status }) => (status?.readyReplicas ?? 0) < (spec?.replicas ?? 1))
    .map(({ metadata }) => metadata?.name ?? '');
}

/** Every YAML file of the sample applications; those that hold the same objects over again get a namespace of their own. */
function applications(): { readonly name: string; readonly files: readonly string[] }[] {
  if (!existsSync(CORPUS)) return [];
  const yaml = (folder: string) =>
    readdirSync(join(CORPUS, folder))
      .filter((name) => /\.ya?ml$/.test(name))
      .toSorted()
      .map((name) => join(CORPUS, folder, name));
  return [
    { name: 'guestbook', files: yaml('guestbook') },
    { name: 'guestbook-legacy', files: yaml('guestbook/legacy') },
    ...yaml('guestbook/all-in-one').map((file, at) => ({ name: `guestbook-all-in-one-${at + 1}`, files: [file] })),
    { name: 'voting-app', files: yaml('voting-app') },
    { name: 'online-boutique', files: yaml('online-boutique') },
  ];
}

function documents(file: string): KubernetesObject[] {
  return (loadAllYaml(readFileSync(file, 'utf8')) as (KubernetesObject | null)[]).filter(
    (object): object is KubernetesObject => !!object?.kind,
  );
}
