import { describe, expect, it } from 'vitest';
import { decode } from '../../../workers/resources/schema/decode';
import { cloneGiven, forgetEmptied, printed } from '../../../workers/resources/schema/emptied';
import { createErrors, updateErrors } from './support';

const container = { name: 'c', image: 'web:1' };
const template = { spec: { containers: [container], restartPolicy: 'Never' } };

describe('lists and maps with nothing in them', () => {
  const given = { metadata: { labels: {} }, spec: { containers: [{ ...container, args: [], env: [{ name: 'A' }] }] } };
  const pod = decode('v1', 'Pod', given)?.object as { metadata: object; spec: { containers: object[] } };

  it('are not part of the object', () => {
    expect(Object.keys(pod.metadata)).not.toContain('labels');
    expect(JSON.stringify(pod.spec.containers)).not.toContain('args');
  });

  it.each([
    ['a map', pod.metadata, 'labels', {}],
    ['a list', pod.spec.containers[0], 'args', []],
    ['a list with something in it', pod.spec.containers[0], 'env', [{ name: 'A' }]],
    ['what nobody gave', pod.spec.containers[0], 'command', null],
    ['a copy of the request', cloneGiven(pod).spec.containers[0], 'args', []],
    ['a changed copy', { ...pod.spec.containers[0], image: 'web:2' }, 'args', []],
  ])('%s is printed as Go has it', (_, owner, name, shown) => {
    expect(printed(owner, name)).toStrictEqual(shown);
  });

  it.each([
    [
      'labels of a template',
      'ReplicaSet',
      { spec: { selector: { matchLabels: { a: 'b' } }, template: { metadata: { labels: {} }, spec: { containers: [container] } } } },
      'spec.template.metadata.labels: Invalid value: {}: `selector` does not match template `labels`',
    ],
    [
      'policies of a behavior, which then have no defaults',
      'HorizontalPodAutoscaler',
      { spec: { maxReplicas: 2, scaleTargetRef: { kind: 'Deployment', name: 'a' }, behavior: { scaleUp: { policies: [] } } } },
      'spec.behavior.scaleUp.policies: Required value: must specify at least one Policy',
    ],
    [
      'exit codes',
      'Job',
      { spec: { template, podFailurePolicy: { rules: [{ action: 'Ignore', onExitCodes: { operator: 'In', values: [] } }] } } },
      'spec.podFailurePolicy.rules[0].onExitCodes.values: Invalid value: []: at least one value is required',
    ],
    [
      'claims of a whole pod',
      'Pod',
      { spec: { ...template.spec, resources: { claims: [] } } },
      'spec.resources.claims: Forbidden: claims may not be set for Resources at pod-level',
    ],
  ])('%s', (_, kind, object, error) => {
    expect(createErrors(kind, object)).toContain(error);
  });

  it('show in the difference of two specs', () => {
    const [error] = updateErrors('Pod', { spec: template.spec }, { spec: { ...template.spec, nodeSelector: {}, hostname: 'a' } });
    expect(error).toContain('+ "NodeSelector": {},\n');
  });

  it('are forgotten before they are stored', () => {
    const stored = cloneGiven(pod);
    forgetEmptied(stored);
    expect(printed(stored.spec.containers[0], 'args')).toBeNull();
  });
});
