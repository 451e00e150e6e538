import type { Locator, Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { servePage } from '../support/page';
import type { TestPage } from '../support/page';

const NODES = 50;
const pod = (name: string, cpu: string) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'default' },
  spec: { containers: [{ name: 'c', image: 'nginx:1.27', resources: { requests: { cpu, memory: '100Mi' } } }] },
});

const languages = [
  {
    locale: 'en-US',
    decisions: 'Decisions',
    recent: 'Recent decisions',
    whyPending: 'Why Pending?',
    none: 'None of the 50 nodes fits:',
    clause: '50 nodes: Insufficient cpu (NodeResourcesFit)',
    whyNot: 'Why not',
    notNode7: 'node-7 was rejected by NodeResourcesFit: Insufficient cpu.',
    change: 'What would change it?',
    lower: /^Lower the cpu request from 64 to 4: then (node-\d+ fits|\d+ nodes fit, node-\d+ among them)\.$/,
    whyHere: /^Why on node-\d+\?$/,
    tie: /nodes share the highest score|has the highest score/,
  },
  {
    locale: 'zh-CN',
    decisions: '调度决策',
    recent: '最近的调度决策',
    whyPending: '为什么处于 Pending？',
    none: '50 个节点都不满足该 Pod 的要求：',
    clause: '50 个节点：Insufficient cpu（NodeResourcesFit）',
    whyNot: '为什么不选',
    notNode7: 'node-7 被 NodeResourcesFit 拒绝：Insufficient cpu。',
    change: '改变什么才能调度成功？',
    lower: /^将 cpu 请求从 64 降到 4：之后/,
    whyHere: /^为什么调度到 node-\d+？$/,
    tie: /得分最高|并列最高分/,
  },
] as const;

let served: TestPage;
beforeAll(async () => {
  served = await servePage();
});
afterAll(() => served?.close());

describe.each(languages)('the four questions on the page, $locale', (words) => {
  let page: Page;
  let complaints: string[];
  beforeAll(async () => {
    ({ page, complaints } = await served.open({ locale: words.locale, path: `/?nodes=${NODES}&demo=0` }));
    await page.locator('[data-ref="Node/node-50"]').first().waitFor({ state: 'attached', timeout: 60_000 });
    await page.keyboard.press('m');
    const manifest = [pod('small', '100m'), pod('huge', '64')].map((each) => JSON.stringify(each)).join('\n---\n');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.evaluate((text) => navigator.clipboard.writeText(text), manifest);
    await page.locator('.monaco-editor .view-line').first().click();
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Control+v');
    await page.getByText(/^2 (documents|个文档)$/).waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByText('pod/huge created').waitFor();
    await page.getByRole('tab', { name: words.decisions }).click();
    await recent(/huge/).click();
    await recent(/huge/).focus();
    await page.keyboard.press('w');
  });
  afterAll(() => page?.close());

  const recent = (name: RegExp) => page.getByRole('navigation', { name: words.recent }).getByRole('button', { name });
  const why = () => page.getByRole('complementary');
  const matrix = () => page.getByRole('table').last();

  test('why is it pending?', async () => {
    await why().getByRole('heading', { name: words.whyPending }).waitFor();
    await why().getByText(words.none).waitFor();
    await why().getByRole('button', { name: words.clause }).waitFor();
    await why().getByText('0/50 nodes are available: 50 Insufficient cpu.', { exact: false }).waitFor();
  });

  test('why not node-7?', async () => {
    await why().getByLabel(words.whyNot).fill('node-7');
    await why().getByText(words.notNode7).waitFor();
  });

  test('what would change it?', async () => {
    await why().getByRole('button', { name: words.change }).click();
    await why().getByRole('button', { name: words.lower }).waitFor();
  });

  test('a clause shows its nodes alone, and every one of them is reached', async () => {
    await why().getByRole('button', { name: words.clause }).click();
    for (const table of [why().getByRole('table').first(), matrix()]) {
      expect(Number(await table.getAttribute('aria-rowcount'))).toBeGreaterThan(NODES);
      expect((await reached(table)).size).toBe(NODES);
    }
  });

  test('why is it here?', async () => {
    await recent(/small/).click();
    await why().getByRole('heading', { name: words.whyHere }).waitFor();
    await why().getByText(words.tie).waitFor();
    await matrix()
      .getByRole('columnheader', { name: /ImageLocality/ })
      .waitFor();
    expect((await reached(matrix())).size).toBe(NODES);
  });

  test('nothing to complain about', () => {
    expect(complaints).toEqual([]);
  });
});

/** Names of the nodes that come into sight while one scrolls through a table from its top to its end. */
async function reached(table: Locator): Promise<Set<string>> {
  await table
    .getByRole('rowheader', { name: /node-\d+/ })
    .first()
    .waitFor();
  const names = new Set<string>();
  for (let top = 0; ; top += 150) {
    const { seen, isEnd } = await table.evaluate(async (element, at) => {
      let view: HTMLElement = element as HTMLElement;
      while (!/auto|scroll/.test(getComputedStyle(view).overflowY) && view.parentElement) view = view.parentElement;
      view.scrollTop = at;
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      const heads = [...element.querySelectorAll('tbody th[scope=row]')].map((head) => /node-\d+/.exec(head.textContent ?? '')?.[0] ?? '');
      return { seen: heads, isEnd: view.scrollTop + view.clientHeight >= view.scrollHeight - 1 };
    }, top);
    for (const name of seen) names.add(name);
    if (isEnd) return names;
    expect(top).toBeLessThan(100_000);
  }
}
