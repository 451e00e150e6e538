import type { Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { servePage } from '../support/page';
import type { TestPage } from '../support/page';

const POD = /^Pod (frontend|redis-(leader|follower))-\S+: /;
const READY_POD = /^Pod (frontend|redis-(leader|follower))-\S+: Ready, /;

describe('the demo in a browser', () => {
  let served: TestPage;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    served = await servePage();
    ({ page, complaints } = await served.open());
  });
  afterAll(() => served?.close());

  const node = (name: string) => page.getByRole('region', { name: new RegExp(`^Node ${name}, `) });
  const label = async (name: string) => (await node(name).getAttribute('aria-label')) ?? '';
  const frontend = () => page.getByRole('button', { name: /^Service frontend, \d of \d endpoints ready$/ });
  /** Waits in the page, on its own changes, for a condition of virtual time. */
  const until = (what: () => Promise<boolean>, timeout = 60_000) => expect.poll(what, { timeout, interval: 100 }).toBe(true);

  test('opens on six pods that become Ready on three nodes', async () => {
    await page.getByRole('button', { name: READY_POD }).nth(5).waitFor({ timeout: 60_000 });
    expect(await page.getByRole('button', { name: POD }).count()).toBe(6);
    for (const name of ['node-1', 'node-2', 'node-3']) expect(await label(name)).toMatch(/^Node node-\d, Ready, [1-9]/);
    expect(await page.getByText('simulated', { exact: true }).first().isVisible()).toBe(true);
  });

  test('moves requests to the frontends', async () => {
    const served = async () => Number(/\d+/.exec((await page.getByRole('button', { name: /^visitors/ }).textContent()) ?? '')?.[0] ?? 0);
    const before = await served();
    await until(async () => (await served()) > before + 3);
  });

  test('shows a node go dark, its pods move, and the node come back', async () => {
    const counts = await Promise.all(
      ['node-1', 'node-2', 'node-3'].map(async (name) => ({ name, pods: await node(name).getByRole('button', { name: POD }).count() })),
    );
    const dark = counts.sort((a, b) => b.pods - a.pods)[0]?.name ?? '';
    const lost = await node(dark)
      .getByRole('button', { name: POD })
      .evaluateAll((chips) => chips.map((chip) => /^Pod (\S+):/.exec(chip.getAttribute('aria-label') ?? '')?.[1] ?? ''));
    await page.getByRole('button', { name: 'Power off' }).click();
    await node(dark).getByRole('button', { name: dark, exact: true }).click();
    await page.keyboard.press('Escape');
    await setSpeed(page, 20);
    await until(async () => /Not\s?Ready|Unknown/i.test(await label(dark)));
    await until(
      async () => !/3 of 3/.test((await frontend().getAttribute('aria-label')) ?? '') || lost.every((name) => !name.startsWith('frontend')),
    );
    await setSpeed(page, 100);
    const elsewhere = () =>
      page
        .getByRole('button', { name: READY_POD })
        .evaluateAll(
          (chips, gone) => chips.filter((chip) => !gone.some((name) => chip.getAttribute('aria-label')?.includes(name))).length,
          lost,
        );
    await until(async () => (await elsewhere()) === 6);
    expect(await frontend().getAttribute('aria-label')).toMatch(/^Service frontend, 3 of [34] endpoints ready$/);
    await node(dark)
      .getByRole('button', { name: `Tools for ${dark}` })
      .click();
    await page.getByRole('menuitem', { name: /power on/i }).click();
    await until(async () => (await label(dark)).startsWith(`Node ${dark}, Ready`));
  });

  test('explains why a replacement is where it is', async () => {
    await setSpeed(page, 1);
    await page.getByRole('button', { name: READY_POD }).last().click();
    await page.keyboard.press('w');
    await page.getByRole('tab', { name: 'Why' }).click();
    const table = page.getByRole('table').first();
    await table.waitFor({ timeout: 15_000 });
    const text = (await page.getByRole('tabpanel').first().textContent()) ?? '';
    expect(text).toContain('TaintToleration');
    expect(text).toMatch(/node-\d/);
  });

  test('has nothing to complain about', () => {
    expect(complaints).toEqual([]);
  });
});

/** Through the slider, as a keyboard user would. */
async function setSpeed(page: Page, speed: number): Promise<void> {
  const slider = page.getByRole('slider', { name: 'Speed' });
  const now = async () => Number(/[\d.]+/.exec((await slider.getAttribute('aria-valuetext')) ?? '')?.[0]);
  await slider.focus();
  for (let before = await now(); before !== speed; before = await now()) {
    await page.keyboard.press(before < speed ? 'ArrowRight' : 'ArrowLeft');
    await expect.poll(now).not.toBe(before);
  }
}
