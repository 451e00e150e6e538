import { describe, expect, it } from 'vitest';
import type { AnyObject } from '../../../workers/api/meta';
import { failure } from '../../../workers/api/status';
import type { PageReply, PageRequest } from '../../../workers/protocol/page';
import { applyObject } from '../../../src/features/editor/apply';
import { threeWayPatch } from '../../../src/features/editor/apply-patch';
import { lastAppliedAnnotation, withLastApplied } from '../../../src/features/editor/last-applied';
import { exampleBook } from './schema-fixture';

const book = exampleBook();
const schema = book.kind('apps/v1', 'Deployment')!;
const podSpec = (containers: unknown[]) => ({ spec: { template: { spec: { containers } } } });

describe('threeWayPatch', () => {
  const cases: { name: string; original?: unknown; modified: unknown; current: unknown; want: unknown }[] = [
    {
      name: 'nothing to do',
      original: { spec: { replicas: 1 } },
      modified: { spec: { replicas: 1 } },
      current: { spec: { replicas: 1, paused: false } },
      want: {},
    },
    { name: 'a changed field', modified: { spec: { replicas: 3 } }, current: { spec: { replicas: 1 } }, want: { spec: { replicas: 3 } } },
    {
      name: 'a field no longer mentioned goes away',
      original: { spec: { replicas: 1, paused: true } },
      modified: { spec: { replicas: 1 } },
      current: { spec: { replicas: 1, paused: true } },
      want: { spec: { paused: null } },
    },
    {
      name: "a field of somebody else's stays",
      original: { spec: {} },
      modified: { spec: {} },
      current: { spec: { replicas: 5 } },
      want: {},
    },
    {
      name: 'list elements are matched by their merge key',
      modified: podSpec([{ name: 'b', image: 'y' }]),
      current: podSpec([{ name: 'b', image: 'x', imagePullPolicy: 'Always' }]),
      want: podSpec([{ image: 'y', name: 'b' }]),
    },
    {
      name: 'defaults that the server filled into elements are no change',
      original: podSpec([{ name: 'a', ports: [{ containerPort: 80 }] }]),
      modified: podSpec([{ name: 'a', ports: [{ containerPort: 80 }] }]),
      current: podSpec([{ name: 'a', imagePullPolicy: 'Always', ports: [{ containerPort: 80, protocol: 'TCP' }] }]),
      want: {},
    },
    {
      name: 'an element no longer mentioned is deleted',
      original: podSpec([{ name: 'a' }, { name: 'b' }]),
      modified: podSpec([{ name: 'a' }]),
      current: podSpec([{ name: 'a' }, { name: 'b' }, { name: 'injected' }]),
      want: podSpec([{ $patch: 'delete', name: 'b' }]),
    },
    {
      name: 'a new element comes with the order',
      modified: podSpec([{ name: 'new' }, { name: 'a' }]),
      current: podSpec([{ name: 'a' }]),
      want: {
        spec: { template: { spec: { '$setElementOrder/containers': [{ name: 'new' }, { name: 'a' }], containers: [{ name: 'new' }] } } },
      },
    },
    {
      name: 'an atomic list is replaced',
      modified: podSpec([{ name: 'a', args: ['1', '2'] }]),
      current: podSpec([{ name: 'a', args: ['2'] }]),
      want: podSpec([{ args: ['1', '2'], name: 'a' }]),
    },
    {
      name: 'a merged list of primitives adds and deletes',
      original: { metadata: { finalizers: ['x', 'y'] } },
      modified: { metadata: { finalizers: ['y', 'z'] } },
      current: { metadata: { finalizers: ['x', 'y', 'other'] } },
      want: { metadata: { finalizers: ['z'], '$deleteFromPrimitiveList/finalizers': ['x'] } },
    },
    {
      name: 'a union keeps only the keys it names',
      modified: { spec: { strategy: { type: 'Recreate' } } },
      current: { spec: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } } } },
      want: { spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } } },
    },
  ];
  it.each(cases)('$name', ({ original, modified, current, want }) => {
    expect(threeWayPatch({ original, modified, current }, book, schema)).toEqual(want);
  });
});

describe('withLastApplied', () => {
  it('writes the annotation as kubectl does', () => {
    const object = withLastApplied({
      kind: 'Deployment',
      apiVersion: 'apps/v1',
      metadata: { namespace: 'default', name: 'web' },
      spec: { note: 'a<b' },
    });
    expect(object.metadata?.annotations).toEqual({
      [lastAppliedAnnotation]:
        '{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"annotations":{},"name":"web","namespace":"default"},"spec":{"note":"a\\u003cb"}}\n',
    });
  });
});

describe('applyObject', () => {
  const web: AnyObject = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec: { replicas: 2 } };
  const stored = { ...withLastApplied({ ...web, metadata: { name: 'web', namespace: 'default' } }), status: {} };
  const run = async (manifest: AnyObject, replies: readonly PageReply[]) => {
    const sent: PageRequest[] = [];
    const send = (request: PageRequest): Promise<PageReply> => Promise.resolve(replies[sent.push(request) - 1]!);
    const result = await applyObject(manifest, {
      send,
      book,
      schema: (apiVersion, kind) => book.kind(apiVersion, kind),
      mapping: (apiVersion, kind) => (kind === 'Deployment' ? { apiVersion, kind, resource: 'deployments', namespaced: true } : undefined),
    });
    return { result: result.text, sent: sent.map((request) => `${request.method} ${request.path}`), last: sent.at(-1) };
  };
  const collection = '/apis/apps/v1/namespaces/default/deployments';
  const writes = 'fieldManager=kubectl-client-side-apply&fieldValidation=Strict';
  const absent: PageReply = { code: 404, body: failure(404, 'NotFound', 'not found') };

  it('creates what is absent', async () => {
    const { result, sent } = await run(web, [absent, { code: 201, body: {} }]);
    expect({ result, sent }).toEqual({
      result: 'deployment.apps/web created',
      sent: [`GET ${collection}/web`, `POST ${collection}?${writes}`],
    });
  });

  it('says unchanged without a write', async () => {
    const { result, sent } = await run(web, [{ code: 200, body: stored }]);
    expect({ result, sent }).toEqual({ result: 'deployment.apps/web unchanged', sent: [`GET ${collection}/web`] });
  });

  it('patches what differs, and again after a conflict', async () => {
    const conflict: PageReply = { code: 409, body: failure(409, 'Conflict', 'the object has been modified') };
    const changed = { ...web, spec: { replicas: 3 } };
    const { result, sent, last } = await run(changed, [
      { code: 200, body: stored },
      conflict,
      { code: 200, body: stored },
      { code: 200, body: {} },
    ]);
    expect(result).toBe('deployment.apps/web configured');
    expect(sent).toHaveLength(4);
    expect(last?.contentType).toBe('application/strategic-merge-patch+json');
    expect(last?.body).toMatchObject({ spec: { replicas: 3 } });
  });

  it("prints refusals in kubectl's words", async () => {
    const causes = [{ field: 'spec.replicas', message: 'Invalid value: -1: must be greater than or equal to 0' }];
    const invalid = failure(422, 'Invalid', 'Deployment.apps "web" is invalid: ...', {
      name: 'web',
      kind: 'Deployment',
      group: 'apps',
      causes,
    });
    expect((await run(web, [absent, { code: 422, body: invalid }])).result).toBe(
      'The Deployment "web" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0',
    );
    const noNamespace = failure(404, 'NotFound', 'namespaces "x" not found');
    expect((await run(web, [absent, { code: 404, body: noNamespace }])).result).toBe(
      'Error from server (NotFound): error when creating "manifest": namespaces "x" not found',
    );
    expect((await run({ ...web, kind: 'Foo' }, [])).result).toBe('error: no matches for kind "Foo" in version "apps/v1"');
  });
});
