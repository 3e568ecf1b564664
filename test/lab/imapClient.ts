import { connect, type Socket } from 'node:net';

export interface ImapMessage {
  readonly uid: number;
  readonly flags: readonly string[];
  readonly messageId: string | null;
}

/** The few IMAP commands (RFC 3501, UIDPLUS RFC 4315, MOVE RFC 6851, QUOTA RFC 2087) that the lab's mail actions need. */
export class ImapClient {
  private buffer = Buffer.alloc(0);
  private wake: () => void = () => undefined;
  private closed = false;
  private counter = 0;

  private readonly socket: Socket;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (chunk: Buffer) => {
      this.buffer = Buffer.concat([this.buffer, chunk]);
      this.wake();
    });
    const end = (): void => {
      this.closed = true;
      this.wake();
    };
    socket.on('close', end);
    socket.on('error', end);
  }

  static async login(port: number, user: string, password: string): Promise<ImapClient> {
    const client = new ImapClient(connect({ host: '127.0.0.1', port }));
    await client.until(/^\* (OK|PREAUTH)[^\n]*\n/);
    await client.command(`LOGIN ${quote(user)} ${quote(password)}`);
    return client;
  }

  /** Signs in as the administrator and acts as another (RFC 4616: authorisation identity first). */
  static async proxy(port: number, user: string, admin: string, password: string): Promise<ImapClient> {
    const client = new ImapClient(connect({ host: '127.0.0.1', port }));
    await client.until(/^\* (OK|PREAUTH)[^\n]*\n/);
    const secret = Buffer.from(`${user}\0${admin}\0${password}`).toString('base64');
    await client.command(`AUTHENTICATE PLAIN ${secret}`);
    return client;
  }

  private async until(pattern: RegExp): Promise<string> {
    for (;;) {
      const text = this.buffer.toString('latin1');
      const match = pattern.exec(text);
      if (match !== null) {
        const end = match.index + match[0].length;
        this.buffer = this.buffer.subarray(Buffer.byteLength(text.slice(0, end), 'latin1'));
        return text.slice(0, end);
      }
      if (this.closed) throw new Error(`IMAP connection closed: ${text.slice(-200)}`);
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }

  /** Sends one command and returns the untagged text before its OK; throws with the server's words on NO or BAD. */
  async command(line: string, literal?: string): Promise<string> {
    this.counter += 1;
    const tag = `t${String(this.counter)}`;
    if (literal === undefined) {
      this.socket.write(`${tag} ${line}\r\n`);
    } else {
      this.socket.write(`${tag} ${line} {${String(Buffer.byteLength(literal))}}\r\n`);
      await this.until(/^\+[^\n]*\n/m);
      this.socket.write(`${literal}\r\n`);
    }
    const answer = await this.until(new RegExp(`^${tag} (?:OK|NO|BAD)[^\\n]*\\n`, 'm'));
    if (!new RegExp(`^${tag} OK`, 'm').test(answer))
      throw new Error(`${line.split(' ')[0] ?? ''}: ${answer.trim()}`);
    return answer;
  }

  async list(folder = 'INBOX'): Promise<ImapMessage[]> {
    await this.select(folder);
    const answer = await this.command('UID FETCH 1:* (UID FLAGS BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])');
    return answer
      .split(/^\* \d+ FETCH /m)
      .slice(1)
      .map((part) => ({
        uid: Number(/UID (\d+)/.exec(part)?.[1] ?? 0),
        flags: (/FLAGS \(([^)]*)\)/.exec(part)?.[1] ?? '').split(' ').filter(Boolean),
        messageId: /message-id:\s*<([^>]*)>/i.exec(part)?.[1] ?? null,
      }));
  }

  async select(folder: string): Promise<void> {
    await this.command(`SELECT ${quote(folder)}`);
  }

  async read(folder: string, uid: number): Promise<string> {
    await this.select(folder);
    return this.command(`UID FETCH ${String(uid)} BODY[]`);
  }

  async flag(folder: string, uid: number, flag: string): Promise<void> {
    await this.select(folder);
    await this.command(`UID STORE ${String(uid)} +FLAGS (${flag})`);
  }

  /** Moves and returns the UID in the other folder (the COPYUID response code). */
  async move(folder: string, uid: number, target: string): Promise<number> {
    await this.select(folder);
    const answer = await this.command(`UID MOVE ${String(uid)} ${quote(target)}`);
    return Number(/COPYUID \d+ \S+ (\d+)/.exec(answer)?.[1] ?? 0);
  }

  /** What a mail program does on "delete": copies to the trash, marks the original deleted, leaves it there. */
  async copyAndMark(folder: string, uid: number, target: string): Promise<number> {
    await this.select(folder);
    const answer = await this.command(`UID COPY ${String(uid)} ${quote(target)}`);
    await this.command(`UID STORE ${String(uid)} +FLAGS (\\Deleted)`);
    return Number(/COPYUID \d+ \S+ (\d+)/.exec(answer)?.[1] ?? 0);
  }

  /** Marks as deleted and removes: the message is then only in Cyrus' delayed expunge. */
  async expunge(folder: string, uid: number): Promise<void> {
    await this.flag(folder, uid, '\\Deleted');
    await this.command(`UID EXPUNGE ${String(uid)}`);
  }

  async append(folder: string, message: string): Promise<void> {
    await this.command(`APPEND ${quote(folder)}`, message.replace(/\r?\n/g, '\r\n'));
  }

  async close(): Promise<void> {
    await this.command('LOGOUT').catch(() => undefined);
    this.socket.destroy();
  }
}

function quote(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}
