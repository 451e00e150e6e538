/** Rules of networking, discovery, roles and runtime classes. */
import { expect, it } from 'vitest';
import { createErrors } from './support';

const SUBDOMAIN =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const peer = (ipBlock: object, more: object = {}) => ({ spec: { podSelector: {}, ingress: [{ from: [{ ipBlock, ...more }] }] } });

it.each<[string, object, string[]]>([
  [
    'NetworkPolicy',
    peer({ cidr: 'x' }, { podSelector: {} }),
    [
      'spec.ingress[0].from[0].ipBlock.cidr: Invalid value: "x": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)',
      'spec.ingress[0].from[0]: Forbidden: may not specify both ipBlock and another peer',
    ],
  ],
  [
    'NetworkPolicy',
    { spec: { podSelector: {}, ingress: [{ ports: [{ port: 'http', endPort: 90 }] }] } },
    ['spec.ingress[0].ports[0].endPort: Invalid value: 90: may not be specified when `port` is non-numeric'],
  ],
  [
    'Ingress',
    { spec: { defaultBackend: { resource: { kind: 'a/b', name: 'n', apiGroup: '' } } } },
    [
      `spec.defaultBackend.resource.apiGroup: Invalid value: "": ${SUBDOMAIN}`,
      'spec.defaultBackend.resource.kind: Invalid value: "a/b": may not contain \'/\'',
    ],
  ],
  ['IngressClass', { spec: { controller: 'a b/c' } }, [`spec.controller: Invalid value: "a b": ${SUBDOMAIN}`]],
  [
    'IPAddress',
    { metadata: { name: '10.0.0.1' }, spec: { parentRef: { resource: 'a/b' } } },
    ['spec.parentRef.resource: Invalid value: "a/b": may not contain \'/\'', 'spec.parentRef.name: Required value'],
  ],
  [
    'ServiceCIDR',
    { spec: { cidrs: ['10.0.0.0/8', '11.0.0.0/8', 'x'] } },
    ['spec.cidrs: Invalid value: {"CIDRs":["10.0.0.0/8","11.0.0.0/8","x"]}: may only hold up to 2 values'],
  ],
  [
    'EndpointSlice',
    { addressType: 'Odd', endpoints: [{ addresses: ['a'], hints: { forZones: [{ name: 'z' }, { name: 'z' }] } }] },
    [
      'addressType: Unsupported value: "Odd": supported values: "FQDN", "IPv4", "IPv6"',
      'endpoints[0].hints.forZones[1].name: Duplicate value: "z"',
    ],
  ],
  [
    'ClusterRole',
    { aggregationRule: {} },
    ['aggregationRule.clusterRoleSelectors: Required value: at least one clusterRoleSelector required if aggregationRule is non-nil'],
  ],
  [
    'ClusterRole',
    { rules: [{ verbs: ['get'], nonResourceURLs: ['/a'], resourceNames: ['b'] }] },
    ['rules[0].nonResourceURLs: Invalid value: ["/a"]: rules cannot apply to both regular resources and non-resource URLs'],
  ],
  [
    'RuntimeClass',
    { handler: 'h', overhead: { podFixed: { odd: '1' } } },
    [
      'overhead.limits[odd]: Invalid value: "odd": must be a standard resource type or fully qualified',
      'overhead.limits[odd]: Invalid value: "odd": must be a standard resource for containers',
    ],
  ],
])('%s: refuses %j', (kind, fields, errors) => {
  expect(createErrors(kind, fields as Record<string, unknown>)).toEqual(errors);
});
