import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const SYSTEM_CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** Starts a browser without a window: the system's Chromium (or KHUE_CHROMIUM), else the one from the registry. */
export async function launchChromium(): Promise<Browser> {
  const system = [process.env['KHUE_CHROMIUM'], ...SYSTEM_CHROMIUM].find((path) => path !== undefined && existsSync(path));
  return system === undefined ? packaged() : chromium.launch({ executablePath: system, args: ARGS });
}

async function packaged(): Promise<Browser> {
  // Only under this variable does the package unpack the libraries that a bare machine lacks; it is read on import.
  process.env['AWS_EXECUTION_ENV'] ??= 'AWS_Lambda_nodejs22.x';
  const { default: bundled } = await import('@sparticuz/chromium');
  // Its own list of flags is for Lambda: with `--single-process` among them the browser ends with its first context.
  return chromium.launch({ executablePath: await bundled.executablePath(), args: ARGS });
}
