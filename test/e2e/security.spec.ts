import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { expect, test } from '@playwright/test';
import { launchApp } from './app.ts';
import type { RunningApp } from './app.ts';
import { firstSettings } from '../../src/shared/firstSettings.ts';

/*
 * The checklist of Electron's security tutorial, one test a row, against the running app: what is read back is what
 * the window really got, and everything forbidden is really tried.
 */
const checkout = resolve(import.meta.dirname, '../..');

let app: RunningApp;
/** A web server the app must never reach; every request it gets is remembered. */
const reached: string[] = [];
const server = createServer((request, response) => {
  reached.push(request.url ?? '');
  response.setHeader('access-control-allow-origin', '*');
  response.end('<title>outside</title>');
});
let outside = '';

test.beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  outside = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  app = await launchApp();
  await app.page.waitForFunction(() => document.querySelector('#root')?.childElementCount);
});
test.afterAll(async () => {
  await app.close();
  server.close();
});
test.afterEach(() => {
  expect(reached, 'nothing was sent outside').toEqual([]);
  expect(app.page.url()).toMatch(/^app:\/\/mailtriage\//);
});

/** Asks main as the page would, with any name and input. */
const call = (name: string, input?: unknown): Promise<unknown> =>
  app.page.evaluate(([n, i]) => window.mailtriage.call(n as 'app.describe', i as undefined), [
    name,
    input,
  ] as const);

test.describe('the page has no Node and no Electron', () => {
  test('the window really got the safe preferences', async () => {
    const preferences = await app.electron.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
        getLastWebPreferences: () => Record<string, unknown>;
      };
      return contents.getLastWebPreferences();
    });
    expect(preferences).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
    });
    // Electron leaves these out when they are off.
    expect(preferences['nodeIntegrationInWorker'] ?? false).toBe(false);
    expect(preferences['enableBlinkFeatures'] ?? '').toBe('');
  });

  test('no Node name is visible', async () => {
    const types = await app.page.evaluate(() =>
      ['require', 'process', 'module', 'Buffer', 'global', 'electron', 'ipcRenderer'].map(
        (name) => typeof (globalThis as unknown as Record<string, unknown>)[name],
      ),
    );
    expect(new Set(types)).toEqual(new Set(['undefined']));
  });

  test('the bridge is three functions that cannot be changed', async () => {
    const bridge = await app.page.evaluate(() => {
      const { mailtriage } = window;
      const { call: before } = mailtriage;
      const attempts: (() => unknown)[] = [
        () => ((window as unknown as { mailtriage: object }).mailtriage = {}),
        () => delete (window as unknown as { mailtriage?: object }).mailtriage,
        () => ((mailtriage as unknown as { call: unknown }).call = () => 'stolen'),
      ];
      for (const attempt of attempts) {
        try {
          attempt();
        } catch {
          // refused loudly, which is as good
        }
      }
      return {
        names: Object.keys(window.mailtriage).sort(),
        frozen: Object.isFrozen(window.mailtriage),
        same: window.mailtriage === mailtriage && window.mailtriage.call === before,
      };
    });
    expect(bridge).toEqual({ names: ['admitFiles', 'call', 'on'], frozen: true, same: true });
  });

  test('listeners get the payload, never the event', async () => {
    const received = app.page.evaluate(
      () =>
        new Promise<unknown[]>((answer) => {
          const off = window.mailtriage.on('menu.command', (...args: unknown[]) => {
            off();
            answer(args);
          });
        }),
    );
    await app.page.evaluate(() => undefined);
    await app.electron.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('home')?.click());
    expect(await received).toEqual([{ command: 'home' }]);
  });

  test('the built preload needs nothing but Electron', () => {
    const preload = readFileSync(join(checkout, 'out/preload/index.cjs'), 'utf8');
    const needed = [...preload.matchAll(/\brequire\(([^)]*)\)/g)].map((match) => match[1]);
    expect(new Set(needed)).toEqual(new Set(['"electron"']));
    expect(preload).not.toMatch(/\bimport\s*\(/);
    expect(preload.length).toBeLessThan(8000);
  });
});

test.describe('the page stays where it is', () => {
  const stay = async (go: (url: string) => void, url: string): Promise<void> => {
    const before = app.page.url();
    await app.page.evaluate(go, url).catch(() => undefined);
    await app.page.waitForTimeout(300);
    expect(app.page.url()).toBe(before);
  };

  test('it cannot navigate to the web, to files or to another host of our scheme', async () => {
    for (const url of [
      `${outside}/x`,
      'file:///etc/passwd',
      'app://elsewhere/index.html',
      'data:text/html,hello',
    ]) {
      await stay((target) => void (location.href = target), url);
    }
  });

  test('a link and a form cannot either', async () => {
    await stay((target) => {
      const link = document.createElement('a');
      link.href = target;
      document.body.append(link);
      link.click();
      link.remove();
    }, `${outside}/link`);
    await stay((target) => {
      const form = document.createElement('form');
      form.action = target;
      document.body.append(form);
      form.submit();
      form.remove();
    }, `${outside}/form`);
  });

  test('it opens no window', async () => {
    const opened = await app.page.evaluate(
      (url) =>
        [window.open(url), window.open('about:blank'), window.open('/index.html')].map((one) => one === null),
      `${outside}/popup`,
    );
    expect(opened).toEqual([true, true, true]);
    expect(await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });

  test('it embeds no webview and no frame', async () => {
    const made = await app.page.evaluate(async (url) => {
      const webview = document.createElement('webview');
      webview.setAttribute('src', url);
      const frame = document.createElement('iframe');
      frame.src = url;
      document.body.append(webview, frame);
      await new Promise((later) => setTimeout(later, 500));
      const isPlainElement = !('getWebContentsId' in webview);
      webview.remove();
      frame.remove();
      return { isPlainElement };
    }, `${outside}/frame`);
    expect(made).toEqual({ isPlainElement: true });
    expect(await app.electron.evaluate(({ webContents }) => webContents.getAllWebContents().length)).toBe(1);
  });

  test('a webview is stopped also where a window would allow one', async () => {
    const attached = await app.electron.evaluate(async ({ BrowserWindow }) => {
      const window = new BrowserWindow({ show: false, webPreferences: { webviewTag: true } });
      let attached = false;
      window.webContents.on('did-attach-webview', () => void (attached = true));
      await window.loadURL('app://mailtriage/');
      await window.webContents.executeJavaScript(
        `document.body.append(Object.assign(document.createElement('webview'), { src: 'app://mailtriage/' }))`,
      );
      await new Promise((later) => setTimeout(later, 500));
      window.destroy();
      return attached;
    });
    expect(attached).toBe(false);
  });
});

test.describe('the content security policy', () => {
  test('comes with every answer of our scheme', async () => {
    const policy = await app.page.evaluate(async () =>
      (await fetch('/index.html')).headers.get('content-security-policy'),
    );
    const rules = Object.fromEntries(
      (policy ?? '').split('; ').map((rule) => [rule.split(' ', 1)[0], rule.slice(rule.indexOf(' ') + 1)]),
    );
    expect(rules).toEqual({
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': "'self' 'unsafe-inline'",
      'img-src': "'self' data:",
      'font-src': "'self'",
      'connect-src': "'self'",
      'object-src': "'none'",
      'base-uri': "'none'",
      'form-action': "'none'",
      'frame-src': "'none'",
      'frame-ancestors': "'none'",
    });
  });

  test('blocks inline scripts, event attributes, eval and javascript: links', async () => {
    const ran = await app.page.evaluate(async () => {
      const seen = globalThis as unknown as { ran: string[] };
      seen.ran = [];
      const violations: string[] = [];
      const onViolation = (event: SecurityPolicyViolationEvent) =>
        void violations.push(event.effectiveDirective);
      document.addEventListener('securitypolicyviolation', onViolation);
      const script = document.createElement('script');
      script.textContent = 'ran.push("inline")';
      document.body.append(script);
      const image = document.createElement('div');
      image.innerHTML = '<img src="x" onerror="ran.push(\'attribute\')">';
      document.body.append(image);
      const link = document.createElement('a');
      link.href = 'javascript:ran.push("link")';
      document.body.append(link);
      link.click();
      for (const make of [
        () => (0, eval)('ran.push("eval")'),
        () => new Function('ran.push("Function")')(),
      ]) {
        // In a task of its own: what the test driver evaluates may use eval, whatever the policy says.
        setTimeout(make);
      }
      await new Promise((later) => setTimeout(later, 500));
      document.removeEventListener('securitypolicyviolation', onViolation);
      for (const element of [script, image, link]) element.remove();
      return { ran: seen.ran, violations: violations.length };
    });
    expect(ran.ran).toEqual([]);
    expect(ran.violations).toBeGreaterThanOrEqual(4);
  });

  test('lets nothing out: no request, no image, no script, no socket', async () => {
    const answers = await app.page.evaluate(async (url) => {
      const outcome = (promise: Promise<unknown>) => promise.then(() => 'reached').catch(() => 'blocked');
      const image = new Image();
      const script = document.createElement('script');
      const loads = [image, script].map((element) =>
        outcome(new Promise((done, fail) => ((element.onload = done), (element.onerror = fail)))),
      );
      image.src = `${url}/pixel.png`;
      script.src = `${url}/script.js`;
      document.head.append(script);
      const socket = outcome(
        new Promise((done, fail) => {
          try {
            const opened = new WebSocket(url.replace('http', 'ws'));
            opened.onopen = done;
            opened.onerror = fail;
          } catch (error) {
            fail(error);
          }
        }),
      );
      const beacon = navigator.sendBeacon(`${url}/beacon`) ? 'queued' : 'blocked';
      return { requests: await Promise.all([outcome(fetch(url)), ...loads, socket]), beacon };
    }, outside);
    expect(answers.requests).toEqual(['blocked', 'blocked', 'blocked', 'blocked']);
  });

  test('and the session would stop what a policy forgot', async () => {
    const answer = await app.electron.evaluate(
      ({ session }, url) =>
        session.defaultSession.fetch(url).then(
          () => 'reached',
          () => 'blocked',
        ),
      `${outside}/session`,
    );
    expect(answer).toBe('blocked');
  });
});

test.describe('our scheme', () => {
  test('serves the window and nothing beyond it', async () => {
    const statuses = await app.page.evaluate(async () => {
      const paths = [
        '/index.html',
        '/../package.json',
        '/%2e%2e/main/index.js',
        '/..%2f..%2fpackage.json',
        '/..%5c..%5cpackage.json',
        '//etc/passwd',
      ];
      return Promise.all(
        paths.map((path) =>
          fetch(`app://mailtriage${path}`).then(
            ({ status }) => status,
            () => 0,
          ),
        ),
      );
    });
    expect(statuses[0]).toBe(200);
    for (const status of statuses.slice(1)) expect([0, 403, 404]).toContain(status);
  });

  test('answers GET only, with a fixed type that is not guessed', async () => {
    const answers = await app.page.evaluate(async () => {
      const page = await fetch('/index.html');
      return {
        post: (await fetch('/index.html', { method: 'POST', body: 'x' })).status,
        type: page.headers.get('content-type'),
        sniff: page.headers.get('x-content-type-options'),
      };
    });
    expect(answers).toEqual({ post: 405, type: 'text/html; charset=utf-8', sniff: 'nosniff' });
  });
});

test.describe('permissions', () => {
  test('are all refused, but copying text', async () => {
    const states = await app.page.evaluate(async () => {
      const names = ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read', 'midi'];
      const asked = names.map((name) =>
        navigator.permissions.query({ name: name as PermissionName }).then(
          ({ state }) => state,
          () => 'denied',
        ),
      );
      const camera = navigator.mediaDevices.getUserMedia({ video: true, audio: true }).then(
        () => 'granted',
        () => 'denied',
      );
      const place = new Promise<string>((answer) =>
        navigator.geolocation.getCurrentPosition(
          () => answer('granted'),
          () => answer('denied'),
        ),
      );
      return Promise.all([...asked, camera, place, Notification.requestPermission()]);
    });
    expect(new Set(states)).toEqual(new Set(['denied']));
    // Asked, not done: without a window manager no window has the focus that writing needs.
    const copying = await app.page.evaluate(() =>
      navigator.permissions.query({ name: 'clipboard-write' as PermissionName }).then(({ state }) => state),
    );
    expect(copying).toBe('granted');
  });
});

test.describe('the bridge', () => {
  const refused = { ok: false, error: { code: 'bad-request', message: { key: 'errors:bad-request' } } };

  test('answers what the contract knows', async () => {
    expect(await call('app.describe')).toMatchObject({
      ok: true,
      value: { version: '0.1.0', systemLanguage: 'en' },
    });
  });

  test('refuses unknown names', async () => {
    for (const name of ['shell.run', 'constructor', '__proto__', 'toString', ''])
      expect(await call(name, {})).toMatchObject(refused);
  });

  test('refuses malformed input', async () => {
    expect(await call('settings.save', { language: 'xx', theme: 'system' })).toMatchObject(refused);
    expect(await call('settings.save', undefined)).toMatchObject(refused);
    expect(await call('job.cancel', { jobId: '../../x' })).toMatchObject(refused);
    expect(await call('wizard.window', { jobId: 'job-00000001', offset: -1, limit: 1e9 })).toMatchObject(
      refused,
    );
    const run = { jobId: 'job-00000001', wizard: 'trace', step: 'find-in-logs', source: { kind: 'sample' } };
    expect(await call('wizard.run', { ...run, facts: { recipient: 'a@b', surprise: 'x' } })).toMatchObject(
      refused,
    );
    expect(
      await call('wizard.run', { ...run, facts: {}, source: { kind: 'files', files: [{}] } }),
    ).toMatchObject(refused);
  });

  test('lets a page name no path', async () => {
    expect(await call('files.admit', { paths: ['/etc/passwd'] })).toMatchObject({
      ok: false,
      error: { code: 'not-allowed' },
    });
    const forged = await app.page.evaluate(() => {
      const file = new File(['x'], '/etc/passwd');
      Object.defineProperty(file, 'path', { value: '/etc/passwd' });
      return window.mailtriage.admitFiles([file]);
    });
    expect(forged).toEqual({ ok: true, value: [] });
    const faked = await app.page.evaluate(() =>
      window.mailtriage.admitFiles([{ name: 'x', path: '/etc/passwd' } as unknown as File]),
    );
    expect(faked).toMatchObject(refused);
    const read = {
      jobId: 'job-00000001',
      wizard: 'trace',
      step: 'find-in-logs',
      facts: { recipient: 'a@b.example' },
    };
    expect(
      await call('wizard.run', { ...read, source: { kind: 'files', files: ['/etc/passwd'] } }),
    ).toMatchObject({
      ok: false,
      error: { code: 'not-found', message: { key: 'errors:grant-gone' } },
    });
  });

  test('turns away a page that is not ours, also one with our preload', async () => {
    const preload = join(checkout, 'out/preload/index.cjs');
    const answers = await app.electron.evaluate(async ({ BrowserWindow }, preloadPath) => {
      const ask = async (url: string): Promise<unknown> => {
        const window = new BrowserWindow({
          show: false,
          webPreferences: { preload: preloadPath, sandbox: true },
        });
        await window.loadURL(url);
        const answer: unknown = await window.webContents.executeJavaScript(
          `window.mailtriage.call('app.describe', undefined)`,
        );
        window.destroy();
        return answer;
      };
      return [await ask('data:text/html,forged'), await ask('app://mailtriage/')];
    }, preload);
    for (const answer of answers) expect(answer).toMatchObject({ ok: false, error: { code: 'not-allowed' } });
  });

  test('is the only channel main listens on', async () => {
    // Also once the settings store, which comes with a channel of its own, has been used.
    expect(await call('settings.save', { ...firstSettings, welcomed: true })).toMatchObject({ ok: true });
    const channels = await app.electron.evaluate(({ ipcMain }) => ({
      // Electron's own, which does nothing
      listeners: ipcMain.eventNames().filter((name) => name !== 'error'),
      handlers: [...(ipcMain as unknown as { _invokeHandlers: Map<string, unknown> })._invokeHandlers.keys()],
    }));
    expect(channels).toEqual({ listeners: [], handlers: ['mailtriage:call'] });
  });
});

test.describe('the source', () => {
  /** Every TypeScript file of the app but its tests. */
  const sources = (folder: string): string[] =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return sources(path);
      return /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name) ? [path] : [];
    });

  test('never switches a protection off', () => {
    const forbidden =
      /webSecurity|allowRunningInsecureContent|experimentalFeatures|enableBlinkFeatures|disableBlinkFeatures|nodeIntegration\w*: true|contextIsolation: false|sandbox: false|setUsePlainTextEncryption|enableRemoteModule/;
    const found = sources(join(checkout, 'src')).filter((path) => forbidden.test(readFileSync(path, 'utf8')));
    expect(found).toEqual([]);
  });

  test('opens the browser in one place only, with pages of its own', () => {
    const openers = sources(join(checkout, 'src')).filter((path) =>
      /\bopenExternal\b(?!Page)/.test(readFileSync(path, 'utf8')),
    );
    expect(openers.map((path) => path.slice(checkout.length + 1))).toEqual([
      join('src', 'main', 'security', 'externalPages.ts'),
    ]);
    const pages = readFileSync(openers[0] ?? '', 'utf8').match(/'[a-z]+:\/\/[^']*'/g) ?? [];
    expect(pages.length).toBeGreaterThan(0);
    for (const page of pages) expect(page).toMatch(/^'https:\/\//);
  });
});

test('a second start leaves the first one its window and ends', async () => {
  const program = app.electron.process().spawnfile;
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const second = spawn(program, [...sandbox, `--user-data-dir=${app.userDataDir}`, checkout], {
    stdio: 'ignore',
  });
  const code = await new Promise((ended) => second.once('exit', ended));
  expect(code).toBe(0);
  expect(await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});
