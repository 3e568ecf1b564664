import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const here = import.meta.dirname;

/**
 * One output for every Electron we may run on: the oldest is the fallback runtime (Electron 33: Node 20.18,
 * Chrome 130), the newest the one we ship. Targets are therefore named, not read from the installed package.
 */
export default defineConfig({
  main: {
    build: {
      target: 'node20.18',
      outDir: 'out/main',
      // Everything is bundled but ssh2: its optional native parts must not be, and are not needed.
      externalizeDeps: false,
      // Half the bytes to read at every start.
      minify: true,
      rollupOptions: {
        input: {
          index: resolve(here, 'src/main/index.ts'),
        },
        external: ['electron', 'ssh2', 'cpu-features'],
        output: { format: 'es' },
      },
    },
  },
  preload: {
    build: {
      target: 'node20.18',
      outDir: 'out/preload',
      externalizeDeps: false,
      rollupOptions: {
        input: { index: resolve(here, 'src/preload/index.ts') },
        // A sandboxed preload must be CommonJS, and `.cjs` says so inside an ESM package.
        output: { format: 'cjs', entryFileNames: 'index.cjs' },
      },
    },
  },
  renderer: {
    root: resolve(here, 'src/renderer'),
    build: {
      target: 'chrome130',
      // Half the bytes to read at every start.
      minify: true,
      outDir: 'out/renderer',
      rollupOptions: {
        input: { index: resolve(here, 'src/renderer/index.html') },
        // What the first page is made of comes in one file: fifty requests to main cost more than they save.
        output: { codeSplitting: { groups: [{ name: 'start', tags: ['$initial'] }] } },
      },
    },
    plugins: [react()],
  },
});
