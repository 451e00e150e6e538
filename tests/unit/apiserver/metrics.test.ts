import { describe, expect, test } from 'vitest';
import { handleHttp } from '../../../workers/apiserver/http';
import { ApiServer } from '../../../workers/apiserver/server';
import { randomStream } from '../../../workers/sim/prng';
import { Store } from '../../../workers/store/store';

describe('/metrics', () => {
  const api = new ApiServer({ store: new Store(), random: randomStream(1, 'apiserver'), clock: () => 0 });
  const http = (method: string, path: string, body?: object) =>
    handleHttp(api, { method, path, headers: { 'content-type': 'application/json' }, ...(body ? { body: JSON.stringify(body) } : {}) });
  const line = (start: string) =>
    String(http('GET', '/metrics').body)
      .split('\n')
      .filter((each) => each.startsWith(start));

  test('counts requests by what they asked and how they ended', () => {
    const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } };
    for (let at = 0; at < 2; at++) http('POST', '/api/v1/namespaces/default/configmaps', configMap);
    http('POST', '/api/v1/namespaces/default/configmaps?dryRun=All', { ...configMap, metadata: { name: 'b' } });
    expect(line('apiserver_request_total{code="201"').filter((each) => each.includes('configmaps'))).toEqual([
      'apiserver_request_total{code="201",component="apiserver",dry_run="",group="",resource="configmaps",scope="namespace",subresource="",verb="POST",version="v1"} 1',
      'apiserver_request_total{code="201",component="apiserver",dry_run="All",group="",resource="configmaps",scope="namespace",subresource="",verb="POST",version="v1"} 1',
    ]);
    expect(line('apiserver_request_total{code="409"')).toHaveLength(1);
  });

  test('counts stored objects and open watches', () => {
    const { items } = http('GET', '/api/v1/configmaps').body as { items: unknown[] };
    expect(line('apiserver_resource_objects{group="",resource="configmaps"}')).toEqual([
      `apiserver_resource_objects{group="",resource="configmaps"} ${items.length}`,
    ]);
    const watch = { verb: 'watch', group: '', version: 'v1', resource: 'pods' } as const;
    const opened = api.watch(watch, { events: () => {}, closed: () => {} });
    expect(line('apiserver_longrunning_requests')).toEqual([
      'apiserver_longrunning_requests{component="apiserver",group="",resource="pods",scope="cluster",subresource="",verb="WATCH",version="v1"} 1',
    ]);
    if ('stop' in opened) opened.stop();
    expect(line('apiserver_longrunning_requests')).toEqual([]);
  });

  test('is text that Prometheus reads', () => {
    const { contentType, body } = http('GET', '/metrics');
    expect(contentType).toContain('text/plain; version=0.0.4');
    for (const each of String(body).trimEnd().split('\n'))
      expect(each).toMatch(/^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+\{([a-z_]+="[^"]*",?)*\} \d+)$/);
  });
});
