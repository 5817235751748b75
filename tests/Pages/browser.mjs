// Opens the pages of runs in Chromium: offline, in both schemes, wide and narrow, under the policy that they carry.
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [folder, shots] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8'));
const faults = [];
let checks = 0;

function check(holds, what) {
  checks++;
  if (!holds) faults.push(what);
}

const executablePath = process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });

async function open(name, options) {
  const context = await browser.newContext({ offline: true, ...options });
  const page = await context.newPage();
  const url = pathToFileURL(resolve(folder, name, 'report.html')).href;
  page.on('console', message => check(false, `${name}: the console says: ${message.text()}`));
  page.on('pageerror', error => check(false, `${name}: ${error}`));
  page.on('dialog', dialog => { check(false, `${name}: a dialog says ${dialog.message()}`); dialog.dismiss(); });
  page.on('request', request => check(request.url() === url, `${name}: it asks for ${request.url()}`));
  await page.goto(url);
  return page;
}

function tableOf(page, id) {
  return page.evaluate(caption => {
    const table = document.getElementById(caption)?.closest('table');
    if (!table) return null;
    const headers = [...table.tHead.rows[0].cells].map(cell => cell.textContent);
    return [...table.tBodies[0].rows].map(row =>
      Object.fromEntries([...row.cells].map((cell, index) => [headers[index], cell.textContent])));
  }, id);
}

async function checkNumbers(name) {
  const page = await open(name);
  const run = expected.find(candidate => candidate.name === name);
  const times = await tableOf(page, 'time-table');
  const calls = (await tableOf(page, 'calls-table')) ?? [];
  const number = text => Number(text.replaceAll(',', ''));
  check(times.length === run.steps.length, `${name}: ${times.length} steps`);
  for (const step of run.steps) {
    const row = times.find(candidate => candidate.Step === step.name);
    const call = calls.find(candidate => candidate.Step === step.name);
    const shown = {
      rowsIn: number(row['Rows in']), rowsOut: number(row['Rows out']), waiting: number(row.Waiting), failed: number(row.Failed),
      attempts: number(call?.Attempts ?? '0'), retries: number(call?.Retries ?? '0'), reused: number(call?.['Answers used again'] ?? '0'),
    };
    for (const [what, value] of Object.entries(shown))
      check(value === step[what], `${name}: ${step.name} has ${step[what]} ${what}, and the page says ${value}`);
    if (step.median !== null && step.median !== undefined) {
      const [value, unit] = call.Median.split(' ');
      const scale = { 'µs': 0.001, ms: 1, s: 1000 }[unit];
      check(Math.abs(Number(value) * scale - step.median) <= 0.01 * step.median + 0.001, `${name}: the median of ${step.name} is ${step.median} ms, and the page says ${call.Median}`);
    }
  }
  const status = await page.locator('h1 span').textContent();
  const words = { Completed: 'completed', CompletedWithErrors: 'completed with errors', Stopped: 'stopped', Failed: 'failed' };
  check(status === words[run.status], `${name}: the page says ${status}`);
  if (run.status !== 'Failed') {
    const groups = (await tableOf(page, 'errors-table')) ?? [];
    const failures = groups.reduce((sum, group) => sum + number(group.Rows), 0);
    check(failures === run.errorCount, `${name}: ${run.errorCount} rows failed, and the page says ${failures}`);
  }
  const drawn = await page.locator('svg.dg g').count();
  check(drawn === run.steps.length, `${name}: ${drawn} steps are drawn`);
  await page.context().close();
}

async function checkPage(name) {
  const html = readFileSync(join(folder, name, 'report.html'), 'utf8');
  check(!/\sstyle\s*=/i.test(html.replace(/<style>[\s\S]*?<\/style>/, '').replace(/>[^<]*</g, '><')), `${name}: an attribute of style`);
  check(!/(src|href)\s*=\s*["']?data:/i.test(html), `${name}: an address of data`);
  check(!html.includes('not for the page'), `${name}: a secret`);
  check(/<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-[^']+'">/.test(html), `${name}: no policy`);
  for (const colorScheme of ['light', 'dark']) {
    for (const width of [360, 1200]) {
      const page = await open(name, { colorScheme, viewport: { width, height: 900 } });
      const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      check(background === (colorScheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(13, 17, 23)'), `${name}: ${background} in the ${colorScheme} scheme`);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      check(overflow <= 0, `${name}: ${overflow} pixels too wide at ${width}`);
      check((await page.locator('script').count()) === 0, `${name}: a script`);
      if (shots) await page.screenshot({ path: join(shots, `${name}-${colorScheme}-${width}.png`), fullPage: true });
      if (shots && width === 1200 && colorScheme === 'light') {
        await page.emulateMedia({ media: 'print' });
        await page.screenshot({ path: join(shots, `${name}-print.png`), fullPage: true });
        await page.emulateMedia({ media: 'screen' });
      }
      await page.locator('details').evaluateAll(all => all.forEach(details => { details.open = true; }));
      const { violations } = await page.evaluate(`${axe}; axe.run({ resultTypes: ['violations'] })`);
      for (const violation of violations)
        check(false, `${name}, ${colorScheme}, ${width}: ${violation.id}: ${violation.nodes.map(node => node.html).slice(0, 3).join(' ')}`);
      checks++;
      await page.context().close();
    }
  }
}

if (shots) mkdirSync(shots, { recursive: true });
for (const run of expected) {
  await checkPage(run.name);
  await checkNumbers(run.name);
}

await checkPage('crashed');
const crashed = await open('crashed');
const head = await crashed.locator('main').textContent();
check(/Figures end at \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/.test(head), 'crashed: it does not say when its figures end');
check((await tableOf(crashed, 'time-table')).some(row => Number(row['Rows out'].replaceAll(',', '')) > 0), 'crashed: no rows');
check((await crashed.locator('h1 span').textContent()) === 'cut off', 'crashed: its status');

const large = await open('large', { viewport: { width: 360, height: 900 } });
check((await large.evaluate(() => document.documentElement.scrollWidth)) <= 360, 'large: too wide');
check((await tableOf(large, 'time-table')).length === 2000, 'large: steps are missing');
check((await large.locator('svg.dg g').count()) === 2000, 'large: steps are not drawn');

await browser.close();
console.log(`${expected.length + 2} pages, ${checks} checks, ${faults.length} faults`);
faults.slice(0, 40).forEach(fault => console.error(fault));
process.exit(faults.length === 0 && expected.length >= 3 ? 0 : 1);
