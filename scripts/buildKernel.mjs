import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { programOf } from './build.mjs';
import { Failure, runMain } from './failure.mjs';
import { checkout } from './places.mjs';
import { runTool } from './toolRun.mjs';

/*
 * Compiles the inner loop of a trace (src/logfiles/kernel/assembly) from AssemblyScript to WebAssembly and writes it, as
 * text, beside its caller. Needed only after a change of that source: the result is checked in, so that building the app
 * takes no longer, and `npm test` proves that it is what the source gives.
 *
 *   node scripts/buildKernel.mjs           compiles and writes
 *   node scripts/buildKernel.mjs --check   compiles and compares
 */
const folder = join(checkout, 'src', 'logfiles', 'kernel');
const result = join(folder, 'lineKernelCode.ts');

/** @param {string} work */
async function compile(work) {
  // The compiler reads `.ts` only; the source is not named so because it is another language than the rest of ours.
  copyFileSync(join(folder, 'assembly', 'lineKernel.as'), join(work, 'lineKernel.ts'));
  const options = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd'];
  const { status, output } = await runTool(
    process.execPath,
    [programOf('assemblyscript', checkout, 'asc'), 'lineKernel.ts', '-o', 'kernel.wasm', ...options],
    { cwd: work, limitSeconds: 300 },
  );
  if (status !== 0) throw new Failure('The AssemblyScript compiler failed; its words are above.', output);
  return readFileSync(join(work, 'kernel.wasm')).toString('base64');
}

await runMain(async () => {
  const work = mkdtempSync(join(tmpdir(), 'mailtriage-kernel-'));
  try {
    const code = await compile(work);
    const lines = code.match(/.{1,104}/g) ?? [];
    const text = [
      '// Made by `node scripts/buildKernel.mjs` from assembly/lineKernel.as; do not edit.',
      'export const lineKernelCode = `',
      ...lines,
      '`;',
      '',
    ].join('\n');
    if (!process.argv.includes('--check')) writeFileSync(result, text);
    else if (readFileSync(result, 'utf8') !== text)
      throw new Failure(
        'lineKernelCode.ts is not what assembly/lineKernel.as gives: run node scripts/buildKernel.mjs',
      );
  } finally {
    rmSync(work, { recursive: true });
  }
});
