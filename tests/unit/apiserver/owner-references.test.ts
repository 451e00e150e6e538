import { expect, it } from 'vitest';
import { dropRepeatedOwners } from '../../../workers/apiserver/validation/owner-references';

const owner = { apiVersion: 'v1', kind: 'Pod', name: 'a', uid: '1' };

it.each([
  ['the same owner counts once', [owner, owner, { ...owner }], 1, '1, 1'],
  ['a uid under two names does not', [owner, { ...owner, name: 'b' }], 2, undefined],
])('%s', (_, ownerReferences, kept, shown) => {
  const draft = { metadata: { ownerReferences } };
  const warnings: string[] = [];
  dropRepeatedOwners(draft as never, warnings);
  expect(draft.metadata.ownerReferences).toHaveLength(kept);
  expect(warnings[0]?.split('observed: ')[1]).toBe(shown);
});
