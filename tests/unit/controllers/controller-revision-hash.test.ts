import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { patchText, revisionHash } from '../../../workers/controllers/statefulset/revisions';

const RECORDINGS = '../shared/golden/controllers/hashes.jsonl';

interface HashRow {
  readonly id: string;
  readonly ownerKind: string;
  readonly data: unknown;
  readonly collisionCount: number | null;
  readonly hash: string;
}

describe.skipIf(!existsSync(RECORDINGS))('hash of recorded StatefulSet revisions (skipped without the recordings)', () => {
  const rows = existsSync(RECORDINGS) ? readRows() : [];
  it.each(rows)('$id', ({ data, collisionCount, hash }) => {
    expect(revisionHash(patchText(data), collisionCount ?? 0)).toBe(hash);
  });
});

describe('text of a revision', () => {
  it('has its keys in order and escapes as Go does', () => {
    expect(patchText({ b: '<a&b>', a: [1, { d: 1, c: undefined }] })).toBe('{"a":[1,{"d":1}],"b":"\\u003ca\\u0026b\\u003e"}');
  });
});

function readRows(): HashRow[] {
  const lines = readFileSync(RECORDINGS, 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as HashRow).filter(({ ownerKind }) => ownerKind === 'StatefulSet');
}
