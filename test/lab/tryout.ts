import { startLab } from './lab.ts';
export async function main() {
  const lab = await startLab();
  try {
    console.log(await lab.sendMail({ to: ['john@bluemind.net'] }));
    await lab.waitForLog(/removed/).catch((e) => console.log(String(e)));
    console.log(lab.sandbox.read('/var/log/mail.log'), lab.sandbox.read('/var/log/cyrus-audit.log'));
    const imap = await lab.imap('john');
    console.log(await imap.list());
  } finally { await lab.stop(); }
}
