import type { AnyObject } from '../../api/meta';
import type { RequestScope } from '../backend';

/** Where upstream asks for their health; etcd is the store, which is healthy whenever anybody can ask. */
const COMPONENTS = [
  { name: 'scheduler', program: 'kube-scheduler', address: '127.0.0.1:10259' },
  { name: 'controller-manager', program: 'kube-controller-manager', address: '127.0.0.1:10257' },
] as const;

export function componentStatusesOf({ backend }: RequestScope): AnyObject[] {
  const healthy = (name: string) => statusOf(name, 'True', 'ok');
  return [
    ...COMPONENTS.map(({ name, program, address }) =>
      backend.runs?.(program)
        ? healthy(name)
        : statusOf(name, 'False', `Get "https://${address}/healthz": dial tcp ${address}: connect: connection refused`),
    ),
    healthy('etcd-0'),
  ];
}

function statusOf(name: string, status: 'True' | 'False', message: string): AnyObject {
  return {
    kind: 'ComponentStatus',
    apiVersion: 'v1',
    metadata: { name },
    conditions: [{ type: 'Healthy', status, message }],
  } as unknown as AnyObject;
}
