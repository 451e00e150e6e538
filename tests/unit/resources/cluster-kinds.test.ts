/** Rules of core kinds around the workloads: services, nodes, quotas, limits, events, service accounts. */
import { describe, expect, it } from 'vitest';
import { createErrors, definitionOf, stored } from './support';
import type { AnyObject } from '../../../workers/api/meta';

const ports = [{ name: 'a', port: 80 }];

it.each<[string, object, string[]]>([
  [
    'Service',
    { spec: { ports, clusterIPs: ['10.96.0.9'] } },
    ['spec.clusterIPs: Invalid value: ["10.96.0.9"]: must be empty when `clusterIP` is not specified'],
  ],
  [
    'Service',
    { spec: { ports: [], clusterIP: 'x' } },
    ['spec.clusterIPs[0]: Invalid value: "x": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'],
  ],
  [
    'Service',
    { spec: { ports, clusterIP: '10.96.0.9', ipFamilies: ['IPv6'] } },
    ['spec.clusterIPs[0]: Invalid value: "10.96.0.9": expected an IPv6 value as indicated by `ipFamilies[0]`'],
  ],
  [
    'Service',
    { spec: { ports: [{ port: 1, nodePort: 30000 }] } },
    ["spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'"],
  ],
  [
    'Service',
    { spec: { ports, type: 'NodePort', clusterIP: 'None' } },
    ['spec.clusterIPs[0]: Invalid value: "None": may not be set to \'None\' for NodePort services'],
  ],
  [
    'Service',
    { spec: { ports, type: 'LoadBalancer', loadBalancerSourceRanges: [' 1.2.3.0/24 ', '1.2.3.4/8'] } },
    ['spec.LoadBalancerSourceRanges[1]: Invalid value: "1.2.3.4/8": must not have bits set beyond the prefix length'],
  ],
  [
    'Service',
    { spec: { ports, externalIPs: ['::ffff:1.2.3.4'] } },
    ['spec.externalIPs[0]: Invalid value: "::ffff:1.2.3.4": must not be an IPv4-mapped IPv6 address'],
  ],
  [
    'Node',
    { spec: { podCIDRs: ['1.2.3.0/24', '1.2.4.0/24'] } },
    ['spec.podCIDRs: Invalid value: ["1.2.3.0/24","1.2.4.0/24"]: may specify no more than one CIDR for each IP family'],
  ],
  [
    'Node',
    { status: { declaredFeatures: ['B', 'A'] } },
    ['status.declaredFeatures[1]: Invalid value: "A": list must be sorted alphabetically'],
  ],
  ['Node', { status: { allocatable: { pods: '1.5' } } }, ['status.allocatable.pods: Invalid value: "1500m": must be an integer']],
  [
    'LimitRange',
    { spec: { limits: [{ type: 'All' }] } },
    ['spec.limits[0].type: Invalid value: "All": must be a standard limit type or fully qualified'],
  ],
  [
    'ResourceQuota',
    { spec: { hard: { services: '1' }, scopeSelector: { matchExpressions: [{ scopeName: 'Terminating', operator: 'Exists' }] } } },
    [
      'spec.scopeSelector.matchExpressions: Invalid value: {"MatchExpressions":[{"ScopeName":"Terminating","Operator":"Exists","Values":null}]}: unsupported scope applied to resource',
    ],
  ],
])('%s: refuses %j', (kind, fields, errors) => {
  expect(createErrors(kind, fields as Record<string, unknown>)).toEqual(errors);
});

describe('events', () => {
  const event = {
    involvedObject: { namespace: 'default' },
    eventTime: '2026-01-01T00:00:00.000000Z',
    reportingInstance: 'i',
    action: 'a',
    reason: 'r',
  };
  it('of the new style say who reports', () => {
    expect(createErrors('Event', { ...event, reportingComponent: '', type: 'Odd' }).slice(0, 2)).toEqual([
      'reportingComponent: Required value',
      'reportingComponent: Invalid value: "": name part must be non-empty',
    ]);
  });
});

describe('services', () => {
  it('of an external name have no traffic policy inside the cluster', () => {
    expect(
      stored('Service', { spec: { type: 'ExternalName', externalName: 'a.b', internalTrafficPolicy: 'Local' } }).spec,
    ).not.toHaveProperty('internalTrafficPolicy');
  });

  it.each<[object, string[]]>([
    [
      { type: 'ExternalName', externalName: 'a.b', externalIPs: ['1.2.3.4'] },
      ['spec.externalIPs is ignored when spec.type is "ExternalName"'],
    ],
    [
      { clusterIP: 'None', externalIPs: ['1.2.3.4'], sessionAffinity: 'ClientIP' },
      ['spec.externalIPs is ignored for headless services', 'spec.SessionAffinity is ignored for headless services'],
    ],
  ])('%j is worth a warning', (spec, warnings) => {
    expect(definitionOf('Service').strategy.warnings?.(stored('Service', { spec }) as AnyObject, undefined)).toEqual(warnings);
  });
});

it('a service account keeps the names of its secrets alone', () => {
  expect(stored('ServiceAccount', { secrets: [{ name: 'a', uid: 'u' }, { kind: 'Secret' }] }).secrets).toEqual([{ name: 'a' }, {}]);
});
