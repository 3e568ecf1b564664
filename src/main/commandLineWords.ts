const asksForHelp: ReadonlySet<string> = new Set(['--help', '-h', '--version']);

/** No verb has a dot or a slash in it: such a first word is a log file, to be opened in the window. */
const namesAFile = (word: string): boolean => /[\\/.]/.test(word);

/**
 * What was said to the command line, or null when the window is wanted: `mailtriage` and `mailtriage --lang=de` open
 * the window, as does `mailtriage /var/log/mail.log`; `mailtriage trace mail.log` does not. Chromium's own switches come first, and the launcher puts `--`
 * behind them, so that Chromium takes nothing of what follows for itself.
 *
 * @param args what follows the program (and, unpackaged, the app's folder)
 */
export function commandLineWords(args: readonly string[]): readonly string[] | null {
  const isSwitch = (word: string): boolean => word.startsWith('-') && word !== '--' && !asksForHelp.has(word);
  const first = args.findIndex((word) => !isSwitch(word));
  const words = first < 0 ? [] : args.slice(args[first] === '--' ? first + 1 : first);
  const [verb] = words;
  return verb === undefined || namesAFile(verb) ? null : words;
}
