import { describe, expect, it } from 'vitest';
import { generated } from './testLogs.ts';
import { TextPieces } from './textPieces.ts';

describe('pieces of expanded text', () => {
  it('are the text, begin with lines that name a program, and wait for memory that is given back', async () => {
    const lines = generated({ bytes: 1_000_000, seed: 9 });
    for (let at = 50; at < lines.length; at += 100)
      lines[at] = 'Mar  1 20:45:32 mail last message repeated 2 times';
    const text = Buffer.from(lines.join('\n'));
    const found: string[] = [];
    let inUse = 0;
    let most = 0;
    const pieces = new TextPieces(100_000, 2, ({ bytes, length }) => {
      inUse += 1;
      most = Math.max(most, inUse);
      found.push(Buffer.from(bytes).toString('utf8', 0, length));
      setImmediate(() => {
        inUse -= 1;
        pieces.free(bytes);
      });
    });
    for (let at = 0; at < text.length; at += 7_000) await pieces.push(text.subarray(at, at + 7_000));
    await pieces.end();
    expect(found.join('')).toBe(`${text.toString()}\n`);
    expect(found.length).toBeGreaterThan(8);
    expect(most).toBeLessThanOrEqual(2);
    for (const piece of found.slice(1)) expect(piece).toMatch(/^\w{3} .\d .{8} mail [\w/]+\[/);
  });

  it('are cut anywhere when there is no log line for megabytes', async () => {
    const sizes: number[] = [];
    const pieces = new TextPieces(1_000_000, 2, ({ bytes, length }) => {
      sizes.push(length);
      pieces.free(bytes);
    });
    const noLog = Buffer.from('no log line\n'.repeat(50_000));
    for (let count = 0; count < 40; count += 1) await pieces.push(noLog);
    await pieces.end();
    expect(sizes.length).toBeGreaterThan(2);
    expect(sizes.reduce((sum, size) => sum + size)).toBe(noLog.length * 40);
  });
});
