import { runCli } from './runCli.ts';

/** Whoever reads our output may stop early (`| head`): that is no error of ours. */
const quietWhenClosed = (error: NodeJS.ErrnoException): void => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
};
process.stdout.on('error', quietWhenClosed);
process.stderr.on('error', quietWhenClosed);

process.exitCode = await runCli(process.argv.slice(2), {
  stdin: process.stdin,
  // Waiting for each write keeps a long answer from piling up in memory when the reader is slow.
  out: (text) => new Promise<void>((resolve) => process.stdout.write(text, () => resolve())),
  error: (text) => void process.stderr.write(text),
});
