import { describe, expect, it } from 'vitest';
import { rfc3339 } from '../../../workers/api/time';
import { updatedConditions } from '../../../workers/controllers/namespace/conditions';
import type { Remains } from '../../../workers/controllers/namespace/conditions';

const CLEAN: Remains = { resources: new Map(), finalizers: new Map(), errors: [] };

describe('conditions of a terminating namespace', () => {
  it('are five, and all well at first', () => {
    expect(updatedConditions([], CLEAN, 1000)).toEqual(
      [
        ['NamespaceDeletionDiscoveryFailure', 'ResourcesDiscovered', 'All resources successfully discovered'],
        ['NamespaceDeletionGroupVersionParsingFailure', 'ParsedGroupVersions', 'All legacy kube types successfully parsed'],
        ['NamespaceDeletionContentFailure', 'ContentDeleted', 'All content successfully deleted, may be waiting on finalization'],
        ['NamespaceContentRemaining', 'ContentRemoved', 'All content successfully removed'],
        ['NamespaceFinalizersRemaining', 'ContentHasNoFinalizers', 'All content-preserving finalizers finished'],
      ].map(([type, reason, message]) => ({ type, status: 'False', lastTransitionTime: rfc3339(1000), reason, message })),
    );
  });

  it('are the same list where nothing changed', () => {
    const before = updatedConditions([], CLEAN, 0);
    expect(updatedConditions(before, CLEAN, 9000)).toBe(before);
  });

  it('count what is left and which finalizers hold it', () => {
    const remains: Remains = {
      resources: new Map([
        ['pods.', 2],
        ['deployments.apps', 1],
      ]),
      finalizers: new Map([['example.com/hold', 2]]),
      errors: [],
    };
    const after = updatedConditions(updatedConditions([], CLEAN, 0), remains, 5000);
    expect(after.filter(({ status }) => status === 'True')).toEqual([
      {
        type: 'NamespaceContentRemaining',
        status: 'True',
        lastTransitionTime: rfc3339(5000),
        reason: 'SomeResourcesRemain',
        message: 'Some resources are remaining: deployments.apps has 1 resource instances, pods. has 2 resource instances',
      },
      {
        type: 'NamespaceFinalizersRemaining',
        status: 'True',
        lastTransitionTime: rfc3339(5000),
        reason: 'SomeFinalizersRemain',
        message: 'Some content in the namespace has finalizers remaining: example.com/hold in 2 resource instances',
      },
    ]);
  });

  it('keep the transition time while only the message changes', () => {
    const left = (count: number): Remains => ({ ...CLEAN, resources: new Map([['pods.', count]]) });
    const after = updatedConditions(updatedConditions([], left(2), 1000), left(1), 5000);
    expect(after.find(({ type }) => type === 'NamespaceContentRemaining')?.lastTransitionTime).toBe(rfc3339(1000));
  });
});
