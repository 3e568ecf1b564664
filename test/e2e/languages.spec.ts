import { expect, test } from '@playwright/test';
import { addresses } from './addresses.ts';
import { launchApp } from './app.ts';
import { picture } from './pictures.ts';

const words = {
  en: {
    home: 'What is happening?',
    card: 'A mail never arrived',
    sample: 'Use the sample log',
    recipient: 'Recipient',
    verdict: 'Verdict',
    time: '8:45:32 PM',
  },
  de: {
    home: 'Was ist los?',
    card: 'Eine E-Mail ist nie angekommen',
    sample: 'Beispielprotokoll verwenden',
    recipient: 'Empfänger',
    verdict: 'Ergebnis',
    time: '20:45:32',
  },
  fr: {
    home: 'Que se passe-t-il ?',
    card: 'Un e-mail n’est jamais arrivé',
    sample: 'Utiliser le journal d’exemple',
    recipient: 'Destinataire',
    verdict: 'Verdict',
    time: '20:45:32',
  },
} as const;

for (const language of ['en', 'de', 'fr'] as const) {
  test(`follows the system: ${language}, from the start to the verdict`, async () => {
    const said = words[language];
    const app = await launchApp({ locale: language });
    const { page } = app;
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(said.home);
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    await picture(page, `home-${language}`);
    await page.getByRole('link', { name: said.card }).click();
    await page.getByRole('button', { name: said.sample }).click();
    await page.getByRole('textbox', { name: said.recipient }).fill('user@bluemind.net');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('status', { name: said.verdict })).toBeVisible();
    await expect(page.getByRole('main')).toContainText(said.time);
    // A key without words would show as itself.
    await expect(page.getByRole('main')).not.toContainText(/\b[a-z-]+:[a-z-]+\.[a-z-]+/);
    await picture(page, `trace-${language}`, { whole: true });
    await app.close();
  });
}

/** What has words that are wider than its box, in a few words. */
function stickingOut(): string[] {
  return [...document.querySelectorAll<HTMLElement>('body *')]
    .filter((element) => {
      const { display, overflowX, position } = getComputedStyle(element);
      const isBox = display !== 'inline' && position !== 'absolute' && element.clientWidth > 0;
      return isBox && !/auto|scroll/.test(overflowX) && element.scrollWidth > element.clientWidth + 1;
    })
    .map(({ tagName, innerText = '' }) => `${tagName} ${innerText.slice(0, 60)}`);
}

for (const language of ['en', 'de', 'fr'] as const) {
  test(`its words fit everywhere: ${language}`, async () => {
    const app = await launchApp({ locale: language });
    const { page, electron } = app;
    const found: Record<string, readonly string[]> = {};
    const heading = page.getByRole('heading', { level: 1 });
    let before = '';
    for (const width of [1165, 900]) {
      await electron.evaluate(({ BrowserWindow }, wide) => {
        BrowserWindow.getAllWindows()[0]?.setContentSize(wide, 800);
      }, width);
      for (const address of ['', ...addresses]) {
        await page.evaluate((to) => {
          window.location.hash = to;
        }, `#/${address}`);
        await expect(heading).not.toHaveText(before);
        before = await heading.innerText();
        // A page that comes late, or settles, is looked at once it is there.
        await expect
          .poll(() => page.evaluate(stickingOut), { timeout: 5000 })
          .toEqual([])
          .catch(async () => (found[`${address} ${String(width)}`] = await page.evaluate(stickingOut)));
      }
    }
    expect(found).toEqual({});
    await app.close();
  });
}

test('a language chosen by hand stays after a restart', async () => {
  const first = await launchApp({ locale: 'en' });
  await first.page.getByRole('combobox', { name: 'Language' }).selectOption('fr');
  await expect(first.page.getByRole('heading', { level: 1 })).toHaveText(words.fr.home);
  await first.electron.close();
  const second = await launchApp({ locale: 'en', userDataDir: first.userDataDir });
  await expect(second.page.getByRole('heading', { level: 1 })).toHaveText(words.fr.home);
  await second.page.getByRole('link', { name: 'Réglages' }).click();
  await second.page.getByRole('radio', { name: 'Comme le système (English)' }).check();
  await expect(second.page.getByRole('heading', { level: 1 })).toHaveText('Settings');
  await second.close();
});
