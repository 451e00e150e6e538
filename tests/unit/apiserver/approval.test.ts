import { describe, expect, test } from 'vitest';
import type { ApiRequest } from '../../../workers/api/request';
import { ServerUnderTest, message } from './server-under-test';

const CSRS = 'certificatesigningrequests';
const CERTIFICATES = { group: 'certificates.k8s.io', name: 'jane' } as const;
const DER =
  'MIGLMD8CAQAwDDEKMAgGA1UEAwwBeDAqMAUGAytlcAMhACEgFaeMVpCX3nvr3OUFG+uM3JnDAYyv6rmBM/lNfHAIoAAwBQYDK2Vw' +
  'A0EARc0EqtQHYoi6dcP0xAJdacZ260Iaii7MdbUXL2u8yL6SkaKpmR4y+abQKwt8KuYzv5lH1/MURF3BokuWmRS9Dg==';
/** Of the organization system:masters. */
const MASTERS_DER =
  'MIHgMIGHAgEAMCUxCjAIBgNVBAMMAXgxFzAVBgNVBAoMDnN5c3RlbTptYXN0ZXJzMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEhqMchNEs53' +
  '4yQd0qV1USN/BN8Bma+3lQBqfC4vnsmhToCtbe/edRy1RX395GXeT1ZyQvXrPX/DgUdnI4jLFhSqAAMAoGCCqGSM49BAMCA0gAMEUCIQDSKF0u' +
  'UMN21efDCscZ56zu1ajdvGBr7XUuX6f2CKowsQIgNtXg9uWmJVsUDVrt7HxUVNcJctD8yD9LTPkmrH9t61k=';
const pem = (type: string, der = DER) => btoa(`-----BEGIN ${type}-----\n${der}\n-----END ${type}-----\n`);
const MASTERS_REQUEST = pem('CERTIFICATE REQUEST', MASTERS_DER);
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

describe('signers', () => {
  const user = (username: string, groups: readonly string[] = []) => ({ username, groups });
  const as = (server: ServerUnderTest, who: object, more: object) =>
    server.call('patch', CSRS, { ...CERTIFICATES, patchType: 'merge', userInfo: who, ...more } as Partial<ApiRequest>);

  function serverWithSigners(resourceName: string): ServerUnderTest {
    const server = serverWithRequest();
    const rbac = { group: 'rbac.authorization.k8s.io', user: 'admin' } as const;
    const rules = [{ apiGroups: ['certificates.k8s.io'], resources: ['signers'], resourceNames: [resourceName], verbs: ['approve'] }];
    server.must('create', 'clusterroles', {
      ...rbac,
      userInfo: user('root', ['system:masters']),
      body: { metadata: { name: 'r' }, rules },
    });
    const roleRef = { apiGroup: rbac.group, kind: 'ClusterRole', name: 'r' };
    const subjects = [{ kind: 'User', name: 'eve', apiGroup: rbac.group }];
    const body = { metadata: { name: 'r' }, roleRef, subjects };
    server.must('create', 'clusterrolebindings', { ...rbac, userInfo: user('root', ['system:masters']), body });
    return server;
  }

  test.each([
    ['example.com/signer', 200],
    ['example.com/*', 200],
    ['example.org/*', 403],
  ])('approve for whom %s is allowed: %d', (resourceName, code) => {
    const server = serverWithSigners(resourceName);
    const reply = as(server, user('eve'), { subresource: 'approval', body: { status: { conditions: [APPROVED] } } });
    expect(reply.code).toBe(code);
    if (code === 403)
      expect(message(reply)).toBe(
        'certificatesigningrequests.certificates.k8s.io "jane" is forbidden: user not permitted to approve requests with signerName "example.com/signer"',
      );
  });

  test('sign what changes the status, not what leaves it', () => {
    const server = serverWithSigners('example.com/*');
    const write = (status: object) => as(server, user('eve'), { subresource: 'status', body: { status } });
    expect([write({}).code, message(write({ conditions: [{ ...APPROVED, type: 'Failed' }] }))]).toEqual([
      200,
      'certificatesigningrequests.certificates.k8s.io "jane" is forbidden: user not permitted to sign requests with signerName "example.com/signer"',
    ]);
  });
});

test('nobody asks the API server itself for a certificate of its masters', () => {
  const server = new ServerUnderTest();
  const ask = (name: string, request: string, signerName: string) => {
    const body = { metadata: { name }, spec: { request, signerName, usages: ['client auth'] } };
    return server.call('create', CSRS, { group: CERTIFICATES.group, user: 'jane', body });
  };
  expect([
    message(ask('a', MASTERS_REQUEST, 'kubernetes.io/kube-apiserver-client')),
    ask('b', MASTERS_REQUEST, 'example.com/signer').code,
    ask('c', REQUEST, 'kubernetes.io/kube-apiserver-client').code,
  ]).toEqual([
    'certificatesigningrequests.certificates.k8s.io "a" is forbidden: use of kubernetes.io/kube-apiserver-client signer with system:masters group is not allowed',
    201,
    201,
  ]);
});
