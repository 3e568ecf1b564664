import type { Hop } from '../../core/ssh/connectionState.ts';
import type { ServerProfile } from '../../core/ssh/profile.ts';
import type { SecretStore } from '../store/secretStore.ts';
import type {
  ApiKeyQuestion,
  HostKeyAnswer,
  HostKeyQuestion,
  KeyboardInteractiveQuestion,
  PassphraseQuestion,
  PasswordQuestion,
  SessionPrompts,
  SudoPasswordQuestion,
} from '../ssh/prompts.ts';
import { Secret } from '../ssh/secret.ts';
import type { PromptDesk } from './promptDesk.ts';

/** Names hold what a secret is for: a profile that points to another host does not send it the old host's password. */
const secretNames = {
  password: (user: string, { host, port }: Hop) => `password ${user}@${host}:${port}`,
  passphrase: (path: string) => `passphrase ${path}`,
  sudo: (user: string) => `sudo ${user}`,
  apiKey: (host: string) => `api-key ${host}`,
};

/**
 * Answers a session from the stored secrets first and asks the window otherwise. What the user wants kept is stored only
 * once it was good for signing in, and a stored secret that was not is forgotten.
 */
export class WindowPrompts implements SessionPrompts {
  readonly #profile: ServerProfile;
  readonly #desk: PromptDesk;
  readonly #secrets: SecretStore;
  readonly #report: (what: string, error: unknown) => void;
  /** Names of those this sign-in took part in. A wrong passphrase never gets as far as the server. */
  readonly #passwords = new Set<string>();
  readonly #toKeep = new Map<string, Secret>();

  constructor(
    profile: ServerProfile,
    desk: PromptDesk,
    secrets: SecretStore,
    report: (what: string, error: unknown) => void,
  ) {
    this.#profile = profile;
    this.#desk = desk;
    this.#secrets = secrets;
    this.#report = report;
  }

  async askHostKey({ hop, verdict }: HostKeyQuestion): Promise<HostKeyAnswer> {
    const answer = await this.#desk.ask(this.#profile, { kind: 'hostKey', hop, verdict });
    return answer?.decision ?? 'reject';
  }

  password({ hop, user, attempt, reconnecting }: PasswordQuestion): Promise<Secret | null> {
    const name = secretNames.password(user, hop);
    this.#passwords.add(name);
    return this.#secret(name, attempt, async () => {
      const keeping = await this.#secrets.keeping();
      return this.#desk.ask(this.#profile, { kind: 'password', hop, user, attempt, reconnecting, keeping });
    });
  }

  passphrase({ hop, path, attempt, reconnecting }: PassphraseQuestion): Promise<Secret | null> {
    return this.#secret(secretNames.passphrase(path), attempt, async () => {
      const keeping = await this.#secrets.keeping();
      return this.#desk.ask(this.#profile, { kind: 'passphrase', hop, path, attempt, reconnecting, keeping });
    });
  }

  async keyboardInteractive(question: KeyboardInteractiveQuestion): Promise<readonly Secret[] | null> {
    const answer = await this.#desk.ask(this.#profile, { kind: 'keyboardInteractive', ...question });
    return answer?.answers.map((text) => new Secret(text)) ?? null;
  }

  async sudoPassword({ user, attempt }: SudoPasswordQuestion): Promise<Secret | null> {
    const name = secretNames.sudo(user);
    const password = await this.#secret(name, attempt, async () => {
      const keeping = await this.#secrets.keeping();
      return this.#desk.ask(this.#profile, { kind: 'sudo', user, attempt, keeping });
    });
    // Nothing tells of success here, but a wrong one brings another attempt, which forgets it.
    await this.keepGood();
    return password;
  }

  async apiKey({ attempt }: ApiKeyQuestion): Promise<Secret | null> {
    const name = secretNames.apiKey(this.#profile.host);
    const key = await this.#secret(name, attempt, async () => {
      const keeping = await this.#secrets.keeping();
      return this.#desk.ask(this.#profile, { kind: 'apiKey', attempt, keeping });
    });
    // As with sudo: one that BlueMind does not accept brings another attempt, which forgets it.
    await this.keepGood();
    return key;
  }

  /** Signing in worked: what the user wanted kept is right. Never rejects: what is not kept is asked for again. */
  async keepGood(): Promise<void> {
    const good = [...this.#toKeep];
    this.#toKeep.clear();
    this.#passwords.clear();
    try {
      for (const [name, secret] of good) await this.#secrets.keep(this.#profile.id, name, secret);
    } catch (error) {
      this.#report('a secret could not be kept', error);
    }
  }

  /** Signing in failed: neither what was typed nor a stored password is to be tried again by itself. */
  forgetRefused(): void {
    this.#toKeep.clear();
    for (const name of this.#passwords) this.#secrets.forget(this.#profile.id, name);
    this.#passwords.clear();
  }

  async #secret(
    name: string,
    attempt: number,
    ask: () => Promise<{ readonly secret: string; readonly keep: boolean } | null>,
  ): Promise<Secret | null> {
    if (attempt === 1) {
      const stored = await this.#secrets.read(this.#profile.id, name);
      if (stored !== null) return stored;
    } else {
      this.#secrets.forget(this.#profile.id, name);
    }
    this.#toKeep.delete(name);
    const answer = await ask();
    if (answer === null) return null;
    const secret = new Secret(answer.secret);
    if (answer.keep) this.#toKeep.set(name, secret);
    return secret;
  }
}
