import { describe, expect, test } from 'vitest';
import { createInlineCluster } from '../../../workers/hosts/inline';
import { withoutSecrets } from '../../../workers/hosts/redact-secrets';
import { request } from '../../support/cluster';

const secret = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 's', annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{"stringData":{"password":"hunter2"}}' } },
  stringData: { password: 'hunter2' },
};
const named = { namespace: 'default', name: 's' } as const;

describe('a journal shown to others', () => {
  test('names Secrets and their keys, but not what they hold', () => {
    const cluster = createInlineCluster({ seed: 1, nodes: 0 });
    cluster.handle(request('create', 'secrets', { namespace: 'default', body: secret }));
    cluster.handle(
      request('patch', 'secrets', { ...named, patchType: 'merge', body: { stringData: { password: 'hunter2', gone: null } } } as never),
    );
    cluster.handle(
      request('patch', 'secrets', { ...named, patchType: 'json', body: [{ op: 'add', path: '/data/b', value: 'aHVudGVyMg==' }] } as never),
    );
    cluster.handle(
      request('create', 'configmaps', { namespace: 'default', body: { metadata: { name: 'c' }, data: { open: 'book' } } as never }),
    );
    const journal = cluster.journal();
    expect(JSON.stringify(journal)).toContain('hunter2');
    const shown = JSON.stringify(withoutSecrets(journal));
    expect(shown).not.toMatch(/hunter2|aHVudGVyMg/);
    expect(shown).toContain('"stringData":{"password":""}');
    expect(shown).toContain('"gone":null');
    expect(shown).toContain('"open":"book"');
  });
});
