import { spawn } from 'node:child_process';
import { once } from 'node:events';
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

it('passes a signal on and ends after the program that takes its time', async () => {
  const slow = `
    process.on('SIGTERM', () => setTimeout(() => { console.log('written'); process.exit(0); }, 400));
    setInterval(() => {}, 1000);
    console.log('up');`;
  const script = `
    import { spawn } from 'node:child_process';
    import { endWith } from ${JSON.stringify(new URL('toolRun.mjs', import.meta.url).href)};
    process.exitCode = await endWith(spawn(process.execPath, ['-e', ${JSON.stringify(slow)}], { stdio: 'inherit' }));`;
  const starter = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  starter.stdout.on('data', (chunk) => {
    said += chunk;
    if (said === 'up\n') starter.kill('SIGTERM');
  });
  const [code] = await once(starter, 'exit');
  expect(said).toBe('up\nwritten\n');
  expect(code).toBe(143);
});
