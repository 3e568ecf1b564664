import type { CallInput, CallOutput, EventPayload } from './contract.ts';
import type { CallName, EventName } from './channels.ts';
import type { Result } from './errors.ts';

/** What the preload puts on `window.mailtriage`, frozen. Derived from the contract, never repeated. */
export interface Bridge {
  readonly call: <Name extends CallName>(
    name: Name,
    input: CallInput<Name>,
  ) => Promise<Result<CallOutput<Name>>>;
  /** Subscribes; the returned function ends the subscription. */
  readonly on: <Name extends EventName>(
    name: Name,
    listener: (payload: EventPayload<Name>) => void,
  ) => () => void;
  /** Turns dropped files into grants; the window itself never sees a path. */
  readonly admitFiles: (files: readonly File[]) => Promise<Result<CallOutput<'files.admit'>>>;
}

declare global {
  interface Window {
    readonly mailtriage: Bridge;
  }
}
