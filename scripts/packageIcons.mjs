import { mkdirSync, readFileSync, rmSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureDependencies } from './dependencies.mjs';
import { environmentWithout } from './environment.mjs';
import { runMain } from './failure.mjs';
import { checkout } from './places.mjs';
import { say } from './progress.mjs';
import { ensureRuntime } from './runtime.mjs';
import { sandboxArguments } from './sandbox.mjs';
import { ensureSystemPackages } from './systemPackages.mjs';
import { endOnSignals } from './toolRun.mjs';
import { startVirtualDisplay } from './virtualDisplay.mjs';

/** The sizes desktops ask for (freedesktop.org icon theme specification), and 1024 for macOS. */
export const iconSizes = /** @type {const} */ ([16, 24, 32, 48, 64, 128, 256, 512]);
const macSize = 1024;

/**
 * Draws build/icon.svg in all sizes, after the drawing was changed: `node scripts/packageIcons.mjs`. The results are
 * committed, so that packaging needs no screen. Electron itself draws: it is there anyway, and it knows SVG well.
 */
async function drawIcons() {
  await ensureDependencies();
  const runtime = await ensureRuntime();
  await ensureSystemPackages(['window', 'virtualDisplay'], runtime);
  const { _electron } = await import('@playwright/test');
  const display = await startVirtualDisplay();
  const folder = mkdtempSync(join(tmpdir(), 'mailtriage-icons-'));
  try {
    writeFileSync(join(folder, 'package.json'), '{"name":"icons","version":"1.0.0","main":"main.cjs"}');
    writeFileSync(
      join(folder, 'main.cjs'),
      `const { app, BrowserWindow } = require('electron');
       app.whenReady().then(() => new BrowserWindow({ transparent: true, frame: false, width: 1100, height: 1100 }).loadURL('about:blank'));`,
    );
    const electron = await _electron.launch({
      executablePath: runtime.executable,
      args: [
        ...sandboxArguments().args,
        '--force-device-scale-factor=1',
        `--user-data-dir=${folder}/data`,
        folder,
      ],
      env: environmentWithout(display.env, 'ELECTRON_RUN_AS_NODE'),
    });
    const page = await electron.firstWindow();
    const drawing = readFileSync(join(checkout, 'build', 'icon.svg')).toString('base64');
    /** @type {Map<number, Buffer>} */
    const pictures = new Map();
    for (const size of [...iconSizes, macSize]) {
      await page.setContent(
        `<body style="margin:0;background:transparent"><img width="${size}" height="${size}" style="display:block" src="data:image/svg+xml;base64,${drawing}">`,
      );
      await page.locator('img').evaluate((image) => /** @type {any} */ (image).decode());
      pictures.set(size, await page.locator('img').screenshot({ omitBackground: true }));
    }
    await electron.close();
    writeIcons(join(checkout, 'build', 'icons'), pictures);
  } finally {
    display.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} folder
 * @param {ReadonlyMap<number, Buffer>} pictures PNG by size
 */
function writeIcons(folder, pictures) {
  mkdirSync(folder, { recursive: true });
  for (const size of iconSizes) writeFileSync(join(folder, `${size}.png`), pictures.get(size) ?? '');
  const of = (/** @type {number} */ size) => pictures.get(size) ?? Buffer.alloc(0);
  writeFileSync(join(folder, 'icon.ico'), ico([16, 24, 32, 48, 256].map((size) => [size, of(size)])));
  // Apple's names for PNG entries: ic07 128, ic08 256, ic09 512, ic10 1024.
  writeFileSync(
    join(folder, 'icon.icns'),
    icns([
      ['ic07', of(128)],
      ['ic08', of(256)],
      ['ic09', of(512)],
      ['ic10', of(macSize)],
    ]),
  );
  say(`Icons drawn in ${folder}.`);
}

/**
 * Windows' icon file: ICONDIR, one ICONDIRENTRY a picture, then the pictures; PNG ones since Windows Vista.
 * @param {readonly (readonly [number, Buffer])[]} pictures by size in pixels
 */
export function ico(pictures) {
  const head = Buffer.alloc(6 + 16 * pictures.length);
  head.writeUInt16LE(1, 2); // 1 is an icon, 2 a cursor
  head.writeUInt16LE(pictures.length, 4);
  let at = head.length;
  pictures.forEach(([size, png], index) => {
    const entry = 6 + 16 * index;
    head.writeUInt8(size % 256, entry); // 0 stands for 256
    head.writeUInt8(size % 256, entry + 1);
    head.writeUInt16LE(1, entry + 4);
    head.writeUInt16LE(32, entry + 6);
    head.writeUInt32LE(png.length, entry + 8);
    head.writeUInt32LE(at, entry + 12);
    at += png.length;
  });
  return Buffer.concat([head, ...pictures.map(([, png]) => png)]);
}

/**
 * macOS's icon file: `icns`, the whole length, then four letters, a length and a picture each.
 * @param {readonly (readonly [string, Buffer])[]} pictures
 */
export function icns(pictures) {
  const entry = (/** @type {string} */ type, /** @type {Buffer} */ body) => {
    const head = Buffer.from(`${type}\0\0\0\0`, 'latin1');
    head.writeUInt32BE(body.length + 8, 4);
    return Buffer.concat([head, body]);
  };
  return entry('icns', Buffer.concat(pictures.map(([type, png]) => entry(type, png))));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  endOnSignals();
  await runMain(drawIcons);
}
