import { describe, expect, it } from 'vitest';
import { schedulingTexts } from '../../../src/features/scheduling/i18n';

describe('texts', () => {
  it('say the same things in both languages', () => {
    const plain = (texts: Record<string, string>) => new Set(Object.keys(texts).map((key) => key.replace(/_(one|other)$/, '')));
    expect(plain(schedulingTexts.zh)).toEqual(plain(schedulingTexts.en));
  });

  it('use the same parameters in both languages', () => {
    const holes = (text: string) => [...text.matchAll(/{{(\w+)(?:, number)?}}/g)].map((match) => match[1]).toSorted();
    for (const [key, text] of Object.entries(schedulingTexts.zh))
      expect([key, holes(text)]).toEqual([key, holes(schedulingTexts.en[key]!)]);
  });
});
