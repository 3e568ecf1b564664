import { connect, type Socket } from 'node:net';
import { connect as tlsConnect } from 'node:tls';

export interface SmtpMail {
  readonly from: string;
  readonly to: readonly string[];
  /** Complete message, lines ended by `\n` or `\r\n`; dots are doubled here. */
  readonly data: string;
}

export interface SmtpOptions {
  readonly host?: string;
  readonly port: number;
  readonly helo?: string;
  /** Pretend to be another client; Postfix must list us in smtpd_authorized_xclient_hosts. See XCLIENT_README. */
  readonly xclient?: Readonly<Record<string, string>>;
  readonly startTls?: boolean;
  readonly login?: { readonly user: string; readonly password: string };
  /** Close the connection without a word at this point. */
  readonly hangUp?: 'before-data' | 'in-data';
  /** Announce the size in MAIL FROM (RFC 1870), so that the server can refuse at once. */
  readonly declareSize?: boolean;
  /** Talk before the server has greeted, as spam senders do. */
  readonly speakFirst?: boolean;
}

/** Answers of one mail, in order. `accepted` is true when the final dot got a 2xx. */
export interface SmtpOutcome {
  readonly accepted: boolean;
  readonly queueId: string | null;
  readonly replies: readonly string[];
}

/** Reads replies line by line; a reply ends with the line whose code is followed by a space (RFC 5321 4.2). */
class SmtpDialogue {
  private buffer = '';
  private waiting: ((line: string | null) => void)[] = [];
  private closed = false;
  private socket: Socket;

  constructor(socket: Socket) {
    this.socket = socket;
    this.attach(socket);
  }

  private attach(socket: Socket): void {
    this.socket = socket;
    socket.on('data', (chunk: Buffer) => {
      this.buffer += chunk.toString('utf8');
      this.serve();
    });
    const end = (): void => {
      this.closed = true;
      this.serve();
    };
    socket.on('close', end);
    socket.on('error', end);
  }

  private serve(): void {
    while (this.waiting.length > 0) {
      const match = /^(?:\d{3}-[^\n]*\n)*\d{3}(?: [^\n]*)?\n/.exec(this.buffer);
      if (match !== null) {
        this.buffer = this.buffer.slice(match[0].length);
        this.waiting.shift()?.(match[0].trimEnd());
      } else if (this.closed) {
        this.waiting.shift()?.(null);
      } else {
        return;
      }
    }
  }

  reply(): Promise<string> {
    return new Promise((resolve) => {
      this.waiting.push((line) => resolve(line ?? '421 connection closed'));
      this.serve();
    });
  }

  async say(line: string): Promise<string> {
    this.socket.write(`${line}\r\n`);
    return this.reply();
  }

  raw(text: string): void {
    this.socket.write(text);
  }

  async upgrade(): Promise<void> {
    this.socket.removeAllListeners('data');
    this.socket.removeAllListeners('close');
    const secure = tlsConnect({ socket: this.socket, rejectUnauthorized: false });
    await new Promise<void>((resolve, reject) => {
      secure.once('secureConnect', resolve);
      secure.once('error', reject);
    });
    this.attach(secure);
  }

  hangUp(): void {
    this.socket.destroy();
  }
}

/** Sends mails over one connection and returns what the server said to each. Never throws for a refused mail. */
export async function sendMails(mails: readonly SmtpMail[], options: SmtpOptions): Promise<SmtpOutcome[]> {
  const socket = connect({ host: options.host ?? '127.0.0.1', port: options.port });
  const talk = new SmtpDialogue(socket);
  const helo = options.helo ?? 'client.example.org';
  if (options.speakFirst === true) talk.raw('HELO spammer\r\n');
  const banner = await talk.reply();
  const outcomes: SmtpOutcome[] = [];
  if (!banner.startsWith('220')) {
    talk.hangUp();
    return mails.map(() => ({ accepted: false, queueId: null, replies: [banner] }));
  }
  await talk.say(`EHLO ${helo}`);
  if (options.xclient !== undefined) {
    await talk.say(
      `XCLIENT ${Object.entries(options.xclient)
        .map(([k, v]) => `${k}=${v}`)
        .join(' ')}`,
    );
    await talk.say(`EHLO ${options.xclient['HELO'] ?? helo}`);
  }
  if (options.startTls === true) {
    await talk.say('STARTTLS');
    await talk.upgrade();
    await talk.say(`EHLO ${helo}`);
  }
  const opening: string[] = [];
  if (options.login !== undefined) {
    const { user, password } = options.login;
    opening.push(await talk.say(`AUTH PLAIN ${Buffer.from(`\0${user}\0${password}`).toString('base64')}`));
  }
  for (const mail of mails) {
    const replies = [...opening];
    const step = async (line: string): Promise<boolean> => {
      const answer = await talk.say(line);
      replies.push(answer);
      return /^[23]/.test(answer);
    };
    let accepted = false;
    let queueId: string | null = null;
    const senderTaken = await step(
      `MAIL FROM:<${mail.from}>${options.declareSize === true ? ` SIZE=${String(mail.data.length)}` : ''}`,
    );
    let recipients = 0;
    if (senderTaken) {
      for (const to of mail.to) if (await step(`RCPT TO:<${to}>`)) recipients += 1;
    }
    if (options.hangUp === 'before-data') {
      talk.hangUp();
      return [...outcomes, { accepted, queueId, replies }];
    }
    if (recipients > 0 && (await step('DATA'))) {
      const body = mail.data.replace(/\r?\n/g, '\r\n').replace(/^\./gm, '..');
      if (options.hangUp === 'in-data') {
        talk.raw(body.slice(0, Math.floor(body.length / 2)));
        await new Promise((resolve) => setTimeout(resolve, 200));
        talk.hangUp();
        return [...outcomes, { accepted, queueId, replies }];
      }
      talk.raw(body.endsWith('\r\n') ? body : `${body}\r\n`);
      accepted = await step('.');
      queueId = /queued as (\S+)/.exec(replies.at(-1) ?? '')?.[1] ?? null;
    } else {
      await talk.say('RSET');
    }
    outcomes.push({ accepted, queueId, replies });
  }
  await talk.say('QUIT');
  talk.hangUp();
  return outcomes;
}
