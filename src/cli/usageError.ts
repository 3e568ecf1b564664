/** The user asked for something this command line cannot do; the message is one sentence that says what to do instead. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
