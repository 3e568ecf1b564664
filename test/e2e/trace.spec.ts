import { expect, test } from '@playwright/test';
import { launchApp } from './app.ts';
import type { RunningApp } from './app.ts';
import { answerFileDialog, damagedLog, junkFile, rotatedPair } from './logFiles.ts';
import { picture } from './pictures.ts';

let app: RunningApp;
test.beforeEach(async () => {
  app = await launchApp();
  await app.page.getByRole('link', { name: 'A mail never arrived' }).click();
});
test.afterEach(() => app.close());

const verdict = () => app.page.getByRole('status', { name: 'Verdict' });
const story = () => app.page.getByRole('region', { name: /What happened to the mail/ });

async function search(recipient: string): Promise<void> {
  await app.page.getByRole('textbox', { name: 'Recipient' }).fill(recipient);
  await app.page.getByRole('button', { name: 'Find the mail' }).click();
}

async function chooseFiles(paths: readonly string[]): Promise<void> {
  await answerFileDialog(app, paths);
  await app.page.getByRole('button', { name: 'Choose log files' }).click();
}

test('the sample: who sent it, when it was delivered, its UID and its file', async () => {
  const { page } = app;
  await picture(page, 'wizard-light');
  await page.getByRole('button', { name: 'Use the sample log' }).click();
  await page.getByRole('textbox', { name: 'Sender' }).fill('user2@domain.net');
  await search('user@bluemind.net');
  await expect(verdict()).toContainText('user2@domain.net');
  await expect(verdict()).toContainText('delivered to user@bluemind.net');
  await expect(verdict()).toContainText('Mar 1,');
  await expect(verdict()).toContainText('8:45:32 PM');
  await expect(story()).toContainText('2294');
  await expect(story()).toContainText('/domain/b/bluemind.net/u/user/user/2294.');
  await expect(story().getByRole('list', { name: 'The lines this rests on' })).toContainText(
    'status=sent (250 2.1.5 Ok',
  );
  await picture(page, 'verdict-light');
  await picture(page, 'trace-light', { whole: true });
  await page.getByRole('button', { name: 'Switch to dark colours' }).click();
  await page.getByRole('region', { name: 'Verdict' }).scrollIntoViewIfNeeded();
  await picture(page, 'verdict-dark');
  await picture(page, 'trace-dark', { whole: true });
});

test('a rotated, compressed pair is one story, whichever was chosen first', async () => {
  await chooseFiles(rotatedPair());
  await expect(app.page.getByText('2 files are used')).toBeVisible();
  await search('late@bluemind.net');
  await expect(verdict()).toContainText('delivered to late@bluemind.net');
  await expect(story()).toContainText('2 times');
  const lines = story().getByRole('list', { name: 'The lines this rests on' });
  await expect(lines).toContainText('mail.log.1.gz, line 4');
  await expect(lines).toContainText('mail.log, line 2');
  await picture(app.page, 'rotated-pair', { whole: true });
});

test('files dropped on the page are read', async () => {
  const { page } = app;
  // A real file of this computer in a real drop: only such a file has a path the app may read.
  await page.evaluate(() => {
    const input = document.createElement('input');
    input.type = 'file';
    input.multiple = true;
    input.setAttribute('aria-label', 'files of the test');
    document.body.append(input);
  });
  const input = page.getByLabel('files of the test');
  await input.setInputFiles([...rotatedPair()]);
  await input.evaluate((element) => {
    const dataTransfer = new DataTransfer();
    for (const file of (element as HTMLInputElement).files ?? []) dataTransfer.items.add(file);
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    element.remove();
  });
  await expect(page.getByText('2 files are used')).toBeVisible();
  await search('late@bluemind.net');
  await expect(verdict()).toContainText('delivered to late@bluemind.net');
});

test('not found explains what was looked at and what else can be the reason', async () => {
  const { page } = app;
  await page.getByRole('button', { name: 'Use the sample log' }).click();
  await search('nobody@example.org');
  await expect(verdict()).toContainText('Cannot be told');
  await expect(verdict()).toContainText('knows no such mail (nobody@example.org)');
  await expect(verdict()).toContainText('spam filter');
  await expect(page.getByRole('region', { name: 'What was read' })).toContainText('Covers');
  await expect(
    page.getByRole('region', { name: 'What to do next' }).getByRole('listitem').first(),
  ).toContainText('Recommended');
  await picture(page, 'not-found', { whole: true });
});

test('a damaged file is named, and what could be read counts', async () => {
  await chooseFiles([damagedLog()]);
  await search('late@bluemind.net');
  await expect(app.page.getByRole('main')).toContainText(/mail\.log\.2\.gz.*(damaged|incomplete|end)/i);
  await picture(app.page, 'damaged-file', { whole: true });
});

test('a file that is no log is said to be none, and nothing entered is lost', async () => {
  const { page } = app;
  await chooseFiles([junkFile()]);
  await search('late@bluemind.net');
  await expect(page.getByRole('alert')).toContainText('mail.log is not a text file');
  await expect(page.getByRole('textbox', { name: 'Recipient' })).toHaveValue('late@bluemind.net');
  await picture(page, 'no-log', { whole: true });
});

test('pasted lines and a pasted header', async () => {
  const { page } = app;
  await page.getByRole('button', { name: 'Paste log lines' }).click();
  await page
    .getByRole('textbox', { name: 'Log lines' })
    .fill(
      'Mar  1 21:10:00 bluemind postfix/smtpd[16999]: NOQUEUE: reject: RCPT from spam.example[203.0.113.9]: 550 5.1.1 <typo@bluemind.net>: Recipient address rejected: User unknown in virtual mailbox table; from=<x@spam.example> to=<typo@bluemind.net> proto=ESMTP helo=<spam.example>',
    );
  await page.getByRole('button', { name: /Have the header of the mail/ }).click();
  await page
    .getByRole('textbox', { name: 'Header or bounce message' })
    .fill('From: X <x@spam.example>\nTo: Typo <typo@bluemind.net>\nSubject: Hello\n');
  await page.getByRole('button', { name: 'Fill these in' }).click();
  await expect(page.getByRole('textbox', { name: 'Recipient' })).toHaveValue('typo@bluemind.net');
  await page.getByRole('button', { name: 'Find the mail' }).click();
  await expect(verdict()).toContainText('refused');
  await expect(story()).toContainText('User unknown in virtual mailbox table');
  await picture(page, 'rejected', { whole: true });
});
