/** What @kubernetes/client-node keeps open: informers that list anew, exec, attach, logs and forwarded ports. */
import { createConnection, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { PassThrough, Writable } from 'node:stream';
import { Attach, CoreV1Api, Exec, KubeConfig, Log, Metrics, PortForward, makeInformer } from '@kubernetes/client-node';
import type { V1ConfigMap, V1Status } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveCluster } from './serve';
import type { ServedCluster } from './serve';

const NAMESPACE = 'default';
const LIMIT = { timeout: 60_000 };
const SOON = { timeout: 30_000 };

class Text extends Writable {
  text = '';
  private seen = () => {};

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString('utf8');
    this.seen();
    done();
  }

  async until(part: string): Promise<void> {
    while (!this.text.includes(part)) await new Promise<void>((resolve) => (this.seen = resolve));
  }
}

describe('client-node', () => {
  let cluster: ServedCluster;
  let core: CoreV1Api;
  const config = new KubeConfig();

  beforeAll(async () => {
    cluster = await serveCluster({ nodes: 1, speed: 20 });
    config.loadFromClusterAndUser({ name: 'kubarium', server: cluster.url, skipTLSVerify: true }, { name: 'admin' });
    core = config.makeApiClient(CoreV1Api);
  });
  afterAll(() => cluster.close());

  test('pods that it creates run', LIMIT, async () => {
    const command = ['sh', '-c', 'while true; do echo tick; sleep 20; done'];
    const pods = { web: { image: 'nginx' }, ticks: { image: 'busybox', command } };
    for (const [name, container] of Object.entries(pods))
      await core.createNamespacedPod({
        namespace: NAMESPACE,
        body: { metadata: { name }, spec: { containers: [{ name, ...container }] } },
      });
    const phases = async () => (await core.listNamespacedPod({ namespace: NAMESPACE })).items.map(({ status }) => status?.phase);
    await expect.poll(phases, { timeout: 50_000 }).toEqual(['Running', 'Running']);
  });

  test('an informer follows, and lists anew when it is started again', LIMIT, async () => {
    const seen: string[] = [];
    const list = () => core.listNamespacedConfigMap({ namespace: NAMESPACE });
    const informer = makeInformer<V1ConfigMap>(config, `/api/v1/namespaces/${NAMESPACE}/configmaps`, list);
    for (const verb of ['add', 'update', 'delete'] as const)
      informer.on(verb, ({ metadata }) => void seen.push(`${verb} ${metadata?.name}`));
    await informer.start();
    await core.createNamespacedConfigMap({ namespace: NAMESPACE, body: { metadata: { name: 'one' } } });
    await core.replaceNamespacedConfigMap({ namespace: NAMESPACE, name: 'one', body: { metadata: { name: 'one' }, data: { a: 'b' } } });
    await expect.poll(() => seen, SOON).toEqual(['add kube-root-ca.crt', 'add one', 'update one']);
    await informer.stop();
    await core.deleteNamespacedConfigMap({ namespace: NAMESPACE, name: 'one' });
    await core.createNamespacedConfigMap({ namespace: NAMESPACE, body: { metadata: { name: 'two' } } });
    await informer.start();
    await expect.poll(() => seen.slice(3).toSorted(), SOON).toEqual(['add two', 'delete one']);
    await informer.stop();
  });

  test('exec reads, writes, complains and ends with a code', LIMIT, async () => {
    const [out, errors, input] = [new Text(), new Text(), new PassThrough()];
    const ended = new Promise<V1Status>((resolve, reject) => {
      const script = ['sh', '-c', 'cat; echo oops >&2; exit 3'];
      new Exec(config).exec(NAMESPACE, 'web', 'web', script, out, errors, input, false, resolve).catch(reject);
    });
    input.end('hello\n');
    const { status, reason, details } = await ended;
    expect([out.text, errors.text, status, reason, details?.causes?.[0]?.message]).toEqual([
      'hello\n',
      'oops\n',
      'Failure',
      'NonZeroExitCode',
      '3',
    ]);
  });

  test('attach and followed logs go on', LIMIT, async () => {
    const [attached, followed] = [new Text(), new Text()];
    const socket = await new Attach(config).attach(NAMESPACE, 'ticks', 'ticks', attached, null, null, false);
    const following = await new Log(config).log(NAMESPACE, 'ticks', 'ticks', followed, { follow: true, tailLines: 1 });
    await Promise.all([attached.until('tick\ntick\n'), followed.until('tick\ntick\n')]);
    socket.close();
    following.abort();
  });

  test('a forwarded port answers', LIMIT, async () => {
    const server = createServer((socket) => void new PortForward(config).portForward(NAMESPACE, 'web', [80], socket, null, socket));
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const answer = new Text();
    const socket = createConnection((server.address() as AddressInfo).port, '127.0.0.1');
    socket.pipe(answer);
    socket.write('GET /there HTTP/1.1\r\nHost: web\r\nConnection: close\r\n\r\n');
    await answer.until('web /there');
    expect(answer.text).toMatch(/^HTTP\/1\.1 200 /);
    socket.destroy();
    server.close();
  });

  test('metrics of nodes and pods', LIMIT, async () => {
    const metrics = new Metrics(config);
    expect((await metrics.getNodeMetrics()).items.map(({ metadata }) => metadata.name)).toEqual(['node-1']);
    expect((await metrics.getPodMetrics(NAMESPACE)).items.map(({ metadata }) => metadata.name).toSorted()).toEqual(['ticks', 'web']);
  });
});
