/** What a request's text says beyond its value is in the journal too, which is data. */
import { expect, test } from 'vitest';
import { route } from '../../workers/apiserver/http';
import { createInlineCluster, replay } from '../../workers/hosts/inline';

const REVISIONS = '/apis/apps/v1/namespaces/default/controllerrevisions';
const POLICIES = '/apis/networking.k8s.io/v1/namespaces/default/networkpolicies';

const revision = (data: string, label: string) =>
  `{"apiVersion":"apps/v1","kind":"ControllerRevision","metadata":{"name":"a","labels":{"a":"${label}"}},"revision":1,"data":${data}}`;
const policy = (spec: string) => `{"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"a"},"spec":{${spec}}}`;

test.each<[string, readonly (readonly [method: string, path: string, body: string, code: number])[]]>([
  [
    'another text of what must not change',
    [
      ['POST', REVISIONS, revision('{"a": 1}', 'first'), 201],
      ['PUT', `${REVISIONS}/a`, revision('{"a":1}', 'second'), 422],
      ['PUT', `${REVISIONS}/a`, revision('{"a": 1}', 'third'), 200],
    ],
  ],
  [
    'lists with nothing in them, which are a change each time',
    [
      ['POST', POLICIES, policy('"podSelector":{}'), 201],
      ['PUT', `${POLICIES}/a`, policy('"podSelector":{},"egress":[]'), 200],
      ['PUT', `${POLICIES}/a`, policy('"podSelector":{},"egress":[]'), 200],
    ],
  ],
])('a journal that was written down replays %s', (_, writes) => {
  const cluster = createInlineCluster({ seed: 1, nodes: 0 });
  for (const [method, path, body, code] of writes) {
    const way = route(cluster.cluster.api.resources, { method, path, headers: { 'content-type': 'application/json' }, body });
    expect(way.type === 'request' && cluster.handle(way.request).code).toBe(code);
  }
  expect(replay(JSON.parse(JSON.stringify(cluster.journal()))).hash()).toBe(cluster.hash());
});
