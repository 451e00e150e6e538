import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { podTemplateHash } from '../../../workers/controllers/deployment/pod-template-hash';

const RECORDINGS = '../shared/golden/controllers/hashes.jsonl';

interface HashRow {
  readonly id: string;
  readonly kind: string;
  readonly template: unknown;
  readonly collisionCount: number | null;
  readonly hash: string;
}

describe.skipIf(!existsSync(RECORDINGS))('pod-template-hash of recorded templates (skipped without the recordings)', () => {
  const rows = existsSync(RECORDINGS) ? readRows() : [];
  it.each(rows)('$id', ({ template, collisionCount, hash }) => {
    expect(podTemplateHash(template, collisionCount ?? undefined)).toBe(hash);
  });
});

describe('pod-template-hash', () => {
  const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'main', image: 'web:1' }] } };

  it('has at most ten letters that form no words', () => {
    expect(podTemplateHash(template, undefined)).toMatch(/^[bcdfghjklmnpqrstvwxz2456789]{1,10}$/);
  });

  it('tells an absent collision count from zero', () => {
    expect(podTemplateHash(template, 0)).not.toBe(podTemplateHash(template, undefined));
  });

  it('does not depend on the order of labels', () => {
    const labelled = (labels: Record<string, string>) => podTemplateHash({ ...template, metadata: { labels } }, undefined);
    expect(labelled({ a: '1', b: '2' })).toBe(labelled({ b: '2', a: '1' }));
  });
});

function readRows(): HashRow[] {
  const lines = readFileSync(RECORDINGS, 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as HashRow).filter(({ kind }) => kind === 'pod-template-hash');
}
