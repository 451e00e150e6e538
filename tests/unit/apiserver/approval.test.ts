import { expect, test } from 'vitest';
import type { ApiRequest } from '../../../workers/api/request';
import { ServerUnderTest } from './server-under-test';

const CSRS = 'certificatesigningrequests';
const CERTIFICATES = { group: 'certificates.k8s.io', name: 'jane' } as const;
const DER =
  'MIGLMD8CAQAwDDEKMAgGA1UEAwwBeDAqMAUGAytlcAMhACEgFaeMVpCX3nvr3OUFG+uM3JnDAYyv6rmBM/lNfHAIoAAwBQYDK2Vw' +
  'A0EARc0EqtQHYoi6dcP0xAJdacZ260Iaii7MdbUXL2u8yL6SkaKpmR4y+abQKwt8KuYzv5lH1/MURF3BokuWmRS9Dg==';
const pem = (type: string) => btoa(`-----BEGIN ${type}-----\n${DER}\n-----END ${type}-----\n`);
const REQUEST = pem('CERTIFICATE REQUEST');
const CERTIFICATE = pem('CERTIFICATE');
const APPROVED = { type: 'Approved', status: 'True', reason: 'Mine', message: 'yes' };
const dated = (condition: object) => ({
  ...condition,
  lastUpdateTime: '2026-01-01T00:00:00Z',
  lastTransitionTime: '2026-01-01T00:00:00Z',
});

function serverWithRequest(): ServerUnderTest {
  const server = new ServerUnderTest();
  const spec = { request: REQUEST, signerName: 'example.com/signer', usages: ['client auth'] };
  server.must('create', CSRS, { group: CERTIFICATES.group, user: 'jane', body: { metadata: { name: 'jane' }, spec } });
  return server;
}

function write(server: ServerUnderTest, subresource: string, conditions: readonly object[], more: object = {}) {
  const body = { status: { conditions, ...more } };
  return server.call('patch', CSRS, { ...CERTIFICATES, subresource, patchType: 'merge', body } as Partial<ApiRequest>);
}

test('a request remembers who made it, and only approval writes the verdict', () => {
  const server = serverWithRequest();
  expect(server.must('get', CSRS, CERTIFICATES)['spec']).toMatchObject({ username: 'jane' });
  expect(write(server, 'status', [APPROVED]).code).toBe(422);
  expect(write(server, 'approval', [APPROVED]).code).toBe(200);
  expect(server.must('get', CSRS, CERTIFICATES)['status']).toEqual({ conditions: [dated(APPROVED)] });
});

test('a status update that brings the certificate keeps the verdict', () => {
  const server = serverWithRequest();
  write(server, 'approval', [APPROVED]);
  expect(write(server, 'status', [], { certificate: CERTIFICATE }).code).toBe(422);
  expect(write(server, 'status', [dated(APPROVED)], { certificate: CERTIFICATE }).code).toBe(200);
  expect(server.must('get', CSRS, CERTIFICATES)['status']).toEqual({ conditions: [dated(APPROVED)], certificate: CERTIFICATE });
});

test('a verdict is true, and not both', () => {
  const server = serverWithRequest();
  const refusals = [[{ ...APPROVED, status: 'False' }], [APPROVED, { ...APPROVED, type: 'Denied' }]].map((conditions) => {
    const { code, body } = write(server, 'approval', conditions);
    return [code, (body as { message?: string }).message];
  });
  const invalid = 'CertificateSigningRequest.certificates.k8s.io "jane" is invalid: ';
  expect(refusals).toEqual([
    [422, `${invalid}status.conditions[0].status: Unsupported value: "False": supported values: "True"`],
    [422, `${invalid}status.conditions: Invalid value: "Denied": Approved and Denied conditions are mutually exclusive`],
  ]);
});
