import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';

/** The package's flags are for one page in a sandbox of its own; with these two a second page hangs. */
const ONE_PAGE_ONLY = ['--single-process', '--no-zygote'];

/** Now and then the browser's process dies as it starts, before any page of ours; that says nothing about a page. */
const MOST_STARTS = 3;

/** A real browser that came with the packages. It reaches nothing but this machine. */
export async function openBrowser(starts = 1): Promise<Browser> {
  const args = chromium.args.filter((flag) => !ONE_PAGE_ONLY.includes(flag));
  const executablePath = await chromium.executablePath();
  try {
    return await playwright.launch({ executablePath, args, headless: true, timeout: 20_000 });
  } catch (error) {
    if (starts >= MOST_STARTS) throw error;
    return openBrowser(starts + 1);
  }
}
