import { expect, test } from 'vitest';
import { BUILT_IN_RESOURCES } from '../../../workers/controllers/resources';
import { resourceDefinitions } from '../../../workers/resources/registry';

test("a namespace's deletion and the garbage collector reach every kind that is stored", () => {
  const stored = resourceDefinitions.filter(({ verbs, view }) => !verbs && !view);
  const name = ({ group, version, resource, kind }: { group: string; version: string; resource: string; kind: string }): string =>
    [group, version, resource, kind].join('/');
  const known = new Set(BUILT_IN_RESOURCES.map(name));
  expect(stored.map(name).filter((one) => !known.has(one))).toEqual([]);
});
