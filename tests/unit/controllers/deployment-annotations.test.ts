import { describe, expect, it } from 'vitest';
import { newReplicaSetAnnotations } from '../../../workers/controllers/deployment/annotations';
import { equalIgnoreHash } from '../../../workers/controllers/deployment/replica-sets';
import type { Deployment } from '../../../workers/resources/apps/deployments/types';

const REVISION = 'deployment.kubernetes.io/revision';
const HISTORY = 'deployment.kubernetes.io/revision-history';

describe('annotations of the new ReplicaSet', () => {
  const cases: {
    name: string;
    deployment?: Record<string, string>;
    before: Record<string, string>;
    revision: number;
    after: Record<string, string>;
  }[] = [
    { name: 'a new one gets its revision', before: {}, revision: 1, after: { [REVISION]: '1' } },
    {
      name: "the Deployment's annotations are copied, its bookkeeping is not",
      deployment: { note: 'x', [REVISION]: '7' },
      before: {},
      revision: 2,
      after: { note: 'x', [REVISION]: '2' },
    },
    { name: 'a higher revision stays', before: { [REVISION]: '5' }, revision: 3, after: { [REVISION]: '5' } },
    {
      name: 'one that is rolled back to remembers its revision',
      before: { [REVISION]: '1' },
      revision: 3,
      after: { [REVISION]: '3', [HISTORY]: '1' },
    },
    { name: 'and the ones before', before: { [REVISION]: '3', [HISTORY]: '1' }, revision: 5, after: { [REVISION]: '5', [HISTORY]: '1,3' } },
    { name: 'a revision that is no number is left alone', before: { [REVISION]: 'x' }, revision: 5, after: { [REVISION]: 'x' } },
  ];
  it.each(cases)('$name', ({ deployment = {}, before, revision, after }) => {
    expect(newReplicaSetAnnotations({ metadata: { annotations: deployment } } as unknown as Deployment, before, revision)).toEqual(after);
  });

  it('forgets the oldest revisions of a history that is too long', () => {
    const history = Array.from({ length: 400 }, (_, at) => String(1000 + at)).join(',');
    const after = newReplicaSetAnnotations({ metadata: {} } as unknown as Deployment, { [REVISION]: '1400', [HISTORY]: history }, 1401);
    expect([after[HISTORY]?.length, after[HISTORY]?.startsWith('1001,'), after[HISTORY]?.endsWith(',1400')]).toEqual([1999, true, true]);
  });
});

describe('equality of pod templates', () => {
  const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'a', image: 'i', args: ['x'] }] } };
  it.each([
    ['the hash label does not count', { ...template, metadata: { labels: { app: 'web', 'pod-template-hash': 'abc' } } }, true],
    ['nothing and an empty list are the same', { ...template, spec: { ...template.spec, volumes: [] } }, true],
    ['null and nothing are the same', { ...template, metadata: { ...template.metadata, creationTimestamp: null } }, true],
    ['another image is a difference', { ...template, spec: { containers: [{ name: 'a', image: 'j', args: ['x'] }] } }, false],
    ['an annotation is a difference', { ...template, metadata: { ...template.metadata, annotations: { a: 'b' } } }, false],
    [
      'an empty security context is a difference',
      { ...template, spec: { containers: [{ ...template.spec.containers[0], securityContext: {} }] } },
      false,
    ],
  ])('%s', (_, other, expected) => {
    expect([equalIgnoreHash(template, other), equalIgnoreHash(other, template)]).toEqual([expected, expected]);
  });
});
