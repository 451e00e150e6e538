import { describe, expect, test } from 'vitest';
import { subsetsOf } from '../../../workers/controllers/endpoints/subsets';
import type { Pod } from '../../../workers/resources/core/pods/types';
import type { Service } from '../../../workers/resources/core/services/types';

function pod(
  name: string,
  ip: string | undefined,
  options: { ready?: boolean; phase?: string; deleting?: boolean; ports?: object[] } = {},
): Pod {
  const { ready = true, phase = 'Running', deleting = false, ports } = options;
  return {
    metadata: { name, namespace: 'a', uid: name, ...(deleting ? { deletionTimestamp: '2026-01-01T00:00:30Z' } : {}) },
    spec: { nodeName: 'n', containers: [{ name: 'main', ...(ports ? { ports } : {}) }] },
    status: { phase, conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }], ...(ip ? { podIP: ip, podIPs: [{ ip }] } : {}) },
  } as Pod;
}

function service(spec: object): Service {
  return {
    metadata: { name: 's', namespace: 'a' },
    spec: { clusterIP: '10.96.0.9', selector: { app: 'x' }, ...spec },
  } as unknown as Service;
}

function address(name: string, ip: string): object {
  return { ip, nodeName: 'n', targetRef: { kind: 'Pod', namespace: 'a', name, uid: name } };
}

const http = { ports: [{ port: 80, protocol: 'TCP', targetPort: 'http' }] };
const named = (port: number): { ports: object[] } => ({ ports: [{ name: 'http', containerPort: port }] });

describe("a service's subsets", () => {
  const cases = [
    {
      name: 'pods without an address are left out',
      service: service({ ports: [{ port: 80, protocol: 'TCP' }] }),
      pods: [pod('p', undefined)],
      want: [],
    },
    {
      name: 'ready and unready pods share a subset',
      service: service({ ports: [{ port: 80, protocol: 'TCP' }] }),
      pods: [pod('p', '10.0.0.9'), pod('q', '10.0.0.10', { ready: false })],
      want: [
        { addresses: [address('p', '10.0.0.9')], notReadyAddresses: [address('q', '10.0.0.10')], ports: [{ port: 80, protocol: 'TCP' }] },
      ],
    },
    {
      name: 'a terminating pod is no endpoint',
      service: service({ ports: [{ port: 80, protocol: 'TCP' }] }),
      pods: [pod('p', '10.0.0.1', { deleting: true })],
      want: [],
    },
    {
      name: 'unless not ready addresses are published, which makes all of them ready',
      service: service({ publishNotReadyAddresses: true, ports: [{ port: 80, protocol: 'TCP' }] }),
      pods: [pod('p', '10.0.0.1', { deleting: true, ready: false })],
      want: [{ addresses: [address('p', '10.0.0.1')], ports: [{ port: 80, protocol: 'TCP' }] }],
    },
    {
      name: 'finished pods are no endpoints',
      service: service({ ports: [{ port: 80, protocol: 'TCP' }] }),
      pods: [pod('p', '10.0.0.1', { phase: 'Succeeded' })],
      want: [],
    },
    {
      name: 'a named port is looked up in each pod, which splits subsets',
      service: service(http),
      pods: [pod('p', '10.0.0.1', named(8080)), pod('q', '10.0.0.2', named(9090)), pod('r', '10.0.0.3')],
      want: [
        { addresses: [address('p', '10.0.0.1')], ports: [{ port: 8080, protocol: 'TCP' }] },
        { addresses: [address('q', '10.0.0.2')], ports: [{ port: 9090, protocol: 'TCP' }] },
      ],
    },
    {
      name: 'a headless service without ports has addresses only',
      service: service({ clusterIP: 'None' }),
      pods: [pod('p', '10.0.0.1')],
      want: [{ addresses: [address('p', '10.0.0.1')] }],
    },
    {
      name: 'ports are ordered by the hash of their Go dump',
      service: service({
        ports: [
          { name: 'dns', port: 53, protocol: 'UDP' },
          { name: 'web', port: 80, protocol: 'TCP', targetPort: 8080, appProtocol: 'kubernetes.io/h2c' },
        ],
      }),
      pods: [pod('p', '10.0.0.1')],
      want: [
        {
          addresses: [address('p', '10.0.0.1')],
          ports: [
            { name: 'web', port: 8080, protocol: 'TCP', appProtocol: 'kubernetes.io/h2c' },
            { name: 'dns', port: 53, protocol: 'UDP' },
          ],
        },
      ],
    },
  ];
  test.each(cases)('$name', ({ service: of, pods, want }) => {
    const byPort = (subset: { ports?: readonly { port: number }[] }): number => subset.ports?.[0]?.port ?? 0;
    expect([...subsetsOf(of, pods)].sort((a, b) => byPort(a) - byPort(b))).toEqual(want);
  });
});
