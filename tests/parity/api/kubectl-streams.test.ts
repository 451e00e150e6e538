/** Commands of the real kubectl that go on until something happens. Skipped where no kubectl of the release is found. */
import { beforeAll, expect, test } from 'vitest';
import type { Outcome, Running } from '../kubectl/run-kubectl';
import { describeKubectl } from './kubectl-desk';

const LIMIT = { timeout: 60_000 };

describeKubectl('kubectl streams', { cluster: { nodes: 1, speed: 10 } }, (desk) => {
  const start = (...args: string[]): Running => desk().run({ args });
  const run = (...args: string[]): Promise<Outcome> => start(...args).outcome;

  beforeAll(async () => {
    await run('wait', '--for=condition=Ready', 'node', '--all', '--timeout=30s');
    await run('run', 'web', '--image=nginx', '--port=80');
    await run('wait', '--for=condition=Ready', 'pod/web', '--timeout=30s');
  }, 60_000);

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

  test('get --watch --output-watch-events tells what happened', LIMIT, async () => {
    const watch = start('get', 'configmaps', '--watch', '--output-watch-events', '--no-headers');
    await watch.until(/kube-root-ca\.crt/);
    await run('create', 'configmap', 'seen');
    await watch.until(/^ADDED +seen +0 /m);
    await run('label', 'configmap', 'seen', 'a=b');
    await watch.until(/^MODIFIED +seen +0 /m);
    await run('delete', 'configmap', 'seen');
    await watch.until(/^DELETED +seen +0 /m);
    watch.kill();
    await watch.outcome;
  });

  test('events --watch tells of what happens to a pod', LIMIT, async () => {
    const events = start('events', '--watch', '--for', 'pod/told');
    await run('run', 'told', '--image=nginx');
    await events.until(/Started +Pod\/told/);
    events.kill();
    await events.outcome;
  });

  test('proxy carries requests, a watch among them', LIMIT, async () => {
    const proxy = start('proxy', '--port=0');
    const [, port] = await proxy.until(/Starting to serve on 127\.0\.0\.1:(\d+)\n/);
    const maps = `http://127.0.0.1:${port}/api/v1/namespaces/default/configmaps`;
    const listed = (await (await fetch(maps)).json()) as { kind: string; metadata: { resourceVersion: string } };
    expect(listed.kind).toBe('ConfigMapList');
    const stop = new AbortController();
    const watch = await fetch(`${maps}?watch=1&resourceVersion=${listed.metadata.resourceVersion}`, { signal: stop.signal });
    await run('create', 'configmap', 'proxied');
    const { value } = (await watch.body?.getReader().read()) ?? {};
    expect(JSON.parse(new TextDecoder().decode(value))).toMatchObject({ type: 'ADDED', object: { metadata: { name: 'proxied' } } });
    stop.abort();
    proxy.kill();
    await proxy.outcome;
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

  test('exec shows what a command writes while it runs', LIMIT, async () => {
    const ran = start('exec', 'web', '--', 'sh', '-c', 'echo early; sleep 3000; echo late');
    await ran.until(/^early$/m);
    ran.kill();
    expect((await ran.outcome).stdout).toBe('early\n');
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
