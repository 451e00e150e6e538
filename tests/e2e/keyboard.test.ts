import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { servePage } from '../support/page';
import type { TestPage } from '../support/page';

const anyReadyPod = '[data-ref^="Pod/"][data-status="ready"]';
const anyPodPressed = /^Pod /;

describe('the page without a mouse', () => {
  let served: TestPage;
  beforeAll(async () => {
    served = await servePage();
  });
  afterAll(() => served?.close());

  test('the space bar halts the clock, brackets change its speed, Escape clears the selection', async () => {
    const { page } = await served.open();
    await page.locator(anyReadyPod).first().waitFor({ timeout: 60_000 });
    await page.locator(anyReadyPod).first().focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: anyPodPressed, pressed: true }).waitFor();
    await page.keyboard.press(' ');
    await page.getByRole('button', { name: 'Run', exact: true }).waitFor();
    await page.keyboard.press(']');
    await page.getByText('2×').waitFor();
    await page.keyboard.press('Escape');
    expect(await page.getByRole('button', { name: anyPodPressed, pressed: true }).count()).toBe(0);
    await page.close();
  });

  test('a fault is reached by keyboard and ends by keyboard', async () => {
    const { page } = await served.open();
    await page.locator(anyReadyPod).first().waitFor({ timeout: 60_000 });
    await page.getByRole('button', { name: 'Tools for node-1' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const end = page.getByRole('button', { name: 'End the fault poweroff-node-1' });
    await end.focus();
    await page.keyboard.press('Enter');
    await end.waitFor({ state: 'detached' });
    await page.close();
  });

  test('Chinese follows the browser, and the page says so', async () => {
    const { page } = await served.open({ locale: 'zh-CN' });
    await page.getByText('等待节点').waitFor({ timeout: 60_000 });
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
    await page.close();
  });
});
