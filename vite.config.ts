import { sveltekit } from '@sveltejs/kit/vite';
import adapter from '@sveltejs/adapter-node';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { summary } from './scripts/summary.ts';

/** Pages are never hydrated (docs/decisions/0006), so the marks that Svelte leaves for it, a fifth of a long page, are left out of the built server. */
function withoutHydrationMarks(): Plugin {
  return {
    name: 'khue:without-hydration-marks',
    apply: 'build',
    applyToEnvironment: ({ name }) => name === 'ssr',
    renderChunk: (code) => ({ code: code.replace(/<!--(?:\[(?:-?\d+|!)?|\])?-->/g, ''), map: null }),
  };
}

export default defineConfig({
  plugins: [
    withoutHydrationMarks(),
    sveltekit({
      compilerOptions: { cssHash: ({ hash, css }) => `s${hash(css)}` },
      adapter: adapter({ precompress: true }),
      csp: {
        mode: 'nonce',
        directives: {
          'default-src': ['none'],
          'script-src': ['self'],
          'style-src': ['self'],
          'img-src': ['self', 'data:'],
          'font-src': ['self'],
          'media-src': ['self'],
          'connect-src': ['self'],
          'form-action': ['self'],
          'base-uri': ['none'],
          'frame-ancestors': ['none'],
          'manifest-src': ['self'],
          'object-src': ['none'],
        },
      },
    }),
  ],
  test: {
    include: ['src/**/*.test.ts', 'tests/**/*.test.ts', 'demo/**/*.test.ts'],
    globalSetup: ['tests/global.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    reporters: ['default', summary],
  },
});
