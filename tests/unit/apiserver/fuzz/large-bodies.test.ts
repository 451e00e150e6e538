/** Bodies of the largest size in shapes that would hold the server up, were they looked at more often than once. */
import { describe, expect, test } from 'vitest';
import { handleHttp } from '../../../../workers/apiserver/http';
import { ApiServer } from '../../../../workers/apiserver/server';
import { randomStream } from '../../../../workers/sim/prng';
import { Store } from '../../../../workers/store/store';

const NAMESPACE = '/api/v1/namespaces/default';
const times = <T>(count: number, make: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));
const template = (container: object, spec: object = {}, metadata: object = {}) => ({
  metadata: { name: 'large', ...metadata },
  template: { spec: { containers: [{ name: 'c', image: 'x', ...container }], ...spec } },
});
const service = (spec: object) => ({ metadata: { name: 'large' }, spec });
const subscripts = `metadata.annotations['${"'][".repeat(500_000)}`;

describe('large bodies', () => {
  test.each<[string, string, object, number]>([
    ['variables of one name', 'podtemplates', template({ env: times(40_000, () => ({ name: 'A', value: 'x' })) }), 201],
    ['ports of one number', 'podtemplates', template({ ports: times(30_000, () => ({ containerPort: 80 })) }), 201],
    ['claims of nothing', 'podtemplates', template({ resources: { claims: times(30_000, (at) => ({ name: `c${at}` })) } }), 422],
    ['a path of fields', 'podtemplates', template({ env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: subscripts } } }] }), 422],
    [
      'files in one volume',
      'podtemplates',
      template({}, { volumes: [{ name: 'v', configMap: { name: 'a', items: times(30_000, (at) => ({ key: 'k', path: `p/${at}` })) } }] }),
      201,
    ],
    [
      'files at one place',
      'podtemplates',
      template({}, { volumes: [{ name: 'v', configMap: { name: 'a', items: times(30_000, () => ({ key: 'k', path: 'p' })) } }] }),
      201,
    ],
    [
      'owners',
      'podtemplates',
      template({}, {}, { ownerReferences: times(20_000, (at) => ({ apiVersion: 'v1', kind: 'Pod', name: 'a', uid: `u${at}` })) }),
      201,
    ],
    ['node ports', 'services', service({ type: 'NodePort', ports: times(30_000, (at) => ({ name: `p${at}`, port: at + 1 })) }), 201],
  ])('%s', (_, resource, body, code) => {
    const server = new ApiServer({ store: new Store(), random: randomStream(1, 'large'), clock: () => 0 });
    const headers = { 'content-type': 'application/json', 'user-agent': 'large/1' };
    const reply = handleHttp(server, { method: 'POST', path: `${NAMESPACE}/${resource}?dryRun=All`, headers, body: JSON.stringify(body) });
    expect(reply.code).toBe(code);
    expect((reply.warnings ?? []).join('').length).toBeLessThanOrEqual(4096 + 256);
  });

  test('a JSON patch that doubles what it copied', () => {
    const server = new ApiServer({ store: new Store(), random: randomStream(1, 'large'), clock: () => 0 });
    const copies = times(40, () => ({ op: 'copy', from: '/metadata/annotations', path: '/metadata/annotations/x' }));
    const body = JSON.stringify([{ op: 'add', path: '/metadata/annotations', value: { a: 'b' } }, ...copies]);
    const headers = { 'content-type': 'application/json-patch+json', 'user-agent': 'large/1' };
    expect(handleHttp(server, { method: 'PATCH', path: NAMESPACE, headers, body }).code).toBe(422);
  });
});
