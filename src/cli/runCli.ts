import { version } from '../../package.json' with { type: 'json' };
import { LogFileError } from '../logfiles/logFileProblem.ts';
import { describeProblem } from './describeProblem.ts';
import { printable } from './printable.ts';
import type { ExitCode, Streams } from './streams.ts';
import { UsageError } from './usageError.ts';
import type { Verb } from './verb.ts';

interface KnownVerb {
  readonly does: string;
  /** Its code is loaded when it is asked for: the start is a good part of the time that a trace takes. */
  readonly load: () => Promise<Verb>;
}

const verbs: ReadonlyMap<string, KnownVerb> = new Map([
  [
    'trace',
    {
      does: 'what became of a message, from mail logs',
      load: async () => (await import('./traceVerb.ts')).traceVerb,
    },
  ],
  [
    'summary',
    {
      does: 'how much mail came, went and was refused',
      load: async () => (await import('./summaryVerb.ts')).summaryVerb,
    },
  ],
  [
    'queue',
    {
      does: 'what waits in the mail queue, and why',
      load: async () => (await import('./listingVerbs.ts')).queueVerb,
    },
  ],
  [
    'history',
    {
      does: 'what happened to a message in its mailbox',
      load: async () => (await import('./listingVerbs.ts')).historyVerb,
    },
  ],
  [
    'unexpunge',
    {
      does: 'which deleted messages can be restored',
      load: async () => (await import('./listingVerbs.ts')).unexpungeVerb,
    },
  ],
]);

const help = `Usage: mailtriage VERB ... [--json]

${[...verbs].map(([name, { does }]) => `  ${name.padEnd(11)}${does}`).join('\n')}

"mailtriage VERB --help" explains one of them, "mailtriage --version" says which MailTriage this is.
Exit status: 0 answered, 1 not found, 2 wrong usage or unreadable input.
`;

const wantsHelp = (args: readonly string[]): boolean => {
  const end = args.indexOf('--');
  return (end < 0 ? args : args.slice(0, end)).some((arg) => arg === '--help' || arg === '-h');
};

/** The whole command line: never throws, says every failure in one line. */
export async function runCli(args: readonly string[], streams: Streams): Promise<ExitCode> {
  const complain = (text: string): ExitCode => {
    streams.error(`mailtriage: ${printable(text).replaceAll('\n', ' ')}\n`);
    return 2;
  };
  try {
    const [name, ...rest] = args;
    if (name === undefined)
      return complain(`say what to do (${[...verbs.keys()].join(', ')}); see: mailtriage --help`);
    if (name === '--version') {
      await streams.out(`mailtriage ${version}\n`);
      return 0;
    }
    const verb = verbs.get(name);
    if (verb === undefined) {
      if (name !== 'help' && !wantsHelp([name])) {
        return complain(`there is no "${name}"; choose one of ${[...verbs.keys()].join(', ')}`);
      }
      await streams.out((await verbs.get(rest[0] ?? '')?.load())?.help ?? help);
      return 0;
    }
    const loaded = await verb.load();
    if (wantsHelp(rest)) {
      await streams.out(loaded.help);
      return 0;
    }
    return await loaded.run(rest, streams);
  } catch (error) {
    if (error instanceof UsageError) return complain(error.message);
    if (error instanceof LogFileError) return complain(describeProblem(error.problem));
    return complain(
      `this should not have happened: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
