import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { programOf } from './build.mjs';
import { Failure, runMain } from './failure.mjs';
import { checkout } from './places.mjs';
import { runTool } from './toolRun.mjs';

/*
 * Compiles the inner loops of reading logs and of asking an index (src/logfiles/kernel/assembly) from AssemblyScript to WebAssembly and
 * writes them, as text, beside their callers. Needed only after a change of their source: the result is checked in, so that
 * building the app takes no longer, and `npm test` proves that it is what the source gives.
 *
 *   node scripts/buildKernel.mjs           compiles and writes
 *   node scripts/buildKernel.mjs --check   compiles and compares
 */
const folder = join(checkout, 'src', 'logfiles', 'kernel');
const kernels = [
  { name: 'lineKernel', options: [] },
  { name: 'textKernel', options: [] },
  // How much memory it takes depends on the index.
  { name: 'tableKernel', options: ['--importMemory', '--zeroFilledMemory'] },
];

/**
 * @param {string} work
 * @param {string} name
 * @param {readonly string[]} more
 */
async function compile(work, name, more) {
  // The compiler reads `.ts` only; the source is not named so because it is another language than the rest of ours.
  copyFileSync(join(folder, 'assembly', `${name}.as`), join(work, `${name}.ts`));
  const options = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', ...more];
  const { status, output } = await runTool(
    process.execPath,
    [programOf('assemblyscript', checkout, 'asc'), `${name}.ts`, '-o', `${name}.wasm`, ...options],
    { cwd: work, limitSeconds: 300 },
  );
  if (status !== 0) throw new Failure('The AssemblyScript compiler failed; its words are above.', output);
  return readFileSync(join(work, `${name}.wasm`)).toString('base64');
}

await runMain(async () => {
  const work = mkdtempSync(join(tmpdir(), 'mailtriage-kernel-'));
  try {
    for (const { name, options } of kernels) {
      const result = join(folder, `${name}Code.ts`);
      const code = await compile(work, name, options);
      const lines = code.match(/.{1,104}/g) ?? [];
      const text = [
        `// Made by \`node scripts/buildKernel.mjs\` from assembly/${name}.as; do not edit.`,
        `export const ${name}Code = \``,
        ...lines,
        '`;',
        '',
      ].join('\n');
      if (!process.argv.includes('--check')) writeFileSync(result, text);
      else if (readFileSync(result, 'utf8') !== text)
        throw new Failure(
          `${name}Code.ts is not what assembly/${name}.as gives: run node scripts/buildKernel.mjs`,
        );
    }
  } finally {
    rmSync(work, { recursive: true });
  }
});
