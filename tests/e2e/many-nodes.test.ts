import type { Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { servePage } from '../support/page';
import type { TestPage } from '../support/page';

const NODES = 2_000;
/** The page with three nodes has about 600. */
const ELEMENTS_MAX = 4_000;
const manifest = `apiVersion: v1
kind: Pod
metadata:
  name: huge
spec:
  containers:
    - name: c
      image: nginx:1.27
      resources:
        requests:
          cpu: '64'
`;

describe(`the page with ${NODES} nodes`, () => {
  let served: TestPage;
  let page: Page;
  let complaints: string[];
  beforeAll(async () => {
    served = await servePage();
    ({ page, complaints } = await served.open({ path: `/?nodes=${NODES}&demo=0` }));
    await page.getByText('2,000 nodes drawn as tiles', { exact: false }).waitFor({ timeout: 120_000 });
  }, 180_000);
  afterAll(() => served?.close());

  const elements = () => page.evaluate(() => document.querySelectorAll('*').length);
  const cards = () => page.locator('section[data-ref^="Node/"]');

  test('from afar nodes are no elements of the page', async () => {
    expect(await cards().count()).toBe(0);
    expect(await elements()).toBeLessThan(ELEMENTS_MAX);
  });

  test('a tile is picked with the mouse, and says whose it is', async () => {
    const ground = page.getByRole('img', { name: 'drawn as tiles' });
    const box = await ground.boundingBox();
    if (!box) throw new Error('the tiles have no place');
    await page.mouse.move(box.x + box.width * 0.303, box.y + box.height / 2);
    await page.mouse.move(box.x + box.width * 0.3, box.y + box.height / 2);
    await expect.poll(() => ground.getAttribute('title')).toMatch(/^node-\d+$/);
    const name = await ground.getAttribute('title');
    await page.mouse.down();
    await page.mouse.up();
    await page
      .getByRole('complementary')
      .getByRole('heading', { name: String(name) })
      .waitFor();
    expect(await cards().count()).toBe(0);
  });

  test('the search finds any node, and what is chosen comes into sight as a card with its tools', async () => {
    await page.keyboard.press('/');
    await page.getByRole('searchbox', { name: 'Search' }).fill('node-1777');
    await page.getByRole('navigation', { name: 'Objects' }).getByRole('button', { name: 'node-1777' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: /^Node node-1777, Ready/ }).waitFor();
    await page.getByRole('button', { name: 'Tools for node-1777' }).waitFor();
    expect(await elements()).toBeLessThan(ELEMENTS_MAX);
    await page.getByRole('searchbox', { name: 'Search' }).fill('');
  });

  test('why a pod is pending is answered, and no table makes rows for all nodes', async () => {
    await page.getByRole('searchbox', { name: 'Search' }).press('Escape');
    await page.keyboard.press('m');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.evaluate((text) => navigator.clipboard.writeText(text), manifest);
    await page.locator('.monaco-editor .view-line').first().click();
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Control+v');
    await page.getByText(/^1 document$/).waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByText('pod/huge created').waitFor({ timeout: 60_000 });
    await page.getByRole('tab', { name: 'Decisions' }).click();
    const recent = page.getByRole('navigation', { name: 'Recent decisions' }).getByRole('button', { name: /huge/ });
    await recent.click({ timeout: 60_000 });
    await recent.focus();
    await page.keyboard.press('w');
    await page
      .getByRole('complementary')
      .getByText(`0/${NODES} nodes are available: ${NODES} Insufficient cpu.`, { exact: false })
      .waitFor({ timeout: 60_000 });
    expect(await elements()).toBeLessThan(ELEMENTS_MAX);
  });

  test('nothing to complain about', () => {
    expect(complaints).toEqual([]);
  });
});
