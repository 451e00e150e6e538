import { expect, it } from 'vitest';
import { createInlineCluster } from '../../../workers/hosts/inline';
import type { ExecResult } from '../../../workers/kubelet/node-messages';
import { request } from '../../support/cluster';
import { createRequest } from '../../support/manifests';

it('volumes hold what the API has, and follow it within 90 seconds', () => {
  const cluster = createInlineCluster({ seed: 1, nodes: 1 });
  cluster.advance({ byMs: 2_000 });
  cluster.handle(createRequest({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'cm' }, data: { a: 'one\n' } } as never));
  const volumes = [
    { name: 'config', configMap: { name: 'cm' } },
    {
      name: 'pod',
      downwardAPI: {
        items: [
          { path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } },
          { path: 'memory', resourceFieldRef: { containerName: 'main', resource: 'limits.memory', divisor: '1Mi' } },
        ],
      },
    },
  ];
  const volumeMounts = [
    { name: 'config', mountPath: '/config' },
    { name: 'pod', mountPath: '/pod' },
  ];
  const main = {
    name: 'main',
    image: 'busybox:1.36',
    command: ['sleep', '100000'],
    resources: { limits: { memory: '64Mi' } },
    volumeMounts,
  };
  const metadata = { name: 'box', labels: { b: '2', a: '1' } };
  cluster.handle(createRequest({ apiVersion: 'v1', kind: 'Pod', metadata, spec: { volumes, containers: [main] } } as never));
  cluster.advance({ byMs: 20_000 });
  const cat = (...files: readonly string[]): string | undefined => {
    let result: ExecResult | undefined;
    const message = { type: 'exec', namespace: 'default', name: 'box', command: ['cat', ...files] };
    cluster.message({ to: 'node/node-1', message }, (reply) => (result = reply as ExecResult));
    cluster.advance({ byMs: 100 });
    return result?.stdout;
  };
  expect(cat('/config/a', '/pod/labels', '/pod/memory')).toBe('one\na="1"\nb="2"\ntopology.kubernetes.io/zone="zone-a"64');
  expect(cat('/var/run/secrets/kubernetes.io/serviceaccount/namespace')).toBe('default');
  const patch = (resource: string, name: string, body: object) =>
    cluster.handle(request('patch', resource, { namespace: 'default', name, patchType: 'merge', body }));
  patch('configmaps', 'cm', { data: { a: 'two\n' } });
  patch('pods', 'box', { metadata: { labels: { a: 'changed' } } });
  cluster.advance({ byMs: 90_000 });
  expect(cat('/config/a', '/pod/labels')).toBe('two\na="changed"\nb="2"\ntopology.kubernetes.io/zone="zone-a"');
});
