import type { AnyAuthMethod, AuthenticationType, NextAuthHandler, ParsedKey } from 'ssh2';
import type { Message } from '../../core/message.ts';
import type { Hop } from '../../core/ssh/connectionState.ts';
import { plainServerText } from '../../core/ssh/plainServerText.ts';
import type { SignInMethod } from '../../core/ssh/profile.ts';
import { findAgent } from './agentSource.ts';
import type { AgentSurroundings } from './agentSource.ts';
import { loadKeyFile } from './keyFile.ts';
import type { SessionPrompts } from './prompts.ts';
import type { Secret } from './secret.ts';
import type { SignInMemory } from './signInMemory.ts';

export interface SignInRequest {
  readonly hop: Hop;
  readonly user: string;
  readonly methods: readonly SignInMethod[];
  readonly prompts: SessionPrompts;
  readonly memory: SignInMemory;
  readonly agent: AgentSurroundings;
  readonly reconnecting: boolean;
  /** A person is being asked: no timer may run. */
  readonly onWaiting: (waiting: boolean) => void;
  readonly onMethod: (method: string) => void;
  /** Nothing is left to try: the connection is to be ended and the reason told. */
  readonly onExhausted: () => void;
}

/** One entry of the list of attempts; `ssh` is the method's name on the wire (RFC 4252, 4256). */
interface Attempt {
  readonly ssh: AuthenticationType;
  readonly method: SignInMethod;
  tries: number;
  done: boolean;
}

const MAX_PASSWORD_ATTEMPTS = 3;
/** What a server's only question says when it wants the password (English, German, French). */
const PASSWORD_QUESTION = /passwor[dt]|kennwort|mot de passe/i;

/**
 * Signs in with the profile's methods in their order, as far as the server accepts them, and goes on when it wants a
 * second one (`partialSuccess`, RFC 4252, 5.1). `next` plugs into ssh2 as its authHandler.
 */
export class SignIn {
  readonly #request: SignInRequest;
  readonly #attempts: Attempt[];
  readonly #notes: Message[] = [];
  #current: Attempt | null = null;
  #accepts: readonly string[] = [];
  #tried = 0;
  #prompted = false;
  #cancelled = false;
  #question: Promise<unknown> = Promise.resolve();
  #round = 0;

  constructor(request: SignInRequest) {
    this.#request = request;
    this.#attempts = attemptsFor(request.methods);
  }

  /** What the server said it accepts, latest first answer. */
  get accepts(): readonly string[] {
    return this.#accepts;
  }
  /** Why methods could not even be tried. */
  get notes(): readonly Message[] {
    return this.#notes;
  }
  get cancelled(): boolean {
    return this.#cancelled;
  }
  /** How many attempts reached the server. */
  get tried(): number {
    return this.#tried;
  }
  /** A person was asked something: the server's patience may have run out meanwhile. */
  get prompted(): boolean {
    return this.#prompted;
  }

  addNote(note: Message): void {
    this.#notes.push(note);
  }

  /** Resolves when no question is open any more. */
  get idle(): Promise<unknown> {
    return this.#question;
  }

  next = (
    left: AuthenticationType[] | null,
    partialSuccess: boolean | null,
    answer: NextAuthHandler,
  ): void => {
    if (left === null) {
      // "none" costs no attempt in OpenSSH (auth2.c) and makes the server name what it accepts (RFC 4252, 5.2).
      answer({ type: 'none', username: this.#request.user });
      return;
    }
    this.#accepts = left;
    if (partialSuccess === true && this.#current !== null) this.#current.done = true;
    void this.#advance(left, answer);
  };

  async #advance(left: readonly string[], answer: NextAuthHandler): Promise<void> {
    for (;;) {
      const attempt = this.#attempts.find((candidate) => !candidate.done && left.includes(candidate.ssh));
      if (attempt === undefined || this.#cancelled) {
        this.#request.onExhausted();
        return;
      }
      attempt.tries++;
      this.#current = attempt;
      this.#request.onMethod(attempt.method.kind);
      let prepared: AnyAuthMethod | null = null;
      try {
        prepared = await this.#prepare(attempt);
      } catch (error) {
        attempt.done = true;
        const detail = error instanceof Error ? error.message : String(error);
        this.#notes.push({ key: 'ssh:note.methodFailed', values: { method: attempt.method.kind, detail } });
      }
      if (this.#cancelled) continue;
      if (prepared !== null) {
        this.#tried++;
        answer(prepared);
        return;
      }
      attempt.done = true;
    }
  }

  async #prepare(attempt: Attempt): Promise<AnyAuthMethod | null> {
    const username = this.#request.user;
    switch (attempt.method.kind) {
      case 'password': {
        if (attempt.ssh === 'keyboard-interactive') {
          attempt.done = true;
          return this.#keyboardInteractive(true);
        }
        if (attempt.tries >= MAX_PASSWORD_ATTEMPTS) attempt.done = true;
        const password = await this.#password(attempt.tries);
        return password === null ? null : { type: 'password', username, password: password.reveal() };
      }
      case 'keyFile': {
        attempt.done = true;
        const key = await this.#keyFile(attempt.method.path);
        return key === null ? null : { type: 'publickey', username, key };
      }
      case 'agent': {
        attempt.done = true;
        const { agent, onlyKeyFiles } = attempt.method;
        const source = await findAgent(agent, onlyKeyFiles, this.#request.agent);
        this.#notes.push(source.reason);
        return source.kind === 'none' ? null : { type: 'agent', username, agent: source.agent };
      }
      case 'keyboardInteractive': {
        if (attempt.tries >= MAX_PASSWORD_ATTEMPTS) attempt.done = true;
        return this.#keyboardInteractive(false);
      }
    }
  }

  async #password(attempt: number): Promise<Secret | null> {
    const { hop, user, memory, prompts, reconnecting } = this.#request;
    const remembered = memory.passwords.get(this.#key());
    if (remembered !== undefined && attempt === 1) return remembered;
    memory.passwords.delete(this.#key());
    const password = await this.#ask(() => prompts.password({ hop, user, attempt, reconnecting }));
    // Kept at once: the server may have closed the connection meanwhile, and the next one must not ask again.
    if (password !== null) memory.passwords.set(this.#key(), password);
    return password;
  }

  async #keyFile(path: string): Promise<ParsedKey | null> {
    const { hop, memory, prompts, reconnecting } = this.#request;
    let last: Secret | null = null;
    const loaded = await loadKeyFile(path, async (attempt) => {
      const remembered = memory.passphrases.get(path);
      if (remembered !== undefined && attempt === 1) return remembered;
      last = await this.#ask(() => prompts.passphrase({ hop, path, attempt, reconnecting }));
      return last;
    });
    if (loaded.kind === 'unusable') this.#notes.push(loaded.advice);
    if (loaded.kind === 'key' && last !== null) memory.passphrases.set(path, last);
    return loaded.kind === 'key' ? loaded.key : null;
  }

  /** @param inPlaceOfPassword the server asks for the password this way (PAM): one hidden question is answered with it. */
  #keyboardInteractive(inPlaceOfPassword: boolean): AnyAuthMethod {
    const { hop, user, prompts, reconnecting, memory } = this.#request;
    this.#round = 0;
    let passwordGiven = false;
    return {
      type: 'keyboard-interactive',
      username: user,
      prompt: (name, instructions, _language, questions, finish) => {
        const round = ++this.#round;
        const [only] = questions;
        const wantsPassword =
          questions.length === 1 && only?.echo !== true && PASSWORD_QUESTION.test(only?.prompt ?? '');
        const known = inPlaceOfPassword || memory.passwords.has(this.#key());
        const answers =
          wantsPassword && known && !passwordGiven
            ? this.#password(1).then((password) => (password === null ? null : [password]))
            : this.#ask(() =>
                prompts.keyboardInteractive({
                  hop,
                  user,
                  name: plainServerText(name, 200),
                  instructions: plainServerText(instructions),
                  prompts: questions.map((question) => ({
                    text: plainServerText(question.prompt, 500),
                    echo: question.echo === true,
                  })),
                  round,
                  reconnecting,
                }),
              );
        passwordGiven = passwordGiven || wantsPassword;
        answers.then(
          (given) => {
            // An empty answer fails the attempt on the server's side; ssh2 has no way to call it off.
            finish((given ?? questions.map(() => null)).map((secret) => secret?.reveal() ?? ''));
          },
          () => {
            finish(questions.map(() => ''));
          },
        );
      },
    };
  }

  async #ask<T>(question: () => Promise<T | null>): Promise<T | null> {
    this.#prompted = true;
    this.#request.onWaiting(true);
    const asked = question();
    this.#question = asked.catch(() => undefined);
    try {
      const given = await asked;
      if (given === null) this.#cancelled = true;
      return given;
    } finally {
      this.#request.onWaiting(false);
    }
  }

  #key(): string {
    const { hop, user } = this.#request;
    return `${user}@${hop.host}:${hop.port}`;
  }
}

/** A password also serves a server that asks for it by keyboard-interactive, unless that method is listed itself. */
function attemptsFor(methods: readonly SignInMethod[]): Attempt[] {
  const attempts: Attempt[] = methods.map((method) => ({
    ssh: wireName(method),
    method,
    tries: 0,
    done: false,
  }));
  const password = methods.find((method) => method.kind === 'password');
  if (password !== undefined && !methods.some((method) => method.kind === 'keyboardInteractive')) {
    attempts.push({ ssh: 'keyboard-interactive', method: password, tries: 0, done: false });
  }
  return attempts;
}

function wireName(method: SignInMethod): AuthenticationType {
  switch (method.kind) {
    case 'password':
      return 'password';
    case 'keyFile':
    case 'agent':
      return 'publickey';
    case 'keyboardInteractive':
      return 'keyboard-interactive';
  }
}
