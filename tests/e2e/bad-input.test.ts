import type { Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { servePage } from '../support/page';
import type { TestPage } from '../support/page';

const deployment = (spec: string) => `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: bad\nspec:\n${spec}`;
const good = `  selector:\n    matchLabels:\n      app: bad\n  template:\n    metadata:\n      labels:\n        app: bad\n    spec:\n      containers:\n        - name: web\n          image: nginx\n`;
const configMap = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`;

const cases: readonly { readonly name: string; readonly text: string; readonly problem: RegExp }[] = [
  { name: 'broken YAML', text: 'apiVersion: v1\nkind: [Pod\nmetadata:\n  name: x\n', problem: /line [1-4]/ },
  { name: 'an unknown kind', text: 'apiVersion: apps/v1\nkind: Deploymint\nmetadata:\n  name: x\n', problem: /line [12].*Deploymint/s },
  { name: 'an unknown field', text: deployment(`  replicaz: 3\n${good}`), problem: /line 6.*replicaz/s },
  { name: 'a wrong type', text: deployment(`  replicas: three\n${good}`), problem: /line 6.*(replicas|three|integer|number)/is },
  { name: 'a forbidden value', text: deployment(`  replicas: -1\n${good}`), problem: /line 6.*must be greater than or equal to 0/s },
];

describe('bad input in the editor', () => {
  let served: TestPage;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    served = await servePage();
    ({ page, complaints } = await served.open());
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page
      .getByRole('button', { name: /^Pod frontend-\S+: Ready, / })
      .nth(2)
      .waitFor({ timeout: 60_000 });
    await page.getByRole('button', { name: 'Show or hide the drawer' }).click();
    await page.locator('.monaco-editor .view-line').first().waitFor({ timeout: 30_000 });
  });
  afterAll(() => served?.close());

  const paste = async (text: string) => {
    await page.locator('.monaco-editor .overflow-guard').first().click();
    await page.keyboard.press('Control+A');
    await page.evaluate((what) => navigator.clipboard.writeText(what), text);
    await page.keyboard.press('Control+V');
  };
  const problems = async () => (await page.getByRole('region', { name: 'Problems' }).textContent()) ?? '';
  const lastApply = async () => (await page.getByRole('region', { name: 'Last apply' }).textContent()) ?? '';
  const editorText = async () => {
    await page.locator('.monaco-editor .overflow-guard').first().click();
    await page.keyboard.press('Control+A');
    await page.keyboard.press('Control+C');
    return page.evaluate(() => navigator.clipboard.readText());
  };
  const deployments = () =>
    page
      .getByRole('navigation', { name: 'Objects' })
      .getByRole('group')
      .filter({ hasText: /Deployment/ })
      .first()
      .textContent();
  const alive = async () => expect(await page.getByRole('button', { name: /^Pod frontend-\S+: Ready, / }).count()).toBe(3);

  test.each(cases)('$name is marked where it is, refused, and nothing is lost', async ({ text, problem }) => {
    const before = await deployments();
    await paste(text);
    await expect.poll(problems, { timeout: 15_000 }).toMatch(problem);
    await page.keyboard.press('Control+Enter');
    await expect.poll(lastApply, { timeout: 15_000 }).toMatch(/error|invalid|no matches|unknown|cannot/i);
    expect(await editorText()).toBe(text);
    expect(await deployments()).toBe(before);
    await alive();
  });

  test("a change that is forbidden is refused in the API server's words", async () => {
    await paste(
      'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: frontend\nspec:\n  selector:\n    matchLabels:\n      app: other\n  template:\n    metadata:\n      labels:\n        app: other\n    spec:\n      containers:\n        - name: web\n          image: nginx\n',
    );
    await page.keyboard.press('Control+Enter');
    await expect.poll(lastApply, { timeout: 15_000 }).toContain('field is immutable');
    await alive();
  });

  test('a document of 2 MiB gets an answer and leaves the page alive', async () => {
    await paste(`${configMap('large')}data:\n  text: "${'x'.repeat(2 * 1024 * 1024)}"\n`);
    await page.keyboard.press('Control+Enter');
    await expect.poll(lastApply, { timeout: 30_000 }).toMatch(/[Tt]oo (long|large)|exceed/);
    await alive();
  });

  test('10,000 documents get an answer and leave the page alive', async () => {
    await paste(Array.from({ length: 10_000 }, (_, at) => configMap(`Many-${at}`)).join('---\n'));
    await expect.poll(problems, { timeout: 60_000 }).toMatch(/10,?000|Many-0|limit|too many/i);
    await alive();
  });

  test('good input still works afterwards', async () => {
    await paste(configMap('fine'));
    await expect.poll(problems, { timeout: 30_000 }).toMatch(/no problems/);
    await page.keyboard.press('Control+Enter');
    await expect.poll(lastApply, { timeout: 15_000 }).toContain('configmap/fine created');
    // Refusals are the page's to show; the console has none of its own to add.
    expect(complaints).toEqual([]);
  });
});
