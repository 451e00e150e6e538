/** Objects as Go prints the types behind them (compared with what Kubernetes 1.36.3 says of immutable fields). */
import { expect, it } from 'vitest';
import { internalForm, internalTemplate } from '../../../workers/resources/schema/internal-form';
import { noteEmpty } from '../../../workers/resources/schema/emptied';

const selector = { matchExpressions: [{ values: ['b'], operator: 'In', key: 'a' }], matchLabels: { b: 'c', a: 'd' } };

it.each<[string, object, string]>([
  ['LabelSelector', selector, '{"matchLabels":{"a":"d","b":"c"},"matchExpressions":[{"key":"a","operator":"In","values":["b"]}]}'],
  ['LabelSelector', {}, '{}'],
  ['Capabilities', { drop: ['A'] }, '{"Add":null,"Drop":["A"]}'],
  ['Glusterfs', { path: 'p', endpoints: 'e' }, '{"EndpointsName":"e","Path":"p","ReadOnly":false}'],
  ['EnvVar', { name: 'A', value: 'b' }, '{"Name":"A","Value":"b","ValueFrom":null}'],
  ['VolumeResources', { requests: { storage: '1Gi', a: '1' } }, '{"Limits":null,"Requests":{"a":"1","storage":"1Gi"}}'],
  ['OpaqueDeviceConfiguration', { driver: 'd', parameters: { z: 1, a: 2 } }, '{"Driver":"d","Parameters":{"z":1,"a":2}}'],
  ['ObjectMeta', { finalizers: [], generation: 0, deletionGracePeriodSeconds: 0, name: '' }, '{"deletionGracePeriodSeconds":0}'],
])('a %s %j is printed field by field', (type, value, text) => {
  expect(JSON.stringify(internalForm(value, type))).toBe(text);
});

it('what was given empty is not null', () => {
  const claim = { requests: null };
  noteEmpty(claim, 'requests', []);
  expect(internalForm(claim, 'DeviceClaim')).toEqual({ Requests: [], Constraints: null, Config: null });
});

it('metadata of templates is among their fields', () => {
  expect(Object.keys(internalTemplate({ metadata: { labels: { a: 'b' }, name: 'n' }, spec: { containers: [] } }) as object)).toEqual([
    'name',
    'labels',
    'Spec',
  ]);
  expect(Object.keys(internalForm({ metadata: { labels: { a: 'b' } }, spec: {} }, 'ClaimTemplate') as object)).toEqual(['labels', 'Spec']);
});
