import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { servePage } from '../support/page';
import type { TestPage } from '../support/page';

describe('the page for everybody', () => {
  let served: TestPage;
  beforeAll(async () => {
    served = await servePage();
  });
  afterAll(() => served?.close());

  test.each([
    { locale: 'en-US', colorScheme: 'light' },
    { locale: 'zh-CN', colorScheme: 'dark' },
  ] as const)('has no violations that axe can find in $locale, $colorScheme', async ({ locale, colorScheme }) => {
    const { page, complaints } = await served.open({ locale, colorScheme });
    await page.locator('[data-ref^="Pod/"]').nth(5).waitFor({ timeout: 60_000 });
    await page.locator('[data-ref^="Pod/"]').first().click();
    await page.keyboard.press('w');
    await page.getByRole('table').first().waitFor();
    await page.keyboard.press('m');
    await page.locator('.monaco-editor .view-line').first().waitFor({ timeout: 30_000 });
    expect(await page.evaluate(() => document.documentElement.lang)).toBe(locale === 'zh-CN' ? 'zh-CN' : 'en');
    // Monaco's own widgets are its makers' business.
    const { violations } = await new AxeBuilder({ page }).exclude('.monaco-editor').analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('runs without moving parts for those who ask for reduced motion', async () => {
    const { page } = await served.open({ reducedMotion: 'reduce' });
    await page.locator('[data-ref^="Pod/"]').nth(5).waitFor({ timeout: 60_000 });
    await expect
      .poll(() => page.evaluate(() => document.getAnimations().filter((animation) => animation.playState === 'running').length))
      .toBe(0);
    await page.close();
  });
});
