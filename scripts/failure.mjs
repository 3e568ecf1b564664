/** A failure the user can do something about: the message is one sentence that says what. */
export class Failure extends Error {
  /**
   * @param {string} sentence what went wrong and what to do about it
   * @param {string} [details] a tool's own output, printed below the sentence
   */
  constructor(sentence, details = '') {
    super(sentence);
    this.name = 'Failure';
    this.details = details;
  }
}

/**
 * What the user is told for the errors every step can meet; null when the text says nothing known.
 * The words are those of Node (`ENOSPC: no space left on device`), npm (`npm error code EINTEGRITY`) and apt.
 * @param {string} text an error message or a tool's output
 * @param {string} place the folder being written to
 * @returns {string | null}
 */
export function knownCause(text, place) {
  if (/ENOSPC|no space left on device|EDQUOT|not have enough free space/i.test(text)) {
    return `The disk is full: make about 2 GB of room for ${place}, then run the command again.`;
  }
  if (/EINTEGRITY|integrity checksum failed/i.test(text)) {
    return 'A downloaded package is not the one we expect, so nothing was installed: run "npm cache verify", then run the command again.';
  }
  if (
    /ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ENOTCACHED|ERR_SOCKET_TIMEOUT|UND_ERR_\w*TIMEOUT|fetch failed|request to \S+ failed/i.test(
      text,
    )
  ) {
    return 'The npm registry cannot be reached: check the network connection (or the proxy and registry set with "npm config"), then run the command again.';
  }
  if (/EACCES|EPERM|EROFS|permission denied|read-only file system/i.test(text)) {
    return `Nothing can be written to ${place}: give yourself the right to write there, then run the command again.`;
  }
  return null;
}

/**
 * Runs a command's main function: a {@link Failure} becomes one sentence on stderr and exit code 1, anything
 * else is a fault of ours and keeps its stack.
 * @param {() => Promise<number | void>} main returns the exit code, 0 when it returns nothing
 */
export async function runMain(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    if (error instanceof Failure) {
      if (error.details.trim() !== '') process.stderr.write(`${error.details.trimEnd()}\n\n`);
      process.stderr.write(`${error.message}\n`);
    } else {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      const sentence = knownCause(text, 'this folder and its cache');
      process.stderr.write(sentence === null ? `${text}\n` : `${sentence}\n`);
    }
    process.exitCode = 1;
  }
}
