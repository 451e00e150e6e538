import { beforeAll, describe, expect, it } from 'vitest';
import { createInlineCluster } from '../../../workers/hosts/inline';
import type { InlineCluster } from '../../../workers/hosts/inline';
import type { ExecResult } from '../../../workers/kubelet/node-messages';
import type { Service } from '../../../workers/resources/core/services/types';
import { list, request } from '../../support/cluster';
import { createRequest, deployment } from '../../support/manifests';

let cluster: InlineCluster;
let addresses: Record<string, string> = {};

function run(script: string): Pick<ExecResult, 'code' | 'stdout' | 'stderr'> {
  let result: ExecResult | undefined;
  const message = { type: 'exec', namespace: 'default', name: 'box', command: ['sh', '-c', script] };
  cluster.message({ to: 'node/node-1', message }, (reply) => (result = reply as ExecResult));
  cluster.advance({ byMs: 11_000 });
  const { code = -1, stdout = '', stderr = '' } = result ?? {};
  const mask = (text: string) => Object.entries(addresses).reduce((masked, [name, address]) => masked.replaceAll(address, name), text);
  return { code, stdout: stdout.replace(/web-\w+-\w+/g, '<pod>'), stderr: mask(stderr) };
}

beforeAll(() => {
  cluster = createInlineCluster({ seed: 1, nodes: 2 });
  cluster.advance({ byMs: 5_000 });
  const service = (name: string, spec: object) =>
    cluster.handle(createRequest({ apiVersion: 'v1', kind: 'Service', metadata: { name }, spec } as never));
  cluster.handle(createRequest(deployment('web', 2)));
  service('web', { type: 'NodePort', selector: { app: 'web' }, ports: [{ port: 8000, targetPort: 80, nodePort: 30080 }] });
  service('direct', { selector: { app: 'web' }, clusterIP: 'None', ports: [{ port: 80 }] });
  service('nobody', { selector: { app: 'none' }, ports: [{ port: 80 }] });
  const spec = { nodeName: 'node-1', containers: [{ name: 'main', image: 'busybox:1.36', command: ['sleep', '100000'] }] };
  cluster.handle(createRequest({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'box' }, spec } as never));
  const away = { nodeName: 'node-2', containers: [{ name: 'main', image: 'nginx:1.29' }] };
  cluster.handle(createRequest({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'far' }, spec: away } as never));
  cluster.advance({ byMs: 20_000 });
  const services = list(cluster, 'services', 'default') as unknown as Service[];
  const ipOf = (name: string) => services.find(({ metadata }) => metadata.name === name)?.spec?.clusterIP ?? '';
  addresses = { '<web>': ipOf('web'), '<nobody>': ipOf('nobody') };
});

describe('a program reaches', () => {
  const cases = [
    { name: 'a service by name', script: 'wget -qO- http://web:8000/a', stdout: '<pod> /a\n' },
    { name: 'a service by its full name', script: 'wget -qO- web.default.svc.cluster.local:8000', stdout: '<pod> /\n' },
    { name: 'a service by the environment', script: 'wget -qO- $WEB_SERVICE_HOST:$WEB_SERVICE_PORT', stdout: '<pod> /\n' },
    { name: 'an endpoint of a headless service', script: 'wget -qO- direct', stdout: '<pod> /\n' },
    { name: 'a node port', script: 'wget -qO- 10.0.0.2:30080', stdout: '<pod> /\n' },
    { name: 'a port, which is open', script: 'nc -zv web 8000', stderr: 'web (<web>:8000) open\n' },
    {
      name: 'nobody behind a service without endpoints',
      script: 'wget http://nobody',
      code: 1,
      stderr: "Connecting to nobody (<nobody>:80)\nwget: can't connect to remote host (<nobody>): Connection refused\n",
    },
    { name: 'no unknown name', script: 'wget http://nosuch', code: 1, stderr: "wget: bad address 'nosuch'\n" },
    {
      name: 'no address that nobody has',
      script: 'wget -qO- 10.244.9.9',
      code: 1,
      stderr: "wget: can't connect to remote host (10.244.9.9): No route to host\n",
    },
    { name: 'nothing by an applet its image lacks', script: 'curl web', code: 127, stderr: 'sh: curl: not found\n' },
  ];
  it.each(cases)('$name', ({ script, code = 0, stdout = '', stderr = '' }) => {
    expect(run(script)).toEqual({ code, stdout, stderr });
  });

  it('only pods of its own node under internalTrafficPolicy: Local', () => {
    const body = { spec: { internalTrafficPolicy: 'Local' } };
    cluster.handle(request('patch', 'services', { namespace: 'default', name: 'web', patchType: 'merge', body }));
    cluster.advance({ byMs: 1_000 });
    const local = list(cluster, 'pods', 'default').filter(
      ({ metadata, spec }) => metadata.labels?.app === 'web' && spec?.nodeName === 'node-1',
    );
    const before = cluster.cluster.simulation.trace.since(0).at(-1)?.seq ?? 0;
    run('for i in 1 2 3 4; do wget -qO- web:8000; done');
    const flows = cluster.cluster.simulation.trace.since(before, 100, 'flow');
    expect(new Set(flows.map(({ pod }) => pod))).toEqual(new Set(local.map(({ metadata }) => `default/${metadata.name}`)));
    expect(flows).toHaveLength(local.length ? 4 : 0);
  });

  it('not a machine without power: the request times out', () => {
    const far = list(cluster, 'pods', 'default').find(({ metadata }) => metadata.name === 'far');
    cluster.stop('node/node-2');
    expect(run(`wget -T 5 -qO- ${far?.status?.podIP}`)).toEqual({ code: 1, stdout: '', stderr: 'wget: download timed out\n' });
  });
});
