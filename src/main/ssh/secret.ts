import { inspect } from 'node:util';

const REDACTED = '[redacted]';

/**
 * A password, passphrase or code. It prints as `[redacted]` however it is printed; `reveal` is the one way to the text
 * and is called only where it goes to a server or a key file.
 */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  [inspect.custom](): string {
    return REDACTED;
  }
}
