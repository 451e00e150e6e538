import { expect, it } from 'vitest';
import {
  annotationsOf,
  fromAnnotations,
  withoutAnnotations,
} from '../../../workers/resources/autoscaling/horizontalpodautoscalers/v1-annotations';

const PREFIX = 'autoscaling.alpha.kubernetes.io/';
const selector = { matchLabels: { a: 'b' } };
const current = (source: object): { currentMetrics: object[] } => ({ currentMetrics: [source] });

it.each([
  [
    'a figure of a resource',
    current({ type: 'Resource', resource: { name: 'cpu', current: { averageValue: '5m', averageUtilization: 4 } } }),
    { 'current-metrics': '[{"type":"Resource","resource":{"name":"cpu","currentAverageUtilization":4,"currentAverageValue":"5m"}}]' },
  ],
  [
    'a figure of an object',
    current({
      type: 'Object',
      object: { metric: { name: 'm', selector }, current: { value: '3' }, describedObject: { kind: 'K', name: 'n' } },
    }),
    {
      'current-metrics':
        '[{"type":"Object","object":{"target":{"kind":"K","name":"n"},"metricName":"m","currentValue":"3","selector":{"matchLabels":{"a":"b"}}}}]',
    },
  ],
  [
    'behavior in the words of Go',
    { behavior: { scaleUp: { selectPolicy: 'Max', policies: [{ type: 'Pods', value: 4, periodSeconds: 15 }] } } },
    {
      behavior:
        '{"ScaleUp":{"StabilizationWindowSeconds":null,"SelectPolicy":"Max","Policies":[{"Type":"Pods","Value":4,"PeriodSeconds":15}],"Tolerance":null},"ScaleDown":null}',
    },
  ],
  [
    'conditions',
    { conditions: [{ type: 'X', status: 'False', lastTransitionTime: null }] },
    { conditions: '[{"type":"X","status":"False","lastTransitionTime":null}]' },
  ],
])('%s becomes an annotation and comes back', (_, beside, shown) => {
  const annotations = annotationsOf(beside);
  expect(annotations).toStrictEqual(Object.fromEntries(Object.entries(shown).map(([name, text]) => [`${PREFIX}${name}`, text])));
  expect(fromAnnotations(annotations)).toStrictEqual(beside);
  expect(withoutAnnotations({ ...annotations, mine: 'x' })).toStrictEqual({ mine: 'x' });
});

it('does not mind annotations that cannot be read', () => {
  expect(fromAnnotations({ [`${PREFIX}behavior`]: 'x', [`${PREFIX}conditions`]: '{' })).toStrictEqual({});
});
