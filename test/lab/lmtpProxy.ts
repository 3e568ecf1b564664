import { createServer, connect, type Server, type Socket } from 'node:net';

/** What the proxy answers after a delivery. `plain` passes Cyrus' own words on. */
export type LmtpReplyStyle = 'plain' | 'bluemind4';

export interface LmtpProxy {
  readonly port: number;
  style: LmtpReplyStyle;
  /** Close each new connection at once, as BlueMind 4's proxy does while its core is not running. */
  refuse: boolean;
  stop(): Promise<void>;
}

/**
 * BlueMind 4 puts a proxy between Postfix and Cyrus' LMTP server, and its Cyrus names the mailbox and the UID in the
 * answer: `250 2.1.5 Ok SESSIONID=<cyrus-...> [domain!user.login.INBOX () 2294]`. Upstream Cyrus leaves that out, so the
 * proxy asks `locate` (the lab reads Cyrus' audit log) and appends it.
 */
export async function startLmtpProxy(options: {
  readonly port: number;
  readonly cyrusPort: number;
  readonly locate: (sessionId: string, recipient: string) => Promise<string | null>;
}): Promise<LmtpProxy> {
  const open = new Set<Socket>();
  const proxy: LmtpProxy = {
    port: options.port,
    style: 'bluemind4',
    refuse: false,
    stop: () =>
      new Promise((resolve) => {
        for (const socket of open) socket.destroy();
        server.close(() => resolve());
      }),
  };
  const server: Server = createServer((client) => {
    if (proxy.refuse) {
      client.destroy();
      return;
    }
    const cyrus = connect({ host: '127.0.0.1', port: options.cyrusPort });
    for (const socket of [client, cyrus]) {
      open.add(socket);
      socket.on('close', () => open.delete(socket));
      socket.on('error', () => {
        client.destroy();
        cyrus.destroy();
      });
    }
    relay(client, cyrus, proxy, options.locate);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', () => resolve());
  });
  return proxy;
}

/** Follows the dialogue just closely enough to know which recipients the replies after the final dot belong to (RFC 2033 4.2). */
function relay(
  client: Socket,
  cyrus: Socket,
  proxy: LmtpProxy,
  locate: (sessionId: string, recipient: string) => Promise<string | null>,
): void {
  let asked: string[] = []; // commands whose reply is due
  let accepted: string[] = [];
  let awaiting: string[] = []; // recipients whose final reply is due
  let inData = false;
  let tail = '';
  let fromClient = '';
  let fromCyrus = '';
  let order = Promise.resolve();

  client.on('data', (chunk: Buffer) => {
    const text = chunk.toString('latin1');
    cyrus.write(chunk);
    let commands = text;
    if (inData) {
      // Postfix sends QUIT right behind the final dot, in the same packet.
      const body = tail + text;
      const end = body.indexOf('\r\n.\r\n');
      if (end < 0) {
        tail = body.slice(-4);
        return;
      }
      inData = false;
      awaiting = accepted;
      accepted = [];
      commands = body.slice(end + 5);
    }
    fromClient += commands;
    for (let end = fromClient.indexOf('\n'); end >= 0; end = fromClient.indexOf('\n')) {
      asked.push(fromClient.slice(0, end).trim());
      fromClient = fromClient.slice(end + 1);
    }
  });

  cyrus.on('data', (chunk: Buffer) => {
    fromCyrus += chunk.toString('latin1');
    for (let end = fromCyrus.indexOf('\n'); end >= 0; end = fromCyrus.indexOf('\n')) {
      const line = fromCyrus.slice(0, end + 1);
      fromCyrus = fromCyrus.slice(end + 1);
      const isLast = /^\d{3}(?: |\r|\n)/.test(line);
      const recipient = isLast && awaiting.length > 0 ? awaiting.shift() : undefined;
      if (isLast && recipient === undefined && asked.length > 0) {
        const command = asked.shift() ?? '';
        if (/^MAIL /i.test(command)) accepted = [];
        const address = /^RCPT TO:<([^>]*)>/i.exec(command)?.[1];
        if (address !== undefined && line.startsWith('2')) accepted.push(address);
        if (/^DATA/i.test(command) && line.startsWith('354')) {
          inData = true;
          tail = '\r\n';
          asked = [];
        }
      }
      const session = /SESSIONID=<([^>]+)>/.exec(line)?.[1];
      const style = proxy.style;
      order = order.then(async () => {
        let out = line;
        if (
          recipient !== undefined &&
          session !== undefined &&
          style === 'bluemind4' &&
          line.startsWith('250')
        ) {
          const where = await locate(session, recipient);
          if (where !== null) {
            out = `${line.trimEnd().replace('2.1.5 Success', '2.1.5 Ok')} ${where}\r\n`;
          }
        }
        client.write(Buffer.from(out, 'latin1'));
      });
    }
  });
  client.on('close', () => cyrus.end());
  cyrus.on('close', () => void order.then(() => client.end()));
}
