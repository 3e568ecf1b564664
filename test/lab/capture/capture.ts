import type { Lab } from '../lab.ts';

/** What a scenario gets to work with. */
export interface Capture {
  readonly lab: Lab;
  /** Where mx.example.org listens, and a port where nobody does. */
  readonly remotePort: number;
  readonly closedPort: number;
  /** Where mail for slow.example.net goes; a scenario starts a server there. */
  readonly slowPort: number;
  /** Waits until the log has been quiet for a moment. */
  settle(quietMs?: number): Promise<void>;
  save(folder: 'postfix' | 'queue' | 'cyrus', name: string, text: string): void;
  /** Saves `postqueue -p` and `-j`, both streams. */
  queueListing(name: string): Promise<void>;
  emptyQueue(): Promise<void>;
  /** Runs and saves all the log lines that came of it, and pflogsumm's report on them. */
  scenario(name: string, run: () => Promise<void>): Promise<void>;
}

/** The sending server of the fixtures. */
export const client = { NAME: 'smtp.domain.net', ADDR: '192.168.120.30', HELO: 'smtp.domain.net' };
export const stranger = { NAME: '[UNAVAILABLE]', ADDR: '203.0.113.77', HELO: 'mailer.example.net' };

/** About 3 KB of text. */
export const longBody = 'A line of a rather long message, to fill a mailbox.\r\n'.repeat(60);
