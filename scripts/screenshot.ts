// `npm run screenshot`: docs/screenshot.png, the demo at rest with a pod's reasons open.
import { servePage } from '../tests/support/page';

const served = await servePage();
const { page } = await served.open();
await page
  .getByRole('button', { name: /^Pod frontend-\S+: Ready, / })
  .nth(2)
  .waitFor({ timeout: 60_000 });
await page.getByRole('button', { name: /^visitors ✓[1-9]/ }).waitFor({ timeout: 60_000 });
await page
  .getByRole('button', { name: /^Pod frontend-\S+: Ready, / })
  .first()
  .click();
await page.getByRole('tab', { name: 'Why' }).click();
await page.getByRole('table').first().waitFor();
await page.waitForTimeout(1_000);
await page.screenshot({ path: 'docs/screenshot.png' });
await served.close();
console.log('docs/screenshot.png');
