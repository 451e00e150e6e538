import type { Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { servePage } from '../support/page';
import type { TestPage } from '../support/page';
import { crontab, crontabDefinition } from '../support/crontab';

const definition = stringify(crontabDefinition());
const good = stringify(crontab('my-new-cron-object'));
const wrong = good.replace('replicas: 2', 'replicas: three\n  imagee: x');

/** What people read, in both languages; kinds and columns are the API's own words. */
const languages = [
  {
    locale: 'en-US',
    colorScheme: 'light',
    words: {
      problems: 'Problems',
      results: 'Last apply',
      columns: 'CronTab objects with their printer columns',
      card: /^CronTab my-new-cron-object, Spec/,
      section: 'Printer columns',
      gone: 'This object does not exist',
    },
  },
  {
    locale: 'zh-CN',
    colorScheme: 'dark',
    words: {
      problems: '问题',
      results: '最近一次应用',
      columns: 'CronTab 对象及其打印列',
      card: /^CronTab my-new-cron-object，Spec/,
      section: '打印列',
      gone: '该对象不存在',
    },
  },
] as const;

describe('custom resources on the page', () => {
  let served: TestPage;
  beforeAll(async () => {
    served = await servePage();
  });
  afterAll(() => served?.close());

  test.each(languages)('come and go without a reload, by keyboard, in $locale and $colorScheme', async ({ locale, colorScheme, words }) => {
    const { page, complaints } = await served.open({ locale, colorScheme, path: '/?demo=0&nodes=1' });
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('region', { name: /node-1/ }).waitFor({ timeout: 60_000 });
    await page.keyboard.press('m');
    await page.locator('.monaco-editor .view-line').first().waitFor({ timeout: 30_000 });
    const problems = () => page.getByRole('region', { name: words.problems }).textContent();
    const results = () => page.getByRole('region', { name: words.results }).textContent();

    await paste(page, wrong);
    await expect.poll(problems).toContain('no matches for kind "CronTab" in version "stable.example.com/v1"');

    await paste(page, definition);
    await page.keyboard.press('Control+Enter');
    await expect.poll(results).toContain('customresourcedefinition.apiextensions.k8s.io/crontabs.stable.example.com created');
    await page.locator('summary', { hasText: /^CronTab 0$/ }).waitFor();

    await paste(page, wrong);
    await expect.poll(problems).toContain('spec.replicas: expected an integer, got string');
    expect(await problems()).toContain('unknown field "spec.imagee"');
    await page.keyboard.press('Control+Enter');
    await expect.poll(results).toContain('strict decoding error: unknown field "spec.imagee"');

    await paste(page, 'apiVersion: stable.example.com/v1\nkind: CronTab\nmetadata:\n  name: x\nspec:\n  cro');
    await page.keyboard.press('Control+End');
    await page.keyboard.press('Control+Space');
    await page.locator('.suggest-widget').getByText('cronSpec').first().waitFor();
    await page.keyboard.press('Escape');

    await paste(page, good);
    await page.keyboard.press('Control+Enter');
    await expect.poll(results).toContain('crontab.stable.example.com/my-new-cron-object created');
    const table = page.getByRole('table', { name: words.columns });
    await table.waitFor();
    expect(await table.getByRole('columnheader').allTextContents()).toEqual(['Spec', 'Replicas', 'Age']);
    expect(await table.getByRole('rowheader').allTextContents()).toEqual(['my-new-cron-object']);
    const cells = await table.getByRole('cell').allTextContents();
    expect(cells.slice(0, 2)).toEqual(['* * * * */5', '2']);
    expect(cells[2]).toMatch(/^\d+s$/);

    const card = page.getByRole('button', { name: words.card });
    await card.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: words.card, pressed: true }).waitFor();
    const columns = page.getByRole('region', { name: words.section });
    await columns.waitFor();
    expect(await columns.textContent()).toContain('* * * * */5');

    await paste(page, good.replace('replicas: 2', 'replicas: 5'));
    await page.keyboard.press('Control+Enter');
    await table.getByRole('cell', { name: '5', exact: true }).waitFor();
    await expect.poll(() => columns.textContent()).toContain('Replicas5');

    await page.locator('summary', { hasText: 'CustomResourceDefinition' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'crontabs.stable.example.com', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'crontabs.stable.example.com' }).waitFor();
    const remove = page
      .getByRole('group', { name: locale === 'zh-CN' ? '操作' : 'Actions' })
      .getByRole('button')
      .last();
    await remove.focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await card.waitFor({ state: 'detached' });
    await table.waitFor({ state: 'detached' });
    await page.getByText(words.gone).waitFor();
    await expect.poll(problems).toContain('no matches for kind "CronTab"');
    expect(complaints).toEqual([]);
    await page.close();
  });
});

async function paste(page: Page, text: string): Promise<void> {
  await page.locator('.monaco-editor .overflow-guard').first().click();
  await page.keyboard.press('Control+A');
  await page.evaluate((what) => navigator.clipboard.writeText(what), text);
  await page.keyboard.press('Control+V');
}
