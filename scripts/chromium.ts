import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const SYSTEM_CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** For a browser whose pages are only read: it draws nothing, so that nothing in it can be clicked, and does without threads for it; an audit by axe takes three quarters of the processor's time. */
const STILL = ['--disable-threaded-compositing', '--num-raster-threads=1', '--js-flags=--single-threaded --no-opt'];

/** Starts a browser without a window: the system's Chromium (or KHUE_CHROMIUM), else the one from the registry; a `still` one only for reading pages. */
export async function launchChromium({ still = false } = {}): Promise<Browser> {
  const args = still ? [...ARGS, ...STILL] : ARGS;
  const system = [process.env['KHUE_CHROMIUM'], ...SYSTEM_CHROMIUM].find((path) => path !== undefined && existsSync(path));
  return system === undefined ? packaged(args) : chromium.launch({ executablePath: system, args });
}

async function packaged(args: string[]): Promise<Browser> {
  // Only under this variable does the package unpack the libraries that a bare machine lacks; it is read on import.
  process.env['AWS_EXECUTION_ENV'] ??= 'AWS_Lambda_nodejs22.x';
  const { default: bundled } = await import('@sparticuz/chromium');
  // Its own list of flags is for Lambda: with `--single-process` among them the browser ends with its first context.
  return chromium.launch({ executablePath: await bundled.executablePath(), args });
}
