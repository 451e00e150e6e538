import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sandboxDocument } from '../../src/bridge/sandbox-document';
import { servePage } from '../support/page';
import type { TestPage } from '../support/page';

let served: TestPage;
/** Counts whoever reaches it; anybody may. */
let hits: string[];
const outside = createServer((request, response) => {
  hits.push(request.url ?? '');
  response.writeHead(200, { 'access-control-allow-origin': '*', 'content-type': 'text/javascript' }).end('');
});
let outsideUrl: string;

beforeAll(async () => {
  served = await servePage();
  await new Promise<void>((resolve) => outside.listen(0, '127.0.0.1', resolve));
  outsideUrl = `http://127.0.0.1:${(outside.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await served?.close();
  await new Promise((resolve) => outside.close(resolve));
});

async function opened(options: Parameters<TestPage['open']>[0] = {}): Promise<{ page: Page; complaints: string[] }> {
  const { page, complaints } = await served.open(options);
  await page.locator('[data-ref^="Pod/"]').nth(5).waitFor({ timeout: 60_000 });
  await page.keyboard.press('c');
  await page.getByRole('dialog').waitFor();
  return { page, complaints };
}

declare global {
  var raceStarted: Promise<void>;
}

/** Runs in the page: a race may be over before anybody looks, so its start is noticed as it happens. */
function noticeStart(): void {
  const shown = () => [...document.querySelectorAll('dialog button')].some(({ textContent }) => /^(Stop|停止)$/.test(textContent.trim()));
  globalThis.raceStarted = new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      if (!shown()) return;
      observer.disconnect();
      resolve();
    });
    observer.observe(document.querySelector('dialog') as Element, { subtree: true, childList: true, characterData: true });
  });
}

/** Presses Run and waits for either outcome. */
async function outcome(page: Page): Promise<string> {
  const dialog = page.getByRole('dialog');
  await page.evaluate(noticeStart);
  await page.keyboard.press('Control+Enter');
  await page.evaluate(() => globalThis.raceStarted);
  await dialog.getByRole('button', { name: /^(Run|运行)$/ }).waitFor({ timeout: 60_000 });
  return (
    (await dialog
      .getByRole('alert')
      .or(dialog.getByRole('region', { name: /^(Verdict|结论)$/ }))
      .textContent()) ?? ''
  );
}

/** To the end of the list of placements. */
async function scrolledDown(page: Page): Promise<void> {
  const table = page.getByRole('dialog').getByRole('table').last();
  await table.evaluate((element) => element.parentElement?.parentElement?.scrollTo(0, 1e9));
}

async function write(page: Page, code: string): Promise<void> {
  await page.locator('.monaco-editor .view-line').first().click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(code);
}

describe('comparing schedulers on the page', () => {
  test.each([
    { locale: 'en-US', colorScheme: 'light', title: 'Compare schedulers', all: /only those that differ/ },
    { locale: 'zh-CN', colorScheme: 'dark', title: '比较调度器', all: /只看不同的/ },
  ] as const)('two configurations, side by side, in $locale, $colorScheme', async ({ locale, colorScheme, title, all }) => {
    const { page, complaints } = await opened({ locale, colorScheme });
    const dialog = page.getByRole('dialog', { name: title });
    expect(await outcome(page)).toMatch(/\d+.*60|60.*\d+/);
    expect(await dialog.getByRole('img').count()).toBe(2);
    expect(await dialog.getByRole('rowheader', { name: /zone-a/ }).count()).toBe(1);
    await dialog.getByRole('checkbox', { name: all }).uncheck();
    await scrolledDown(page);
    await dialog.getByRole('rowheader', { name: 'default/web-60' }).waitFor();
    const { violations } = await new AxeBuilder({ page }).include('dialog').analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('ten thousand pods: the last one is reached, and few rows are drawn', async () => {
    const { page } = await opened();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Pods', { exact: true }).fill('10000');
    await dialog.getByLabel('Nodes', { exact: true }).fill('1500');
    await outcome(page);
    await dialog.getByRole('checkbox', { name: /only those/ }).uncheck();
    const table = dialog.getByRole('table').last();
    expect(await table.getAttribute('aria-rowcount')).toBe('10001');
    await scrolledDown(page);
    await dialog.getByRole('rowheader', { name: /-10000$/ }).waitFor();
    expect(await table.getByRole('row').count()).toBeLessThan(120);
    await page.close();
  });

  test('the cluster’s own pods, placed anew', async () => {
    const { page } = await opened();
    await page.getByLabel('Pods to place').selectOption('anew');
    expect(await outcome(page)).toMatch(/6 pods/);
    await page.getByLabel('Pods to place').selectOption('pending');
    expect(await outcome(page)).toBe('there is no pod to place');
    await page.close();
  });

  test('a configuration that the scheduler would refuse is refused with its reason', async () => {
    const { page } = await opened();
    await page.getByLabel('Scheduler A').selectOption('custom');
    await page.getByLabel('KubeSchedulerConfiguration of A').fill('kind: KubeSchedulerConfiguration\nprofiles: 5');
    expect(await outcome(page)).toMatch(/^a: /);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.close();
  });
});

describe('a scheduler of one’s own on the page', () => {
  let page: Page;
  beforeAll(async () => {
    ({ page } = await opened());
    await page.getByLabel('Scheduler B').selectOption('own');
    await page.locator('.monaco-editor .view-line').first().waitFor({ timeout: 60_000 });
  });
  afterAll(() => page.close());

  test('races in TypeScript against the default, the same way twice', async () => {
    const first = await outcome(page);
    expect(first).toMatch(/^\d+ of 60 pods went elsewhere\./);
    expect(await outcome(page)).toBe(first);
    expect(await page.locator('.squiggly-error').count()).toBe(0);
  });

  test.each([
    [
      'never returns',
      'export default { score() { for (;;); } }',
      /^score of default\/worker-1 on node-1 did not return within 1 s and was stopped$/,
    ],
    [
      'eats memory',
      'export default { score() { const a: unknown[] = []; for (;;) a.push(new Array(1e6).fill(a)); } }',
      /^(score of default\/worker-1 on node-1|the sandbox broke down)/,
    ],
    ['throws', 'export default { score(pod: any) { return pod.nothing.here; } }', /^score of default\/worker-1 on node-1: TypeError/],
    ['scores with a text', "export default { score() { return 'much'; } }", /answered "much": must be a number from 0 to 100$/],
    ['is no TypeScript', 'export default }', /^Line 1: /],
  ])('that %s is stopped, with the reason, and the cluster goes on', async (_, code, want) => {
    await write(page, code);
    const before = await page.locator('[data-ref^="Pod/"]').count();
    expect(await outcome(page)).toMatch(want);
    expect(await page.locator('[data-ref^="Pod/"]').count()).toBe(before);
    expect(await page.locator('iframe').count()).toBe(0);
  });

  test('reaches nobody, by any way the language leaves', async () => {
    hits = [];
    const ways = ['fetch("URL/fetch")', 'import("URL/import")', 'new WebSocket("URL/socket")', 'importScripts("URL/scripts")'];
    const attempts = ways.map(
      (way) => `try { Promise.resolve(Function(${JSON.stringify(`return ${way.replace('URL', outsideUrl)}`)})()).catch(() => 0) } catch {}`,
    );
    await write(page, `${attempts.join('\n')}\nexport default { score() { return 1 } }`);
    expect(await outcome(page)).toMatch(/^\d+ of 60 pods/);
    expect(hits).toEqual([]);
  });
});

test('the frame alone keeps everything in, also from code that still has all its globals', async () => {
  const { page } = await served.open();
  hits = [];
  const tried = await page.evaluate(
    async ({ document: text, url }) => {
      const code = `self.onmessage = async ({ data: { port } }) => {
        const results = {};
        const attempt = async (name, work) => { try { await work(); results[name] = 'reached'; } catch (error) { results[name] = 'refused'; } };
        await attempt('fetch', () => fetch('${url}/fetch', { mode: 'no-cors' }));
        await attempt('import', () => import('${url}/import'));
        await attempt('importScripts', () => importScripts('${url}/scripts'));
        await attempt('XMLHttpRequest', () => { const r = new XMLHttpRequest(); r.open('GET', '${url}/xhr', false); r.send(); });
        await attempt('WebSocket', () => new Promise((resolve, reject) => { const s = new WebSocket('${url.replace('http', 'ws')}/socket'); s.onopen = resolve; s.onerror = reject; }));
        await attempt('EventSource', () => new Promise((resolve, reject) => { const s = new EventSource('${url}/events'); s.onopen = resolve; s.onerror = reject; }));
        await attempt('Worker', () => new Promise((resolve, reject) => { const w = new Worker('${url}/worker'); w.onmessage = resolve; w.onerror = reject; }));
        await attempt('indexedDB', () => new Promise((resolve, reject) => { const r = indexedDB.open('x'); r.onsuccess = resolve; r.onerror = reject; }));
        port.postMessage(results);
      };`;
      const frame = document.createElement('iframe');
      frame.setAttribute('sandbox', 'allow-scripts');
      frame.srcdoc = text;
      const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
      document.body.append(frame);
      await loaded;
      const { port1, port2 } = new MessageChannel();
      const results = new Promise<Record<string, string>>((resolve) => {
        port1.addEventListener('message', ({ data }) => resolve(data as Record<string, string>));
        port1.start();
      });
      frame.contentWindow?.postMessage({ code, port: port2 }, '*', [port2]);
      return results;
    },
    { document: sandboxDocument, url: outsideUrl },
  );
  expect(tried).toEqual({
    fetch: 'refused',
    import: 'refused',
    importScripts: 'refused',
    XMLHttpRequest: 'refused',
    WebSocket: 'refused',
    EventSource: 'refused',
    Worker: 'refused',
    indexedDB: 'refused',
  });
  expect(hits).toEqual([]);
  await page.evaluate((url) => fetch(`${url}/control`, { mode: 'no-cors' }), outsideUrl);
  expect(hits).toEqual(['/control']);
  await page.close();
});
