import { describe, expect, test } from 'vitest';
import { ServerUnderTest, message } from './server-under-test';

interface Spec {
  readonly clusterIP?: string;
  readonly ports: { readonly nodePort?: number }[];
}

function service(name: string, spec: object): object {
  return { metadata: { name }, spec: { ports: [{ port: 80 }], ...spec } };
}

function created(server: ServerUnderTest, name: string, spec: object = {}): Spec {
  return server.must('create', 'services', { body: service(name, spec) }).spec as Spec;
}

describe('addresses of services', () => {
  test('come from 10.96.0.0/12, no two alike', () => {
    const server = new ServerUnderTest();
    const addresses = Array.from({ length: 50 }, (_, at) => created(server, `s${at}`).clusterIP ?? '');
    expect(new Set(addresses).size).toBe(50);
    expect(addresses.every((address) => /^10\.(9[6-9]|10\d|11[01])\./.test(address))).toBe(true);
  });

  test('node ports are 30000 to 32767', () => {
    const [port] = created(new ServerUnderTest(), 'a', { type: 'NodePort' }).ports;
    expect(port?.nodePort).toBeGreaterThanOrEqual(30_000);
    expect(port?.nodePort).toBeLessThanOrEqual(32_767);
  });

  test('a headless service has none', () => {
    expect(created(new ServerUnderTest(), 'a', { clusterIP: 'None' }).clusterIP).toBe('None');
  });

  test('a taken one is refused until its service is gone', () => {
    const server = new ServerUnderTest();
    created(server, 'a', { clusterIP: '10.96.0.50' });
    const body = service('b', { clusterIP: '10.96.0.50' });
    expect(message(server.call('create', 'services', { body }))).toBe(
      'Service "b" is invalid: spec.clusterIPs: Invalid value: ["10.96.0.50"]: failed to allocate IP 10.96.0.50: provided IP is already allocated',
    );
    server.must('delete', 'services', { name: 'a' });
    expect(server.call('create', 'services', { body }).code).toBe(201);
  });

  test('are looked at before the name, which may be missing', () => {
    const reply = new ServerUnderTest().call('create', 'services', { body: { spec: { clusterIP: '010.96.0.1', ports: [{ port: 80 }] } } });
    expect(message(reply)).toBe('Service "" is invalid: spec.clusterIPs[0]: Invalid value: "010.96.0.1": must not have leading 0s');
  });

  test('the server has the first for itself', () => {
    expect((new ServerUnderTest().must('get', 'services', { name: 'kubernetes' }).spec as Spec).clusterIP).toBe('10.96.0.1');
  });
});

test('a dry run is answered with made-up ones, asks for free ports and for addresses of the range', () => {
  const server = new ServerUnderTest();
  const taken = created(server, 'a', { type: 'NodePort', clusterIP: '10.96.0.50' }).ports[0]?.nodePort;
  const dry = (spec: object) => server.call('create', 'services', { body: service('b', spec), options: { dryRun: true } });
  const spec = dry({
    type: 'NodePort',
    ports: [
      { name: 'x', port: 80 },
      { name: 'y', port: 81 },
    ],
  }).body as { spec?: Spec };
  expect([spec.spec?.clusterIP, ...(spec.spec?.ports ?? []).map(({ nodePort }) => nodePort)]).toEqual(['10.96.0.0', 32_769, 32_770]);
  expect(dry({ clusterIP: '10.96.0.50' }).code).toBe(201);
  expect(message(dry({ clusterIP: '1.2.3.4' }))).toContain('the provided IP (1.2.3.4) is not in the valid range');
  expect(message(dry({ type: 'NodePort', ports: [{ port: 80, nodePort: taken }] }))).toContain('provided port is already allocated');
});

describe('updates of services', () => {
  interface Kept extends Spec {
    readonly type?: string;
    readonly healthCheckNodePort?: number;
    readonly ipFamilies?: readonly string[];
    readonly ipFamilyPolicy?: string;
  }
  const ports = [
    { name: 'a', port: 80 },
    { name: 'b', port: 81 },
  ];
  const change = (server: ServerUnderTest, spec: object) => server.call('update', 'services', { name: 'a', body: service('a', spec) });

  test('what a client leaves out stays as it was handed out', () => {
    const server = new ServerUnderTest();
    const before = created(server, 'a', { type: 'NodePort', ports });
    const after = (change(server, { type: 'NodePort', ports: [{ name: 'b', port: 82 }] }).body as unknown as { spec: Kept }).spec;
    expect([after.clusterIP, after.ports[0]?.nodePort]).toEqual([before.clusterIP, before.ports[1]?.nodePort]);
  });

  test('a service that is for local endpoints no longer gives its health check port back', () => {
    const server = new ServerUnderTest();
    const balancer = { type: 'LoadBalancer', externalTrafficPolicy: 'Local' };
    const { healthCheckNodePort } = created(server, 'a', balancer) as Kept;
    expect(message(change(server, { ...balancer, healthCheckNodePort: 32_000 }))).toContain(
      'spec.healthCheckNodePort: Forbidden: field is immutable',
    );
    const after = change(server, { type: 'LoadBalancer', externalTrafficPolicy: 'Cluster', healthCheckNodePort }).body as unknown as {
      spec: Kept;
    };
    expect(after.spec.healthCheckNodePort).toBeUndefined();
    expect(
      server.call('create', 'services', { body: service('b', { type: 'NodePort', ports: [{ port: 1, nodePort: healthCheckNodePort }] }) })
        .code,
    ).toBe(201);
  });

  test('a headless service without a selector is of both families until it asks for one', () => {
    const server = new ServerUnderTest();
    const before = created(server, 'a', { clusterIP: 'None' }) as Kept;
    expect([before.ipFamilyPolicy, before.ipFamilies]).toEqual(['RequireDualStack', ['IPv4', 'IPv6']]);
    expect(message(change(server, { clusterIP: 'None', ipFamilyPolicy: 'RequireDualStack', ipFamilies: ['IPv4'] }))).toContain(
      "must be 'SingleStack' to release the secondary IP family",
    );
    const after = change(server, { clusterIP: 'None', ipFamilyPolicy: 'SingleStack', ipFamilies: ['IPv4', 'IPv6'] }).body as unknown as {
      spec: Kept;
    };
    expect(after.spec.ipFamilies).toEqual(['IPv4']);
  });

  test.each<[string, object, string[]]>([
    ['another address', { clusterIP: '10.96.0.50', ports: [{ port: 0 }] }, ['may not change once set', 'must be between 1 and 65535']],
    [
      'a family that the cluster has not',
      { ipFamilyPolicy: 'PreferDualStack', ipFamilies: ['IPv4', 'IPv6'], ports: [] },
      ['not configured on this cluster'],
    ],
    ['a class without a balancer', { loadBalancerClass: 'a/b' }, ['LoadBalancer', 'LoadBalancer']],
  ])('%s is refused', (_, spec, texts) => {
    const server = new ServerUnderTest();
    created(server, 'a');
    const { details } = change(server, spec).body as unknown as { details: { causes: { message: string }[] } };
    expect(details.causes.slice(0, texts.length).map((cause, at) => cause.message.includes(texts[at] as string))).toEqual(
      texts.map(() => true),
    );
  });

  test('a node port given twice is the server that fails', () => {
    const server = new ServerUnderTest();
    created(server, 'a');
    const reply = change(server, { type: 'NodePort', ports: ports.map((port) => ({ ...port, nodePort: 31_000 })) });
    expect([reply.code, message(reply)]).toEqual([500, 'duplicate nodePort: {TCP 31000}']);
  });

  test('one port number of two protocols shares a node port', () => {
    const [tcp, udp] = created(new ServerUnderTest(), 'a', {
      type: 'NodePort',
      ports: [
        { name: 'a', port: 53 },
        { name: 'b', port: 53, protocol: 'UDP' },
      ],
    }).ports;
    expect(tcp?.nodePort).toBe(udp?.nodePort);
  });
});
