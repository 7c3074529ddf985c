import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';

/** The package's flags are for one page in a sandbox of its own; with these two a second page hangs. */
const ONE_PAGE_ONLY = ['--single-process', '--no-zygote'];

/** A real browser that came with the packages. It reaches nothing but this machine. */
export async function openBrowser(): Promise<Browser> {
  const args = chromium.args.filter((flag) => !ONE_PAGE_ONLY.includes(flag));
  return playwright.launch({ executablePath: await chromium.executablePath(), args, headless: true, timeout: 20_000 });
}
