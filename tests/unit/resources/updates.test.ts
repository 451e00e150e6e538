/** What may not change, as the server's own types print it, and what only new objects are warned about. */
import { expect, it } from 'vitest';
import type { AnyObject } from '../../../workers/api/meta';
import { definitionOf, stored, updateErrors } from './support';

const volume = (source: object) => ({ spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], ...source } });
const onNode = (name: string) => ({
  required: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [name] }] }] },
});

it.each<[string, object, object, string[]]>([
  [
    'PersistentVolume',
    volume({ local: { path: '/a' }, nodeAffinity: onNode('a') }),
    volume({ local: { path: '/a' }, nodeAffinity: onNode('b') }),
    [
      'nodeAffinity: Invalid value: {"Required":{"NodeSelectorTerms":[{"MatchExpressions":[{"Key":"kubernetes.io/hostname","Operator":"In","Values":["b"]}],"MatchFields":null}]}}: field is immutable, except for updating from beta label to GA',
    ],
  ],
  [
    'IPAddress',
    { spec: { parentRef: { resource: 'services', name: 'a' } } },
    { spec: { parentRef: { resource: 'services', name: 'b' } } },
    ['spec.parentRef: Invalid value: {"Group":"","Resource":"services","Namespace":"","Name":"b"}: field is immutable'],
  ],
  [
    'IngressClass',
    { spec: { controller: 'a.b/c' } },
    { spec: {} },
    ['spec.controller: Invalid value: "": field is immutable', 'spec.controller: Required value'],
  ],
])('%s: %j may not become %j', (kind, before, after, errors) => {
  expect(updateErrors(kind, before as Record<string, unknown>, after as Record<string, unknown>)).toEqual(errors);
});

it('a volume whose source changes is shown both', () => {
  const [error] = updateErrors(
    'PersistentVolume',
    volume({ rbd: { monitors: ['a'], image: 'i' } }),
    volume({ rbd: { monitors: ['b'], image: 'i' } }),
  );
  expect(error).toContain('-   "a"\n+   "b"');
  expect(error).toContain('"RBDImage": "i"');
});

it('a service that is no load balancer has no ingress', () => {
  const service = {
    ...stored('Service', { spec: { ports: [{ port: 1 }] } }),
    status: { loadBalancer: { ingress: [{ ip: '1.2.3.4' }] } },
  } as unknown as AnyObject;
  const { strategy } = definitionOf('Service');
  expect(strategy.validateStatusUpdate?.(service, service, undefined as never)).toEqual([
    {
      type: 'FieldValueForbidden',
      field: 'status.loadBalancer.ingress',
      message: "Forbidden: may only be used when `spec.type` is 'LoadBalancer'",
    },
  ]);
});
