import { describe, expect, it } from 'vitest';
import { createInlineCluster } from '../../../workers/hosts/inline';
import { defaultAccount } from '../../support/manifests';
import { route } from '../../../workers/apiserver/http';
import { applyObject } from '../../../src/features/editor/apply';
import type { ApplyContext } from '../../../src/features/editor/apply';
import { EditorAnalysis } from '../../../src/features/editor/analysis';
import { discoverKinds } from '../../../src/features/editor/discovery';
import type { Send } from '../../../src/features/editor/discovery';
import { examples } from '../../../src/features/editor/examples';
import { SchemaBook } from '../../../src/features/editor/schema';

/** A cluster of the real API server, and the editor's two halves connected to it. */
async function connected() {
  const inline = createInlineCluster({ seed: 1, nodes: 3, scheduler: false, controllers: [] });
  inline.handle(defaultAccount());
  inline.advance({ untilIdle: true, limitMs: 10_000 });
  const send: Send = async ({ method, path, contentType, body }) => {
    const way = route(inline.cluster.api.resources, { method, path, headers: { 'content-type': contentType ?? 'application/json' }, body });
    if (way.type === 'reply') return way.reply;
    if (way.type !== 'request') return { code: 404, body: '' };
    return way.render(inline.handle(way.request), inline.nowMs);
  };
  const mappings = await discoverKinds(send);
  const book = new SchemaBook();
  const analysis = new EditorAnalysis();
  analysis.setKinds(mappings);
  for (const apiVersion of new Set(mappings.map((mapping) => mapping.apiVersion))) {
    const { code, body } = await send({ method: 'GET', path: `/openapi/v3${apiVersion.includes('/') ? '/apis/' : '/api/'}${apiVersion}` });
    if (code !== 200) continue;
    const document: unknown = JSON.parse(typeof body === 'string' ? body : JSON.stringify(body));
    book.add(apiVersion, document);
    analysis.addSchema(apiVersion, document);
  }
  const context: ApplyContext = {
    send,
    book,
    mapping: (apiVersion, kind) => mappings.find((mapping) => mapping.apiVersion === apiVersion && mapping.kind === kind),
    schema: (apiVersion, kind) => book.kind(apiVersion, kind),
  };
  const apply = async (text: string, dryRun = false): Promise<string[]> => {
    analysis.setText(text);
    const lines: string[] = [];
    for (const { index } of analysis.documents(0, 100)) {
      for (const object of analysis.objects(index).objects) lines.push((await applyObject(object, { ...context, dryRun })).text);
    }
    return lines;
  };
  return { analysis, apply, send };
}

const web = examples.find((example) => example.id === 'web')!.text;
const webPath = '/apis/apps/v1/namespaces/default/deployments/web';

/** Admission adds to a pod's tolerations, an atomic list, so the manifest's list differs from it ever after. */
const extendedByAdmission = 'pod/batch configured';

describe('examples', () => {
  const cases = examples.map(({ id, text }) => ({ id, text }));
  it.each(cases)('$id has no problems, is accepted, and is unchanged the second time', async ({ text }) => {
    const { analysis, apply } = await connected();
    analysis.setText(text);
    expect(analysis.analyse()).toMatchObject({ markers: [], faultyDocuments: 0, wanted: [] });
    const first = await apply(text);
    expect(first.filter((line) => !/ (created|configured)$/.test(line))).toEqual([]);
    const second = await apply(text);
    expect(second.filter((line) => !line.endsWith(' unchanged') && line !== extendedByAdmission)).toEqual([]);
  });
});

describe('apply against the API server', () => {
  it('changes what changed, keeps what others set, and drops what is no longer said', async () => {
    const { apply, send } = await connected();
    await apply(web);
    const scaled = await send({
      method: 'PATCH',
      path: webPath,
      contentType: 'application/merge-patch+json',
      body: { metadata: { labels: { by: 'somebody' } } },
    });
    expect(scaled.code).toBe(200);
    const changed = web.replace('nginx:1.27', 'nginx:1.28').replace('labels: {app: web}\nspec', 'labels: {app2: web}\nspec');
    expect(await apply(changed)).toEqual(['deployment.apps/web configured', 'service/web unchanged']);
    const { body } = await send({ method: 'GET', path: webPath });
    expect(body).toMatchObject({ metadata: { labels: { app2: 'web', by: 'somebody' } } });
    expect((body as { metadata: { labels: object } }).metadata.labels).not.toHaveProperty('app');
    expect(body).toMatchObject({
      spec: { template: { spec: { containers: [{ name: 'nginx', image: 'nginx:1.28', resources: { requests: { cpu: '200m' } } }] } } },
    });
  });

  it('adds a container in front and takes it away again', async () => {
    const { apply, send } = await connected();
    await apply(web);
    const more = web.replace('        - name: nginx', '        - name: first\n          image: busybox:1.36\n        - name: nginx');
    const names = async () => {
      const { body } = await send({ method: 'GET', path: webPath });
      return (body as { spec: { template: { spec: { containers: { name: string }[] } } } }).spec.template.spec.containers.map(
        (container) => container.name,
      );
    };
    await apply(more);
    expect(await names()).toEqual(['first', 'nginx']);
    await apply(web);
    expect(await names()).toEqual(['nginx']);
  });

  it('stores nothing in a dry run', async () => {
    const { apply, send } = await connected();
    expect(await apply(web, true)).toEqual(['deployment.apps/web created (server dry run)', 'service/web created (server dry run)']);
    expect((await send({ method: 'GET', path: webPath })).code).toBe(404);
  });

  it("says what is wrong in kubectl's words", async () => {
    const { apply } = await connected();
    expect(await apply(web.replace('containerPort: 80', 'containerPort: 99999'))).toEqual([
      'The Deployment "web" is invalid: spec.template.spec.containers[0].ports[0].containerPort: Invalid value: 99999: must be between 1 and 65535, inclusive',
      'service/web created',
    ]);
  });
});
