/** A line of some text the app was given, so that every verdict can show what it rests on. */
export interface LineRef {
  /** File name as given by the user, or a label such as `pasted text` or `mail.example.org:/var/log/mail.log`. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly text: string;
}

/** What every parser returns: nothing is lost, what has no rule is handed back. Parsers never throw. */
export interface Parsed<T> {
  readonly items: readonly T[];
  readonly notUnderstood: readonly { readonly line: number; readonly text: string }[];
}
