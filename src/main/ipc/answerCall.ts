import { callNames } from '../../shared/ipc/channels.ts';
import type { CallName } from '../../shared/ipc/channels.ts';
import { calls } from '../../shared/ipc/contract.ts';
import type { CallInput, CallOutput } from '../../shared/ipc/contract.ts';
import { failure } from '../../shared/ipc/errors.ts';
import type { Result } from '../../shared/ipc/errors.ts';

/** One function for every call of the contract; a missing one is a type error. */
export type Handlers = {
  readonly [Name in CallName]: (
    input: CallInput<Name>,
  ) => Result<CallOutput<Name>> | Promise<Result<CallOutput<Name>>>;
};

/** Told what went wrong inside; the caller gets a sentence only. */
export type Report = (what: string, error: unknown) => void;

const isCallName = (name: unknown): name is CallName => (callNames as readonly unknown[]).includes(name);

/** Checks a call and answers it. Never throws: Electron would reduce whatever is thrown to a line of text. */
export async function answerCall(
  handlers: Handlers,
  report: Report,
  name: unknown,
  input: unknown,
): Promise<Result<unknown>> {
  if (!isCallName(name)) {
    report(`refused a call of no known name`, String(name).slice(0, 80));
    return failure({ code: 'bad-request', message: { key: 'errors:bad-request' }, detail: 'unknown call' });
  }
  const parsed = calls[name].input.safeParse(input);
  if (!parsed.success) {
    const where = parsed.error.issues.map(({ path, code }) => `${path.join('.')}: ${code}`).join('; ');
    report(`refused a malformed ${name}`, where);
    return failure({ code: 'bad-request', message: { key: 'errors:bad-request' }, detail: where });
  }
  try {
    const handler = handlers[name] as (input: unknown) => Result<unknown> | Promise<Result<unknown>>;
    return await handler(parsed.data);
  } catch (error) {
    report(`${name} failed`, error);
    const detail = error instanceof Error ? error.message : String(error);
    return failure({ code: 'internal', message: { key: 'errors:internal' }, detail });
  }
}
