/**
 * Progress in words. Always on stderr: stdout belongs to the answer (`cli --json` prints one document there).
 * @param {string} sentence
 */
export function say(sentence) {
  process.stderr.write(`${sentence}\n`);
}

/**
 * Says now and then that a long step is still running, so that nobody thinks it hangs.
 * @template T
 * @param {string} what named in the reminder
 * @param {Promise<T>} work
 * @returns {Promise<T>}
 */
export async function sayWhileWaiting(what, work) {
  const started = Date.now();
  const reminder = setInterval(() => {
    say(`  still ${what} (${Math.round((Date.now() - started) / 1000)} s)`);
  }, 15_000);
  reminder.unref();
  try {
    return await work;
  } finally {
    clearInterval(reminder);
  }
}
