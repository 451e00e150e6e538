import { describe, expect, it } from 'vitest';
import { Informer } from '../../../workers/client/informer';
import type { Process } from '../../../workers/client/process';
import { ServiceProxy } from '../../../workers/network/proxy';
import type { EndpointSlice } from '../../../workers/resources/discovery/endpointslices/types';
import type { Service } from '../../../workers/resources/core/services/types';

interface Endpoint {
  readonly ip: string;
  readonly conditions?: { readonly ready?: boolean; readonly serving?: boolean; readonly terminating?: boolean };
}

describe('the service proxy', () => {
  it('takes ready endpoints in turn', () => {
    expect(chosen({}, [{ ip: 'a' }, { ip: 'b' }, { ip: 'c', conditions: { ready: false } }], 4)).toEqual(['a', 'b', 'a', 'b']);
  });

  it('falls back to terminating endpoints that still serve', () => {
    const leaving = { ready: false, serving: true, terminating: true };
    expect(
      chosen(
        {},
        [
          { ip: 'a', conditions: leaving },
          { ip: 'b', conditions: { ready: false } },
        ],
        2,
      ),
    ).toEqual(['a', 'a']);
  });

  it('stays with one endpoint for a client under ClientIP affinity', () => {
    expect(chosen({ sessionAffinity: 'ClientIP' }, [{ ip: 'a' }, { ip: 'b' }], 3)).toEqual(['a', 'a', 'a']);
  });

  it('finds nobody without ready endpoints, for an unknown port and for an unknown service', () => {
    expect(chosen({}, [], 1)).toEqual([undefined]);
    expect(chosen({}, [{ ip: 'a' }], 1, 9999)).toEqual([undefined]);
  });
});

function chosen(spec: object, endpoints: readonly Endpoint[], times: number, port?: number): (string | undefined)[] {
  const service = { metadata: { namespace: 'default', name: 'web' }, spec: { ports: [{ port: 80 }], ...spec } };
  const slice = {
    metadata: { namespace: 'default', name: 'web-1', labels: { 'kubernetes.io/service-name': 'web' } },
    ports: [{ port: 8080 }],
    endpoints: endpoints.map(({ ip, conditions = { ready: true } }) => ({ addresses: [ip], conditions })),
  };
  const proxy = new ServiceProxy(informer<Service>('services', service), informer<EndpointSlice>('endpointslices', slice));
  return Array.from({ length: times }, () => proxy.choose('default', 'web', port, 'client', 0)?.address);
}

/** An informer that has seen one object. */
function informer<T>(resource: string, object: object): Informer<T> {
  const process = { openWatch: () => 1, nowMs: 0, withCause: (_: string, work: () => void) => work() } as unknown as Process;
  const made = new Informer(process, { group: '', version: 'v1', resource }, {});
  made.receive([{ type: 'ADDED', object: object as never }]);
  return made as unknown as Informer<T>;
}
