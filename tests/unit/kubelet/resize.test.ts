import { describe, expect, it } from 'vitest';
import { createInlineCluster } from '../../../workers/hosts/inline';
import type { InlineCluster } from '../../../workers/hosts/inline';
import type { Pod } from '../../../workers/resources/core/pods/types';
import { list } from '../../support/cluster';
import { createRequest } from '../../support/manifests';

type Resources = { readonly requests?: Readonly<Record<string, string>>; readonly limits?: Readonly<Record<string, string>> };

function start(name: string, resources: Resources, extra: object = {}): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name },
    spec: { containers: [{ name: 'web', image: 'nginx:1.29', resources, ...extra }] },
  };
}

/** What the API server does for a change of the spec that only a subresource allows. */
function change(cluster: InlineCluster, name: string, spec: (before: NonNullable<Pod['spec']>) => object): void {
  const { store } = cluster.cluster;
  for (const { key, value, modRevision } of store.range('/')) {
    const pod = value as unknown as Pod;
    if (pod.kind !== 'Pod' || pod.metadata.name !== name) continue;
    const metadata = { ...pod.metadata, generation: (pod.metadata.generation ?? 0) + 1 };
    store.put(key, modRevision, (revision) => ({
      ...pod,
      metadata: { ...metadata, resourceVersion: String(revision) },
      spec: spec(pod.spec!),
    }));
    return;
  }
}

const resize = (resources: Resources) => (spec: NonNullable<Pod['spec']>) => ({
  ...spec,
  containers: spec.containers.map((one) => ({ ...one, resources })),
});
const podOf = (cluster: InlineCluster, name: string) => list(cluster, 'pods', 'default').find(({ metadata }) => metadata.name === name);
const story = (cluster: InlineCluster, name: string) =>
  list(cluster, 'events', 'default')
    .filter((event) => (event['involvedObject'] as { name: string }).name === name && /Resize|Killing/.test(String(event['reason'])))
    .map((event) => `${event['type']} ${event['reason']} ${event['message']}`);
const facts = (cluster: InlineCluster, name: string) => {
  const status = podOf(cluster, name)?.status as unknown as {
    conditions: { type: string; reason?: string }[];
    containerStatuses: { restartCount: number; resources: Resources; allocatedResources: object }[];
  };
  return {
    conditions: status.conditions.filter(({ type }) => type.startsWith('PodResize')).map(({ type, reason }) => [type, reason]),
    restarts: status.containerStatuses[0]?.restartCount,
    resources: status.containerStatuses[0]?.resources,
    allocated: status.containerStatuses[0]?.allocatedResources,
  };
};

function cluster(...pods: readonly object[]): InlineCluster {
  const made = createInlineCluster({ seed: 1, nodes: 1 });
  made.advance({ byMs: 2_000 });
  for (const pod of pods) made.handle(createRequest(pod as never));
  made.advance({ byMs: 20_000 });
  return made;
}

describe('in-place resize', () => {
  const before = { requests: { cpu: '100m', memory: '64Mi' } };
  const after = { requests: { cpu: '150m', memory: '96Mi' } };
  const summary = '{"containers":[{"name":"web","resources":{"requests":{"cpu":"150m","memory":"96Mi"}}}],"generation":2}';

  it('changes a running container, with events and no restart', () => {
    const made = cluster(start('p', before));
    change(made, 'p', resize(after));
    made.advance({ byMs: 50 });
    expect(facts(made, 'p')).toEqual({
      conditions: [['PodResizeInProgress', undefined]],
      restarts: 0,
      resources: before,
      allocated: after.requests,
    });
    made.advance({ byMs: 2_000 });
    expect(facts(made, 'p')).toEqual({ conditions: [], restarts: 0, resources: after, allocated: after.requests });
    expect(story(made, 'p')).toEqual([
      `Normal ResizeStarted Pod resize started: ${summary}`,
      `Normal ResizeCompleted Pod resize completed: ${summary}`,
    ]);
  });

  it('restarts a container whose policy wants it', () => {
    const made = cluster(start('p', before, { resizePolicy: [{ resourceName: 'memory', restartPolicy: 'RestartContainer' }] }));
    change(made, 'p', resize(after));
    made.advance({ byMs: 3_000 });
    expect(facts(made, 'p')).toEqual({ conditions: [], restarts: 1, resources: after, allocated: after.requests });
    expect(story(made, 'p').map((line) => line.split(':')[0])).toEqual([
      'Normal ResizeStarted Pod resize started',
      'Normal Killing Container web resize requires restart',
      'Normal ResizeCompleted Pod resize completed',
    ]);
  });

  it('is deferred while other pods hold what it needs', () => {
    const made = cluster(start('p', before), start('other', { requests: { memory: '12Gi' } }));
    change(made, 'p', resize({ requests: { cpu: '100m', memory: '8Gi' } }));
    made.advance({ byMs: 2_000 });
    expect(facts(made, 'p')).toMatchObject({ conditions: [['PodResizePending', 'Deferred']], resources: before });
    made.handle({ verb: 'delete', group: '', version: 'v1', resource: 'pods', namespace: 'default', name: 'other' });
    made.advance({ byMs: 5_000 });
    expect(facts(made, 'p')).toMatchObject({ conditions: [], allocated: { cpu: '100m', memory: '8Gi' } });
  });
});

describe('an ephemeral container', () => {
  it('is started beside the others and reported', () => {
    const made = cluster(start('p', {}));
    const debug = { name: 'debug', image: 'busybox:1.36', command: ['sh', '-c', 'exit 3'], terminationMessagePath: '/dev/termination-log' };
    change(made, 'p', (spec) => ({ ...spec, ephemeralContainers: [debug] }));
    made.advance({ byMs: 5_000 });
    const status = podOf(made, 'p')?.status as unknown as {
      phase: string;
      ephemeralContainerStatuses: { state: object; restartCount: number }[];
    };
    expect(status).toMatchObject({
      phase: 'Running',
      ephemeralContainerStatuses: [{ restartCount: 0, state: { terminated: { exitCode: 3 } } }],
    });
  });
});
