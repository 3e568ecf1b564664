import { createServer, type Socket } from 'node:net';

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly data: string;
}

export interface RemoteRules {
  /** First line; `null` closes the connection without one. */
  banner?: string | null;
  rcpt?: (address: string) => string;
  /** The reply to the final dot. `null` closes the connection instead. */
  accept?: (mail: ReceivedMail) => string | null | Promise<string | null>;
}

/** A mail server of somebody else's, on loopback, that answers as it is told. */
export async function startRemoteServer(
  options: { readonly host: string; readonly port: number; readonly name: string },
  rules: RemoteRules,
): Promise<{ readonly mails: ReceivedMail[]; readonly rules: RemoteRules; stop(): Promise<void> }> {
  const mails: ReceivedMail[] = [];
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => socket.destroy());
    if (rules.banner === null) {
      socket.destroy();
      return;
    }
    const say = (line: string): void => void socket.write(`${line}\r\n`);
    say(rules.banner ?? `220 ${options.name} ESMTP`);
    let from = '';
    let to: string[] = [];
    let buffer = '';
    let inData = false;
    let turn = Promise.resolve();
    const command = async (line: string): Promise<void> => {
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === 'EHLO')
        say(`250-${options.name}\r\n250-SIZE 20971520\r\n250-ENHANCEDSTATUSCODES\r\n250 8BITMIME`);
      else if (verb === 'MAIL') {
        from = /<([^>]*)>/.exec(line)?.[1] ?? '';
        to = [];
        say('250 2.1.0 Ok');
      } else if (verb === 'RCPT') {
        const address = /<([^>]*)>/.exec(line)?.[1] ?? '';
        const reply = rules.rcpt?.(address) ?? '250 2.1.5 Ok';
        if (reply.startsWith('2')) to.push(address);
        say(reply);
      } else if (verb === 'DATA') {
        if (to.length === 0) say('554 5.5.1 Error: no valid recipients');
        else {
          inData = true;
          say('354 End data with <CR><LF>.<CR><LF>');
        }
      } else if (verb === 'QUIT') {
        say('221 2.0.0 Bye');
        socket.end();
      } else say('250 2.0.0 Ok');
    };
    const take = async (): Promise<void> => {
      for (;;) {
        if (inData) {
          const end = buffer.startsWith('.\r\n') ? 0 : buffer.indexOf('\r\n.\r\n');
          if (end < 0) return;
          const mail = { from, to, data: buffer.slice(0, end) };
          buffer = buffer.slice(end + (end === 0 ? 3 : 5));
          inData = false;
          const reply = rules.accept === undefined ? '250 2.0.0 Ok: queued' : await rules.accept(mail);
          if (reply === null) {
            socket.destroy();
            return;
          }
          mails.push(mail);
          say(reply);
        } else {
          const end = buffer.indexOf('\n');
          if (end < 0) return;
          const line = buffer.slice(0, end).trim();
          buffer = buffer.slice(end + 1);
          await command(line);
        }
      }
    };
    socket.on('data', (chunk: Buffer) => {
      buffer += chunk.toString('latin1');
      turn = turn.then(take);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, () => resolve());
  });
  return {
    mails,
    rules,
    stop: () =>
      new Promise((resolve) => {
        for (const socket of open) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
