import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Page } from '@playwright/test';
import { servePage } from '../support/page';
import type { TestPage } from '../support/page';

const PENDING = `apiVersion: v1
kind: Pod
metadata: {name: too-big}
spec:
  containers:
  - {name: main, image: nginx, resources: {requests: {cpu: "64"}}}
---
apiVersion: v1
kind: Pod
metadata: {name: held}
spec:
  schedulingGates: [{name: example.com/wait}]
  containers:
  - {name: main, image: nginx}
`;

let served: TestPage;
beforeAll(async () => {
  served = await servePage();
}, 120_000);
afterAll(() => served.close());

/** The page with an empty cluster of three nodes and the drawer's tab about the scheduler. */
async function openPanel(locale: string): Promise<{ page: Page; complaints: string[] }> {
  const { page, complaints } = await served.open({ path: '/?demo=0', locale });
  await page
    .getByRole('region', { name: /node-3/ })
    .first()
    .waitFor({ timeout: 60_000 });
  await page.keyboard.press('m');
  await page.getByRole('tab', { name: locale === 'zh-CN' ? '调度器' : 'Scheduler' }).click();
  return { page, complaints };
}

/** Replaces the text of the editor that is shown. */
async function paste(page: Page, text: string): Promise<void> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.locator('.monaco-editor .view-line').first().waitFor({ timeout: 30_000 });
  await page.locator('.monaco-editor .overflow-guard').first().click();
  await page.keyboard.press('Control+A');
  await page.evaluate((what) => navigator.clipboard.writeText(what), text);
  await page.keyboard.press('Control+V');
}

describe('the drawer on the running scheduler', () => {
  test.each([
    ['en-US', 'Manifests', 'Unschedulable', 'Gated'],
    ['zh-CN', '清单', '不可调度', '被门控'],
  ])(
    'shows in %s where pending pods wait, and for what',
    async (locale, manifests, unschedulable, gated) => {
      const { page, complaints } = await openPanel(locale);
      await page.getByRole('tab', { name: manifests }).click();
      await paste(page, PENDING);
      await page.keyboard.press('Control+Enter');
      await page.getByRole('tab', { name: locale === 'zh-CN' ? '调度器' : 'Scheduler' }).click();
      await page
        .getByRole('region', { name: unschedulable })
        .getByRole('button', { name: /too-big/ })
        .waitFor({ timeout: 20_000 });
      expect(await page.getByRole('region', { name: unschedulable }).innerText()).toContain('NodeResourcesFit');
      await expect.poll(() => page.getByRole('region', { name: gated }).innerText()).toContain('SchedulingGates');
      expect(complaints).toEqual([]);
      await page.context().close();
    },
    120_000,
  );

  test('checks a configuration while one types, applies it, and goes back to the default', async () => {
    const { page, complaints } = await openPanel('en-US');
    const status = page.getByRole('region', { name: 'Configuration' }).getByRole('status');
    await expect.poll(() => status.innerText(), { timeout: 30_000 }).toContain('this is what runs');
    const header = 'apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\n';
    await paste(page, `${header}percentageOfNodesToScore: 101\n`);
    await expect.poll(() => status.innerText()).toContain('percentageOfNodesToScore: Invalid value: 101: not in valid range [0-100]');
    expect(await page.getByRole('button', { name: 'Apply', exact: true }).isDisabled()).toBe(true);
    await page.getByRole('combobox', { name: 'Start from' }).selectOption({ label: 'Fill nodes up' });
    await expect.poll(() => status.innerText()).toContain('would start with this');
    await page.getByRole('button', { name: 'Apply', exact: true }).click();
    await expect.poll(() => status.innerText()).toContain('this is what runs');
    await page.getByRole('button', { name: 'Back to the default' }).click();
    await expect.poll(() => page.locator('.monaco-editor .view-lines').first().innerText()).toContain('leaderElection');
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 120_000);
});
