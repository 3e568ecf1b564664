import { expect, it } from 'vitest';
import { runTool } from './toolRun.mjs';

it('gives back both streams and the exit code', async () => {
  const script = "console.log('out'); console.error('err'); process.exit(3)";
  const result = await runTool(process.execPath, ['-e', script]);
  expect(result).toMatchObject({ status: 3, stdout: 'out\n', stderr: 'err\n', timedOut: false });
});

it('has no stdin to wait for', async () => {
  const result = await runTool(process.execPath, ['-e', 'process.stdin.resume()'], { limitSeconds: 10 });
  expect(result).toMatchObject({ status: 0, timedOut: false });
});

it('says 127 for a program that does not exist', async () => {
  expect((await runTool('no-such-program-here', [])).status).toBe(127);
});

it('stops what hangs, together with what it started', async () => {
  const grandchild = 'setInterval(() => {}, 1000)';
  const script = `
    const child = require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(grandchild)}]);
    console.log(child.pid);
    process.on('SIGTERM', () => {});
    setInterval(() => {}, 1000);`;
  const result = await runTool(process.execPath, ['-e', script], { limitSeconds: 1 });
  expect(result).toMatchObject({ status: 124, timedOut: true });
  expect(() => process.kill(Number(result.stdout), 0)).toThrow(/ESRCH/);
});
