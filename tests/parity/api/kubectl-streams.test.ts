/** Commands of the real kubectl that go on until something happens. Skipped where no kubectl of the release is found. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findKubectl } from '../kubectl/find-kubectl';
import { openDesk } from '../kubectl/run-kubectl';
import type { Desk, Outcome, Running } from '../kubectl/run-kubectl';
import { serveCluster } from './serve';
import type { ServedCluster } from './serve';

const KUBECTL = findKubectl();
const LIMIT = { timeout: 60_000 };

if (KUBECTL === undefined) console.warn('kubectl streams skipped: no kubectl of release 1.36 found');

describe.skipIf(KUBECTL === undefined)('kubectl streams', () => {
  let cluster: ServedCluster;
  let desk: Desk;
  const start = (...args: string[]): Running => desk.run({ args });
  const run = (...args: string[]): Promise<Outcome> => start(...args).outcome;

  beforeAll(async () => {
    cluster = await serveCluster(1, 10);
    desk = openDesk(KUBECTL ?? '', cluster.url, 'default', 'admin');
    await run('wait', '--for=condition=Ready', 'node', '--all', '--timeout=30s');
    await run('run', 'web', '--image=nginx', '--port=80');
    await run('wait', '--for=condition=Ready', 'pod/web', '--timeout=30s');
  }, 60_000);
  afterAll(async () => {
    desk.dispose();
    await cluster.close();
  });

  test('get --watch shows a pod from its creation to its end', LIMIT, async () => {
    const watch = start('get', 'pods', '--watch', '--no-headers', '-o', 'custom-columns=N:.metadata.name,P:.status.phase');
    await watch.until(/^web +Running$/m);
    await run('run', 'short', '--image=busybox', '--restart=Never', '--', 'sleep', '5');
    await watch.until(/^short +Succeeded$/m);
    watch.kill();
    const { stdout } = await watch.outcome;
    const phases = stdout.split('\n').flatMap((row) => /^short +(\w+)$/.exec(row)?.[1] ?? []);
    expect(phases.filter((phase, at) => phase !== phases[at - 1])).toEqual(['Pending', 'Running', 'Succeeded']);
  });

  test('port-forward carries requests to the program and refuses ports that nobody listens on', LIMIT, async () => {
    const forward = start('port-forward', 'pod/web', ':80', ':81');
    const [, port] = await forward.until(/Forwarding from 127\.0\.0\.1:(\d+) -> 80\n/);
    const [, closed] = await forward.until(/Forwarding from 127\.0\.0\.1:(\d+) -> 81\n/);
    for (const path of ['/a', '/b']) expect(await (await fetch(`http://127.0.0.1:${port}${path}`)).text()).toBe(`web ${path}\n`);
    await expect(fetch(`http://127.0.0.1:${closed}/`)).rejects.toThrow('fetch failed');
    const { stderr, rc } = await forward.outcome;
    expect({ refused: stderr.includes('connect: connection refused'), rc }).toEqual({ refused: true, rc: 1 });
  });

  test('logs --follow ends when the container ends', LIMIT, async () => {
    await run('run', 'counts', '--image=busybox', '--restart=Never', '--', 'sh', '-c', 'for i in 1 2 3; do echo $i; sleep 4; done');
    await run('wait', '--for=jsonpath={.status.containerStatuses[0].started}=true', 'pod/counts', '--timeout=30s');
    expect(await run('logs', '--follow', 'counts')).toEqual({ stdout: '1\n2\n3\n', stderr: '', rc: 0 });
  });

  test('attach shows what the container says from now on', LIMIT, async () => {
    await run('run', 'ticks', '--image=busybox', '--', 'sh', '-c', 'while true; do echo tick; sleep 2; done');
    await run('wait', '--for=condition=Ready', 'pod/ticks', '--timeout=30s');
    const attached = start('attach', 'ticks');
    await attached.until(/tick\ntick\n/);
    attached.kill();
    expect((await attached.outcome).rc).toBe('killed');
  });

  test('rollout status --watch reports until the last pod is there', LIMIT, async () => {
    await run('create', 'deployment', 'many', '--image=nginx', '--replicas=3');
    const { stdout, rc } = await run('rollout', 'status', 'deployment/many', '--timeout=40s');
    expect({ last: stdout.trimEnd().split('\n').at(-1), rc }).toEqual({ last: 'deployment "many" successfully rolled out', rc: 0 });
  });
});
