/** Writes of the scale subresource, and whose the replicas are then (compared with a Kubernetes 1.36.3). */
import { describe, expect, test } from 'vitest';
import type { ApiReply, Verb } from '../../../workers/api/request';
import { ServerUnderTest, message } from './server-under-test';

const LABELS = { app: 'web' };
const DEPLOYMENT = {
  metadata: { name: 'web' },
  spec: {
    selector: { matchLabels: LABELS },
    template: { metadata: { labels: LABELS }, spec: { containers: [{ name: 'c', image: 'i' }] } },
  },
};

function started(): ServerUnderTest {
  const server = new ServerUnderTest();
  server.must('create', 'deployments', { body: DEPLOYMENT, options: { fieldManager: 'client' } });
  return server;
}

function scale(server: ServerUnderTest, fieldManager: string, replicas: number, way: 'update' | 'apply', force = false): ApiReply {
  const body = { apiVersion: 'autoscaling/v1', kind: 'Scale', metadata: { name: 'web' }, spec: replicas ? { replicas } : {} };
  const [verb, patch]: [Verb, object] = way === 'apply' ? ['patch', { patchType: 'apply' }] : ['update', {}];
  return server.call(verb, 'deployments', { name: 'web', subresource: 'scale', body, options: { fieldManager, force }, ...patch });
}

/** "manager operation subresource" of whoever has the replicas, and whether the entry has a time. */
function owners(server: ServerUnderTest): unknown[] {
  const { metadata } = server.must('get', 'deployments', { name: 'web' });
  const entries = (metadata?.managedFields ?? []) as readonly {
    manager: string;
    operation: string;
    subresource?: string;
    time?: string;
    fieldsV1: object;
  }[];
  return entries
    .filter(({ fieldsV1 }) => JSON.stringify(fieldsV1).includes('f:replicas'))
    .map(({ manager, operation, subresource = '', time }) => [`${manager} ${operation} ${subresource}`.trim(), time !== undefined]);
}

describe('the scale subresource', () => {
  test('an update takes the replicas over, without a time', () => {
    const server = started();
    scale(server, 'a', 3, 'update');
    expect(owners(server)).toEqual([['a Update scale', false]]);
  });

  test('an update that changes nothing leaves them with whoever has them', () => {
    const server = started();
    scale(server, 'a', 1, 'update');
    expect(owners(server)).toEqual([['client Update', false]]);
  });

  test('no replicas at all are nobody’s', () => {
    const server = started();
    scale(server, 'a', 0, 'update');
    expect(owners(server)).toEqual([]);
  });

  test('an apply that names no replicas gets none', () => {
    const server = started();
    expect(scale(server, 'a', 0, 'apply').code).toBe(200);
    expect(owners(server)).toEqual([['client Update', false]]);
  });

  test('an apply of another number conflicts with who wrote it, in the version of scales', () => {
    const server = started();
    expect(message(scale(server, 'a', 2, 'apply'))).toBe(
      'Apply failed with 1 conflict: conflict with "client" using autoscaling/v1: .spec.replicas',
    );
    expect(scale(server, 'a', 2, 'apply', true).code).toBe(200);
    expect(owners(server)).toEqual([['a Apply scale', false]]);
  });

  test('an apply by force takes them from whoever had them before anybody applied', () => {
    const server = new ServerUnderTest();
    const body = { apiVersion: 'apps/v1', kind: 'Deployment', ...DEPLOYMENT };
    server.must('patch', 'deployments', { name: 'web', patchType: 'apply', body, options: { fieldManager: 'client' } });
    expect(message(scale(server, 'a', 2, 'apply'))).toMatch(
      'conflict with "before-first-apply" with subresource "scale" using autoscaling/v1',
    );
    scale(server, 'a', 2, 'apply', true);
    expect(owners(server)).toEqual([['a Apply scale', false]]);
  });

  test('an apply of the same number shares them', () => {
    const server = started();
    scale(server, 'a', 1, 'apply');
    expect(owners(server)).toEqual([
      ['a Apply scale', false],
      ['client Update', false],
    ]);
  });
});
