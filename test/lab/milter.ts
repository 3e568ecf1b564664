import { createServer, type Socket } from 'node:net';

/**
 * The least a Sendmail mail filter can be: it lets everything pass and, at the end of the message, gives the reply it
 * is told. Packets are a 32-bit length, one command letter and data (the protocol is described in Sendmail's
 * libmilter/docs and Postfix' MILTER_README).
 */
export async function startMilter(
  port: number,
  verdict: () => string | null,
): Promise<{ stop(): Promise<void> }> {
  const open = new Set<Socket>();
  const send = (socket: Socket, letter: string, data: Buffer = Buffer.alloc(0)): void => {
    const head = Buffer.alloc(5);
    head.writeUInt32BE(data.length + 1, 0);
    head.write(letter, 4);
    socket.write(Buffer.concat([head, data]));
  };
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => socket.destroy());
    let buffer = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      buffer = Buffer.concat([buffer, chunk]);
      while (buffer.length >= 4 && buffer.length >= 4 + buffer.readUInt32BE(0)) {
        const length = buffer.readUInt32BE(0);
        const letter = String.fromCharCode(buffer[4] ?? 0);
        buffer = buffer.subarray(4 + length);
        if (letter === 'O') {
          const answer = Buffer.alloc(12);
          answer.writeUInt32BE(6, 0); // protocol version; no actions, no steps left out
          send(socket, 'O', answer);
        } else if (letter === 'E') {
          const reply = verdict();
          if (reply === null) send(socket, 'c');
          else send(socket, 'y', Buffer.from(`${reply}\0`));
        } else if (letter !== 'D' && letter !== 'A' && letter !== 'Q') {
          send(socket, 'c');
        }
      }
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });
  return {
    stop: () =>
      new Promise((resolve) => {
        for (const socket of open) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
