import { version } from '../../package.json' with { type: 'json' };
import { LogFileError } from '../logfiles/logFileProblem.ts';
import { describeProblem } from './describeProblem.ts';
import { historyHelp, queueHelp, runHistory, runQueue, runUnexpunge, unexpungeHelp } from './listingVerbs.ts';
import { printable } from './printable.ts';
import type { ExitCode, Streams } from './streams.ts';
import { runSummary, summaryHelp } from './summaryVerb.ts';
import { runTrace, traceHelp } from './traceVerb.ts';
import { UsageError } from './usageError.ts';

interface Verb {
  readonly does: string;
  readonly help: string;
  readonly run: (args: readonly string[], streams: Streams) => Promise<ExitCode>;
}

const verbs: ReadonlyMap<string, Verb> = new Map([
  ['trace', { does: 'what became of a message, from mail logs', help: traceHelp, run: runTrace }],
  ['summary', { does: 'how much mail came, went and was refused', help: summaryHelp, run: runSummary }],
  ['queue', { does: 'what waits in the mail queue, and why', help: queueHelp, run: runQueue }],
  ['history', { does: 'what happened to a message in its mailbox', help: historyHelp, run: runHistory }],
  ['unexpunge', { does: 'which deleted messages can be restored', help: unexpungeHelp, run: runUnexpunge }],
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
      await streams.out(verbs.get(rest[0] ?? '')?.help ?? help);
      return 0;
    }
    if (wantsHelp(rest)) {
      await streams.out(verb.help);
      return 0;
    }
    return await verb.run(rest, streams);
  } catch (error) {
    if (error instanceof UsageError) return complain(error.message);
    if (error instanceof LogFileError) return complain(describeProblem(error.problem));
    return complain(
      `this should not have happened: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
