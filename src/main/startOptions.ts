import { resolve } from 'node:path';

/** What the command line of the app itself can say. */
export interface StartOptions {
  /** Where settings and cases are kept, instead of the system's usual folder. */
  readonly userData: string | null;
  readonly language: string | null;
  /** Start with the practice server, connected. */
  readonly practice: boolean;
  /** Log files to open, as full paths. */
  readonly files: readonly string[];
}

/**
 * From `process.argv`: `app.commandLine` writes everything in lower case since Electron 36, also paths.
 * @param ownWords how many words come before the user's: the program, and unpackaged the app's folder
 */
export function readStartOptions(
  argv: readonly string[],
  workingFolder: string,
  ownWords: number,
): StartOptions {
  const valueOf = (name: string): string | null => {
    const prefix = `--${name}=`;
    const value = argv.findLast((word) => word.startsWith(prefix))?.slice(prefix.length) ?? '';
    return value === '' ? null : value;
  };
  const userData = valueOf('user-data-dir');
  return {
    userData: userData === null ? null : resolve(workingFolder, userData),
    language: valueOf('lang'),
    practice: argv.includes('--practice'),
    files: argv
      .filter((word) => !word.startsWith('-'))
      .slice(ownWords)
      .map((path) => resolve(workingFolder, path)),
  };
}
