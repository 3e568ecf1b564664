import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

/**
 * Becomes the command line: the same program `npm run cli` runs, inside Electron's main process, before Electron
 * asks for a screen. It is loaded by path, since the two are built apart and know nothing of each other.
 */
export async function runCommandLine(words: readonly string[]): Promise<void> {
  const program = join(import.meta.dirname, '../cli/index.js');
  process.argv = [process.execPath, program, ...words];
  await import(/* @vite-ignore */ pathToFileURL(program).href);
  app.exit(Number(process.exitCode ?? 0));
}
