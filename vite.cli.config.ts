import { builtinModules } from 'node:module';
import { resolve } from 'node:path';
import { defineConfig } from 'vite';

const here = import.meta.dirname;

/**
 * The command line: the same core without a window, for plain Node. Few files, as each costs a start some two milliseconds: the
 * entry, what reads logs, and what only one verb needs.
 */
export default defineConfig({
  build: {
    ssr: true,
    target: 'node20.18',
    outDir: 'out/cli',
    emptyOutDir: true,
    rollupOptions: {
      input: { index: resolve(here, 'src/cli/index.ts') },
      external: [...builtinModules, ...builtinModules.map((name) => `node:${name}`)],
      output: {
        format: 'es',
        entryFileNames: '[name].js',
        chunkFileNames: '[name].js',
        codeSplitting: {
          groups: [
            // What the entry needs to start a thread, before anything else is loaded.
            { name: 'scanThread', test: /engine\/scanThread\.ts$|cli\/earlyThread/, priority: 2 },
            { name: 'runCli', test: /src\/cli\/(?!index|listing|trace|summary|english)/, priority: 1 },
            { name: 'readLogs', test: /src\/(?:logfiles\/(?!expand)|core\/(?:postfix|syslog|causes)\/)/ },
          ],
        },
      },
    },
  },
  ssr: { noExternal: true },
});
