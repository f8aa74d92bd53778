import { createReadStream } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { sveltekit } from '@sveltejs/kit/vite';
import adapter from '@sveltejs/adapter-node';
import { build, type Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './scripts/sequence.ts';
import { summary } from './scripts/summary.ts';

/** Pages are never hydrated (docs/decisions/0006), so the marks that Svelte leaves for it, a fifth of a long page, are left out of the built server. */
function withoutHydrationMarks(): Plugin {
  return {
    name: 'khue:without-hydration-marks',
    apply: 'build',
    applyToEnvironment: ({ name }) => name === 'ssr',
    renderChunk: (code) => ({ code: code.replace(/<!--(?:\[(?:-?\d+|!)?|\])?-->|<!>/g, ''), map: null }),
  };
}

/** A page that nobody may keep needs no mark of its content, which SvelteKit computes letter by letter: only pages that may be kept on the way get one. */
function withoutNeedlessEtags(): Plugin {
  const etag = 'if (!chunks) headers.set("etag"';
  return {
    name: 'khue:without-needless-etags',
    apply: 'build',
    applyToEnvironment: ({ name }) => name === 'ssr',
    renderChunk: (code) => (code.includes(etag) ? { code: code.replace(etag, 'if (!chunks && headers.has("cache-control")) headers.set("etag"'), map: null } : null),
  };
}

/** The editor of lessons is a program of its own for one page (docs/decisions/0029): one file with a name that the page knows, beside the files of `static`. */
function authorEditor(): Plugin {
  const entry = 'src/routes/learning/authoring/editor/main.ts';
  const address = '/author-editor.js';
  return {
    name: 'khue:author-editor',
    async writeBundle() {
      await build({
        configFile: false,
        publicDir: false,
        logLevel: 'warn',
        build: {
          outDir: '.svelte-kit/output/client',
          emptyOutDir: false,
          target: 'es2022',
          rolldownOptions: { input: entry, output: { entryFileNames: address.slice(1), codeSplitting: false } },
        },
      });
    },
    configureServer: (server) => {
      server.middlewares.use((request, _response, next) => {
        if (request.url === address) request.url = `/${entry}`;
        next();
      });
    },
  };
}

/** The engines of SCORM are files of a package, given to the sandboxed frame as they are (docs/decisions/0026), beside the files of `static`. */
function scormEngines(): Plugin {
  const files = ['scorm12', 'scorm2004'].map((name) => ({ address: `/${name}.js`, path: `node_modules/scorm-again/dist/${name}.min.js` }));
  return {
    name: 'khue:scorm-engines',
    writeBundle: async () => {
      for (const { address, path } of files) await copyFile(path, `.svelte-kit/output/client${address}`);
    },
    configureServer: (server) => {
      server.middlewares.use((request, response, next) => {
        const file = files.find(({ address }) => request.url === address);
        if (file === undefined) return next();
        response.setHeader('content-type', 'text/javascript');
        createReadStream(file.path).pipe(response);
      });
    },
  };
}

export default defineConfig({
  plugins: [
    withoutHydrationMarks(),
    withoutNeedlessEtags(),
    authorEditor(),
    scormEngines(),
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
          // The sandboxed frames of packages, which have a policy of their own.
          'frame-src': ['self'],
          'frame-ancestors': ['none'],
          'manifest-src': ['self'],
          'object-src': ['none'],
        },
      },
    }),
  ],
  test: {
    // Test files share the modules that a worker has read; those that walk through a city, which is a module, are alone in theirs.
    projects: [
      {
        extends: true,
        test: { name: 'parts', include: ['{src,demo,tests}/**/*.test.ts'], exclude: ['tests/walks/**'], setupFiles: ['tests/nothing-declared.ts'], isolate: false },
      },
      { extends: true, test: { name: 'walks', include: ['tests/walks/*.test.ts'] } },
    ],
    globalSetup: ['tests/global.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // One more than there are cores, for a walk often waits for what time brings.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongestFirst },
    reporters: ['default', summary],
  },
});
