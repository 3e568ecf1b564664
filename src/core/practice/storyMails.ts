import type { Way } from './mailFlow.ts';
import { DAY, HOUR, mailDomain, MINUTE, type Mail } from './world.ts';

/** What somebody does with a mail later. `ago` counts back from the moment the world is made. */
export type Deed =
  | { readonly ago: number; readonly kind: 'read' | 'delete' }
  | { readonly ago: number; readonly kind: 'move'; readonly to: string; readonly owner?: string }
  /** Deletes the copy that a move made in that folder. */
  | { readonly ago: number; readonly kind: 'delete-copy'; readonly in: string };

/** A mail the practice world tells a story with. */
export interface StoryMail {
  /** Names it for tests. */
  readonly name: string;
  readonly ago: number;
  readonly to: readonly string[];
  readonly way: Way;
  readonly mail: Mail;
  readonly deeds: readonly Deed[];
  readonly hold?: string;
}

const at = (login: string): string => `${login}@${mailDomain}`;
const supplier: Way = { kind: 'internet', host: 'mx.lieferant.example', ip: '198.51.100.10' };
const client: Way = { kind: 'internet', host: 'mx1.client.example', ip: '198.51.100.11' };
const university: Way = { kind: 'internet', host: 'mail.uni.example', ip: '198.51.100.12' };
const lottery: Way = { kind: 'internet', host: 'unknown', ip: '203.0.113.77' };
const submits = (login: string): Way => ({ kind: 'submission', login, ip: '192.168.124.33' });

function mail(
  id: string,
  sender: string,
  from: string,
  to: string,
  subject: string,
  preview: string,
  size: number,
): Mail {
  const domain = sender.slice(sender.lastIndexOf('@') + 1);
  return {
    messageId: `<${id}@${domain}>`,
    sender,
    from: `"${from}" <${sender}>`,
    to: `<${to}>`,
    subject,
    preview,
    size,
  };
}

function external(
  name: string,
  ago: number,
  way: Way,
  sender: readonly [address: string, name: string],
  login: string,
  text: readonly [subject: string, preview: string, size: number],
  deeds: readonly Deed[] = [],
): StoryMail {
  const to = at(login);
  return {
    name,
    ago,
    to: [to],
    way,
    mail: mail(`practice.${name}`, sender[0], sender[1], to, ...text),
    deeds,
  };
}

function outgoing(
  name: string,
  ago: number,
  login: string,
  from: string,
  to: string,
  text: readonly [subject: string, preview: string, size: number],
): StoryMail {
  return {
    name,
    ago,
    to: [to],
    way: submits(login),
    mail: mail(`practice.${name}`, at(login), from, to, ...text),
    deeds: [],
  };
}

const invoices = ['rechnung@lieferant.example', 'Lieferant GmbH'] as const;
const sales = ['ventes@client.example', 'Client SA'] as const;
const institute = ['institut@uni.example', 'Institut für Technik'] as const;

/** Each shows one thing that a wizard finds. */
export const storyMails: readonly StoryMail[] = [
  // A mailbox that is full: the large mail fits just so, what comes after it waits.
  external('plans', 5 * HOUR, client, sales, 'bruno.lang', [
    'Plans du bâtiment B (PDF)',
    'Bonjour Monsieur Lang, vous trouverez ci-joint les plans demandés.',
    25_690_112,
  ]),
  external('waiting-invoice', 3 * HOUR, supplier, invoices, 'bruno.lang', [
    'Rechnung 2041 vom Lieferanten',
    'Sehr geehrter Herr Lang, anbei erhalten Sie die Rechnung 2041.',
    48_230,
  ]),
  {
    ...outgoing('waiting-minutes', 40 * MINUTE, 'anna.keller', 'Anna Keller', at('bruno.lang'), [
      'Protokoll der Baubesprechung',
      'Hallo Bruno, hier das Protokoll von heute.',
      18_904,
    ]),
  },
  external(
    'old-offer',
    4 * DAY,
    supplier,
    invoices,
    'bruno.lang',
    ['Angebot für Dämmstoffe', 'Gern bieten wir Ihnen wie besprochen an.', 61_480],
    [
      { ago: 4 * DAY - HOUR, kind: 'read' },
      { ago: 2 * DAY, kind: 'delete' },
    ],
  ),

  // Read, then moved to the trash, where it still lies.
  external(
    'offer',
    26 * HOUR,
    supplier,
    ['angebote@lieferant.example', 'Lieferant GmbH, Vertrieb'],
    'claire.moreau',
    [
      'Angebot 4711 zu Ihrer Anfrage',
      'Vielen Dank für Ihre Anfrage. Unser Angebot finden Sie im Anhang.',
      33_871,
    ],
    [
      { ago: 25 * HOUR, kind: 'read' },
      { ago: 20 * HOUR, kind: 'move', to: 'Trash' },
    ],
  ),
  // Read, then filed into the shared mailbox.
  external(
    'specification',
    30 * HOUR,
    university,
    institute,
    'david.weber',
    ['Pflichtenheft Projekt Nord', 'Guten Tag Herr Weber, die abgestimmte Fassung liegt bei.', 210_344],
    [
      { ago: 28 * HOUR, kind: 'read' },
      { ago: 6 * HOUR, kind: 'move', to: 'projet', owner: 'projet' },
    ],
  ),
  // Deleted for good yesterday; can be brought back.
  external(
    'order',
    32 * HOUR,
    client,
    sales,
    'jonas.huber',
    ['Bon de commande 88213', 'Veuillez confirmer la réception de cette commande.', 12_655],
    [
      { ago: 31 * HOUR, kind: 'read' },
      { ago: 22 * HOUR, kind: 'delete' },
    ],
  ),

  // Deleted ones within the retention time ...
  external(
    'contract',
    3 * DAY,
    supplier,
    ['recht@lieferant.example', 'Rechtsabteilung'],
    'emma.roth',
    ['Vertrag Müller, unterschrieben', 'Anbei der unterschriebene Vertrag zu Ihren Akten.', 154_020],
    [
      { ago: 3 * DAY - 2 * HOUR, kind: 'read' },
      { ago: 2 * DAY, kind: 'delete' },
    ],
  ),
  external(
    'newsletter',
    5 * DAY,
    lottery,
    ['news@magazin.example', 'Fachmagazin'],
    'emma.roth',
    ['Newsletter: 10 tips for your office', 'Read in this issue how to keep your desk tidy.', 44_112],
    [{ ago: 4 * DAY, kind: 'delete' }],
  ),
  // ... in its last hours ...
  external(
    'last-chance',
    8 * DAY,
    client,
    sales,
    'emma.roth',
    ['Facture 2026-0815', 'Veuillez trouver notre facture en pièce jointe.', 27_500],
    [
      { ago: 8 * DAY - HOUR, kind: 'read' },
      { ago: 7 * DAY - 5 * HOUR, kind: 'delete' },
    ],
  ),
  // ... in the trash's own list ...
  external(
    'meeting',
    2 * DAY,
    university,
    institute,
    'emma.roth',
    ['Réunion de lundi — ordre du jour', 'Voici l’ordre du jour de notre réunion.', 9_842],
    [
      { ago: 2 * DAY - HOUR, kind: 'read' },
      { ago: 30 * HOUR, kind: 'move', to: 'Trash' },
      { ago: DAY, kind: 'delete-copy', in: 'Trash' },
    ],
  ),
  // ... and one that is gone for good: only its history is left.
  external(
    'invitation',
    11 * DAY,
    university,
    institute,
    'emma.roth',
    ['Einladung zum Sommerfest', 'Wir laden Sie herzlich ein.', 15_004],
    [
      { ago: 11 * DAY - HOUR, kind: 'read' },
      { ago: 9 * DAY, kind: 'delete' },
    ],
  ),

  // Waiting for others. The greylisted one may be tried again right away: its five minutes are over.
  outgoing('refused', 45 * HOUR, 'anna.keller', 'Anna Keller', 'einkauf@geschlossen.example', [
    'Lieferschein 3310',
    'Guten Tag, anbei der Lieferschein.',
    21_733,
  ]),
  outgoing('greylisted-delivered', 27 * HOUR, 'david.weber', 'David Weber', 'bauamt@stadt.example', [
    'Bauantrag, Nachtrag',
    'Sehr geehrte Damen und Herren, hiermit reichen wir nach.',
    88_120,
  ]),
  outgoing('greylisted-waiting', 5 * MINUTE, 'katrin.berg', 'Katrin Berg', 'anmeldung@stadt.example', [
    'Anmeldung zum Termin',
    'Guten Tag, ich melde mich hiermit an.',
    4_311,
  ]),
  outgoing('bounced', 23 * HOUR, 'luca.ferrari', 'Luca Ferrari', 'falsch.geschrieben@client.example', [
    'Offerta',
    'Buongiorno, in allegato la nostra offerta.',
    30_290,
  ]),
  outgoing('blocked', 9 * HOUR, 'emma.roth', 'Emma Roth', 'office@streng.example', [
    'Unterlagen',
    'Anbei die Unterlagen.',
    140_230,
  ]),
  {
    ...external('held', 9 * HOUR, lottery, ['gewinn@lotterie.example', 'Lotterie'], 'luca.ferrari', [
      'You have WON',
      'Dear winner, please answer today.',
      7_420,
    ]),
    hold: 'header Subject: You have WON',
  },

  // Addresses that lead nowhere, or elsewhere.
  external('renamed-new-1', 29 * HOUR, client, sales, 'greta.vogel', ['Votre nouveau nom', '', 3_200]),
  external('renamed-new-2', 4 * HOUR, supplier, invoices, 'greta.vogel', ['Rechnung 2050', '', 40_100]),
  external('renamed-old', 7 * HOUR, university, institute, 'greta.sommer', ['Termin im Mai', '', 5_100]),
  external('suspended', 8 * HOUR, client, sales, 'henri.dubois', ['Bonjour Henri', '', 2_980]),
  external('routed-elsewhere', 10 * HOUR, supplier, invoices, 'ines.santos', ['Rechnung 2047', '', 39_004]),
  external('to-group', 11 * HOUR, university, institute, 'team', ['Einladung an das ganze Team', '', 8_120]),
];
