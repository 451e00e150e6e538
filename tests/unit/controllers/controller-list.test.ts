import { describe, expect, it } from 'vitest';
import { isEnabled } from '../../../workers/controllers/kube-controller-manager';

describe('--controllers', () => {
  it.each([
    ['*', 'deployment-controller', true],
    ['*,-deployment', 'deployment-controller', false],
    ['*,-deployment-controller', 'deployment-controller', false],
    ['deployment', 'deployment-controller', true],
    ['deployment', 'replicaset-controller', false],
    ['', 'replicaset-controller', false],
    ['-replicaset,*', 'deployment-controller', true],
  ])('"%s" and %s: %s', (list, name, expected) => {
    expect(isEnabled(name, list.split(','))).toBe(expected);
  });
});
