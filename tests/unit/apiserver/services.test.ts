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

  test('the server has the first for itself', () => {
    expect((new ServerUnderTest().must('get', 'services', { name: 'kubernetes' }).spec as Spec).clusterIP).toBe('10.96.0.1');
  });
});
