/** The real kubectl against a served cluster. Skipped where no kubectl of the release is found. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { kubeconfig } from '../../../workers/hosts/kubeconfig';
import { findKubectl } from '../kubectl/find-kubectl';
import { serveCluster } from './serve';
import type { ServedCluster } from './serve';

const KUBECTL = findKubectl();
const MANIFEST = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {app: web}}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - {name: nginx, image: "nginx:1", ports: [{containerPort: 80}]}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80}]}
`;

if (KUBECTL === undefined) console.warn('kubectl tests skipped: no kubectl of release 1.36 found');

describe.skipIf(KUBECTL === undefined)('kubectl', () => {
  let cluster: ServedCluster;
  let folder: string;

  beforeAll(async () => {
    cluster = await serveCluster(3, 50);
    folder = mkdtempSync(join(tmpdir(), 'kubarium-kubectl-'));
    writeFileSync(join(folder, 'kubeconfig'), kubeconfig(cluster.url));
    writeFileSync(join(folder, 'web.yaml'), MANIFEST);
  });
  afterAll(async () => {
    await cluster.close();
    rmSync(folder, { recursive: true });
  });

  /** Standard output; a failing command rejects with its standard error. */
  function kubectl(...args: string[]): Promise<string> {
    return new Promise((resolve, reject) => {
      const env = { ...process.env, KUBECONFIG: join(folder, 'kubeconfig'), HOME: folder };
      execFile(KUBECTL ?? '', args, { env, timeout: 40_000 }, (error, stdout, stderr) =>
        error ? reject(new Error(`kubectl ${args.join(' ')}: ${stderr}`)) : resolve(stdout),
      );
    });
  }

  test('lists nodes that become ready', async () => {
    await kubectl('wait', '--for=condition=Ready', 'node', '--all', '--timeout=30s');
    const lines = (await kubectl('get', 'nodes', '--no-headers')).trim().split('\n');
    expect(lines.map((line) => line.split(/\s+/).slice(0, 2))).toEqual([
      ['node-1', 'Ready'],
      ['node-2', 'Ready'],
      ['node-3', 'Ready'],
    ]);
  });

  test('applies a manifest, then finds nothing to change', async () => {
    expect(await kubectl('apply', '-f', join(folder, 'web.yaml'))).toBe('deployment.apps/web created\nservice/web created\n');
    expect(await kubectl('apply', '-f', join(folder, 'web.yaml'))).toBe('deployment.apps/web unchanged\nservice/web unchanged\n');
  });

  test('follows a rollout to its end and undoes it', async () => {
    await kubectl('rollout', 'status', 'deployment/web', '--timeout=30s');
    expect(await kubectl('set', 'image', 'deployment/web', 'nginx=nginx:2')).toBe('deployment.apps/web image updated\n');
    expect(await kubectl('rollout', 'status', 'deployment/web', '--timeout=30s')).toContain('successfully rolled out');
    expect(await kubectl('rollout', 'undo', 'deployment/web')).toBe('deployment.apps/web rolled back\n');
    await kubectl('rollout', 'status', 'deployment/web', '--timeout=30s');
    expect(await kubectl('get', 'deployment', 'web', '-o', 'jsonpath={.spec.template.spec.containers[0].image}')).toBe('nginx:1');
  });

  test('scales, labels and annotates', async () => {
    expect(await kubectl('scale', 'deployment', 'web', '--replicas=3')).toBe('deployment.apps/web scaled\n');
    expect(await kubectl('label', 'deployment', 'web', 'tier=front')).toBe('deployment.apps/web labeled\n');
    expect(await kubectl('annotate', 'deployment', 'web', 'note=x')).toBe('deployment.apps/web annotated\n');
    await kubectl('rollout', 'status', 'deployment/web', '--timeout=30s');
    expect(
      await kubectl(
        'get',
        'deployment',
        'web',
        '-o',
        'jsonpath={.metadata.labels.tier} {.metadata.annotations.note} {.status.readyReplicas}',
      ),
    ).toBe('front x 3');
  });

  test('creates through typed clients, which send protobuf', async () => {
    expect(await kubectl('create', 'configmap', 'settings', '--from-literal=color=blue')).toBe('configmap/settings created\n');
    expect(await kubectl('create', 'deployment', 'typed', '--image=nginx', '--replicas=2')).toBe('deployment.apps/typed created\n');
    expect(await kubectl('get', 'configmap', 'settings', '-o', 'jsonpath={.data.color}')).toBe('blue');
    expect(await kubectl('get', 'deployment', 'typed', '-o', 'jsonpath={.spec.replicas}')).toBe('2');
  });

  test('describes, explains and reads logs', async () => {
    expect(await kubectl('describe', 'deployment', 'web')).toContain('deployment-controller');
    expect(await kubectl('explain', 'deployment.spec.replicas')).toContain('FIELD: replicas <integer>');
    expect(await kubectl('logs', 'deployment/web')).not.toBe('');
    expect(await kubectl('api-resources', '-o', 'name')).toContain('deployments.apps\n');
  });

  test('cordons and drains a node', async () => {
    expect(await kubectl('cordon', 'node-1')).toBe('node/node-1 cordoned\n');
    expect(await kubectl('drain', 'node-1', '--ignore-daemonsets', '--force', '--timeout=30s')).toContain('node/node-1 drained');
    expect(await kubectl('get', 'pods', '--field-selector=spec.nodeName=node-1', '-o', 'name')).toBe('');
    expect(await kubectl('uncordon', 'node-1')).toBe('node/node-1 uncordoned\n');
  });

  test('deletes a namespace with all that is in it', async () => {
    await kubectl('create', 'namespace', 'short');
    await kubectl('create', 'configmap', 'inside', '-n', 'short');
    expect(await kubectl('delete', 'namespace', 'short', '--timeout=30s')).toBe('namespace "short" deleted\n');
    await expect(kubectl('get', 'namespace', 'short')).rejects.toThrow('namespaces "short" not found');
  });

  test('refuses an unknown field', async () => {
    writeFileSync(join(folder, 'bad.yaml'), MANIFEST.replace('replicas: 2', 'replica: 2'));
    await expect(kubectl('apply', '-f', join(folder, 'bad.yaml'))).rejects.toThrow('unknown field "spec.replica"');
  });
});
