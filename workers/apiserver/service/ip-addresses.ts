/**
 * One IPAddress per cluster IP, which says whose it is (source: pkg/registry/core/service/ipallocator/ipallocator.go, 1.36).
 * Differs: written with the Service, not before it; what others create or delete here frees or takes no address.
 */
import type { AnyObject } from '../../api/meta';
import { rfc3339 } from '../../api/time';
import type { Draft } from '../../resources/definition';
import { sealed } from '../backend';
import type { RequestScope } from '../backend';
import { keyOf } from '../keys';
import { trackUpdate } from '../managed-fields/track';
import { newUid } from '../names';
import { familyOf, heldBy } from './allocators';

/** Either may be absent: a Service that is new, one that is gone. */
export function moveAddresses(scope: RequestScope, service: AnyObject | undefined, before: AnyObject | undefined): void {
  const definition = scope.backend.resources.stored('networking.k8s.io', 'ipaddresses');
  if (!definition) return;
  const [now, then] = [service, before].map((object) => (object ? heldBy(object).ips : []));
  const inner: RequestScope = { ...scope, definition, namespace: '', subresource: '', fieldManager: 'kube-apiserver', warnings: [] };
  for (const ip of then ?? []) if (!now?.includes(ip)) forget(inner, ip);
  for (const ip of now ?? []) if (!then?.includes(ip)) note(inner, ip, service as AnyObject);
}

function note(scope: RequestScope, ip: string, { metadata }: AnyObject): void {
  const { backend, definition, nowMs } = scope;
  const key = keyOf(definition, '', ip);
  if (backend.store.get(key)) return;
  const draft: Draft = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'IPAddress',
    metadata: {
      name: ip,
      uid: newUid(backend.allocators.uids),
      creationTimestamp: rfc3339(nowMs),
      labels: { 'ipaddress.kubernetes.io/ip-family': familyOf(ip), 'ipaddress.kubernetes.io/managed-by': 'ipallocator.k8s.io' },
    },
    spec: { parentRef: { resource: 'services', namespace: metadata?.namespace, name: metadata?.name } },
  };
  trackUpdate(scope, draft, undefined);
  backend.store.put(key, 0, (revision) => sealed(backend, draft, revision));
}

function forget({ backend, definition }: RequestScope, ip: string): void {
  const key = keyOf(definition, '', ip);
  const entry = backend.store.get(key);
  if (!entry) return;
  const last = entry.value as AnyObject;
  backend.store.delete(key, entry.modRevision, (revision) => sealed(backend, { ...last, metadata: { ...last.metadata } }, revision));
}
