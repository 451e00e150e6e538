/** Pod security standards change from version to version; the label of a namespace says which one counts. */
import { expect, test } from 'vitest';
import { ServerUnderTest } from './server-under-test';

const RESTRICTED = {
  allowPrivilegeEscalation: false,
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
  capabilities: { drop: ['ALL'] },
};
const probe = { livenessProbe: { httpGet: { host: '1.2.3.4', port: 80 } } };

test.each([
  ['baseline', 'v1.33', {}, probe, undefined],
  ['baseline', 'v1.34', {}, probe, 'probe or lifecycle host (container "c" uses probe or lifecycle host "1.2.3.4")'],
  [
    'baseline',
    'v1.26',
    { securityContext: { sysctls: [{ name: 'net.ipv4.tcp_wmem', value: '1' }] } },
    {},
    'forbidden sysctls (net.ipv4.tcp_wmem)',
  ],
  ['baseline', 'latest', { securityContext: { sysctls: [{ name: 'net.ipv4.tcp_wmem', value: '1' }] } }, {}, undefined],
  ['restricted', 'v1.7', {}, { securityContext: { runAsNonRoot: true } }, undefined],
  [
    'restricted',
    'v1.24',
    { os: { name: 'windows' } },
    { securityContext: { runAsNonRoot: true } },
    'allowPrivilegeEscalation != false (container "c" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container "c" must set securityContext.capabilities.drop=["ALL"]), seccompProfile (pod or container "c" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")',
  ],
  ['restricted', 'v1.25', { os: { name: 'windows' } }, { securityContext: { runAsNonRoot: true } }, undefined],
  ['restricted', 'v1.22', {}, { securityContext: { ...RESTRICTED, runAsUser: 0 } }, undefined],
  ['restricted', 'v1.23', {}, { securityContext: { ...RESTRICTED, runAsUser: 0 } }, 'runAsUser=0 (container "c" must not set runAsUser=0)'],
  [
    'restricted',
    'v1.34',
    { hostUsers: false },
    { securityContext: { ...RESTRICTED, runAsUser: 0 } },
    'runAsUser=0 (container "c" must not set runAsUser=0)',
  ],
  ['restricted', 'v1.35', { hostUsers: false }, { securityContext: { ...RESTRICTED, runAsUser: 0 } }, undefined],
  [
    'restricted',
    'latest',
    { securityContext: { runAsNonRoot: false } },
    { securityContext: RESTRICTED },
    'runAsNonRoot != true (pod must not set securityContext.runAsNonRoot=false)',
  ],
])('%s at %s: %j %j', (level, version, spec, container, violation) => {
  const server = new ServerUnderTest();
  const labels = { 'pod-security.kubernetes.io/enforce': level, 'pod-security.kubernetes.io/enforce-version': version };
  server.call('create', 'namespaces', { body: { metadata: { name: 'secured', labels } } });
  server.letPodsCome('secured');
  const body = { metadata: { name: 'p', namespace: 'secured' }, spec: { ...spec, containers: [{ name: 'c', image: 'i', ...container }] } };
  const { code, body: answer } = server.call('create', 'pods', { namespace: 'secured', body });
  const message = violation && `pods "p" is forbidden: violates PodSecurity "${level}:${version}": ${violation}`;
  expect([code, (answer as { message?: string }).message]).toEqual([violation ? 403 : 201, message]);
});
