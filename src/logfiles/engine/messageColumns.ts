import type { AccessEvent, ClientEvent, DeliveryEvent, PickupEvent } from '../../core/postfix/event.ts';
import { handedOnTo } from '../../core/postfix/queueLife.ts';
import { statusOfDelivery } from '../../core/postfix/recipientState.ts';
import { ByteInterner } from './byteInterner.ts';
import { Float64Column, Int32Column, Uint8Column } from './column.ts';
import { hashBytes, hashText, queueIdHash } from './hash.ts';
import { internText } from './internText.ts';
import { decisionActions, deliversBy, manyInstances, namesForwarded } from './segmentScan.ts';
import type { MessageColumns } from './segmentScan.ts';

const rejection = decisionActions.indexOf('reject');

/** Room for message-IDs that is not in use, see `Int32Column.take`; one builder at a time is busy in a thread. */
const spareIdBytes: Buffer[] = [];

/** Collects what the message table wants of a stretch besides the totals. */
export class MessageColumnsBuilder {
  readonly relays = new ByteInterner();
  readonly logins = new ByteInterner();
  readonly #addresses: ByteInterner;
  readonly #clients: ByteInterner;
  readonly #instances: string[] = [];
  readonly digits = new Uint8Column();
  readonly #deliveries = {
    addresses: new Int32Column(),
    originals: new Int32Column(),
    relays: new Int32Column(),
    reasons: new Int32Column(),
    delays: new Float64Column(),
    handedOn: new Int32Column(),
    flags: new Uint8Column(),
  };
  readonly #arrivals = {
    clients: new Int32Column(),
    origClients: new Int32Column(),
    origIds: new Int32Column(),
    logins: new Int32Column(),
  };
  readonly #decisions = {
    processes: new Int32Column(),
    actions: new Uint8Column(),
    clients: new Int32Column(),
    senders: new Int32Column(),
    recipients: new Int32Column(),
    reasons: new Int32Column(),
    texts: new Int32Column(),
  };
  #idBytes = spareIdBytes.pop() ?? Buffer.alloc(1 << 16);
  #idLength = 0;
  readonly #idStarts = new Int32Column();
  readonly #idHashes = new Int32Column();

  constructor(addresses: ByteInterner, clients: ByteInterner) {
    this.#addresses = addresses;
    this.#clients = clients;
  }

  /** For the record's byte: which queue it is about. */
  instanceBits(instance: string): number {
    const known = this.#instances.indexOf(instance);
    const number = known >= 0 ? known : this.#instances.push(instance) - 1;
    return Math.min(number + 1, manyInstances) << 5;
  }

  delivery(
    address: number,
    original: number,
    relay: number,
    reason: number,
    delay: number,
    handedOn: number,
    flags: number,
  ): number {
    const columns = this.#deliveries;
    columns.addresses.push(address);
    columns.originals.push(original);
    columns.relays.push(relay);
    columns.reasons.push(reason);
    columns.delays.push(delay);
    columns.handedOn.push(handedOn);
    columns.flags.push(flags);
    return columns.flags.length - 1;
  }

  deliveryOf(event: DeliveryEvent, reason: number, daemon: string): number {
    // What was not delivered was not handed on (core's `applyDelivery`).
    const handed = event.status === 'sent' ? handedOnTo(event.reply) : null;
    return this.delivery(
      internText(this.#addresses, event.address),
      event.originalAddress === null ? -1 : internText(this.#addresses, event.originalAddress),
      event.relay === null ? -1 : internText(this.relays, event.relay),
      reason,
      event.delaySeconds ?? NaN,
      handed === null ? 0 : queueIdHash(hashText(handed.queueId)),
      deliversBy(daemon) | (handed?.forwarded === true ? namesForwarded : 0),
    );
  }

  arrival(client: number, origClient: number, origId: number, login: number): number {
    const columns = this.#arrivals;
    columns.clients.push(client);
    columns.origClients.push(origClient);
    columns.origIds.push(origId);
    columns.logins.push(login);
    return columns.logins.length - 1;
  }

  arrivalOf(event: ClientEvent): number {
    return this.arrival(
      internText(this.#clients, event.client),
      event.origClient === null ? -1 : internText(this.#clients, event.origClient),
      event.origQueueId === null ? 0 : queueIdHash(hashText(event.origQueueId)),
      event.saslUsername === null ? -1 : internText(this.logins, event.saslUsername),
    );
  }

  senderOf(event: PickupEvent): number {
    return event.sender === null ? -1 : internText(this.#addresses, event.sender);
  }

  decisionOf(event: AccessEvent, reason: number, process: number, textHash: number): number {
    return this.#decision(
      decisionActions.findIndex((action) => action === event.action),
      process,
      event.client === null ? -1 : internText(this.#clients, event.client),
      event.sender === null ? -1 : internText(this.#addresses, event.sender),
      event.recipient === null ? -1 : internText(this.#addresses, event.recipient),
      reason,
      textHash,
    );
  }

  refusal(
    process: number,
    client: number,
    sender: number,
    recipient: number,
    reason: number,
    textHash: number,
  ): number {
    return this.#decision(rejection, process, client, sender, recipient, reason, textHash);
  }

  #decision(
    action: number,
    process: number,
    client: number,
    sender: number,
    recipient: number,
    reason: number,
    textHash: number,
  ): number {
    const columns = this.#decisions;
    columns.processes.push(process);
    columns.actions.push(action);
    columns.clients.push(client);
    columns.senders.push(sender);
    columns.recipients.push(recipient);
    columns.reasons.push(reason);
    columns.texts.push(textHash);
    return columns.reasons.length - 1;
  }

  messageId(bytes: Buffer, start: number, end: number, hash = hashBytes(bytes, start, end)): number {
    const length = end - start;
    while (this.#idLength + length > this.#idBytes.length) {
      const larger = Buffer.alloc(this.#idBytes.length * 2);
      larger.set(this.#idBytes);
      this.#idBytes = larger;
    }
    bytes.copy(this.#idBytes, this.#idLength, start, end);
    this.#idStarts.push(this.#idLength);
    this.#idLength += length;
    this.#idHashes.push(hash);
    return this.#idHashes.length - 1;
  }

  finish(hasZones: boolean): MessageColumns {
    this.#idStarts.push(this.#idLength);
    const idBytes = new Uint8Array(this.#idBytes.subarray(0, this.#idLength));
    spareIdBytes.push(this.#idBytes);
    return {
      deliveries: taken(this.#deliveries),
      arrivals: taken(this.#arrivals),
      decisions: taken(this.#decisions),
      messageIds: {
        bytes: idBytes,
        starts: this.#idStarts.take(),
        hashes: this.#idHashes.take(),
      },
      relays: this.relays.take(),
      logins: this.logins.take(),
      instances: this.#instances,
      digits: hasZones ? this.digits.take() : null,
    };
  }
}

type Taken<T> = { readonly [K in keyof T]: T[K] extends { take(): infer Values } ? Values : never };

function taken<T extends object>(columns: T): Taken<T> {
  return Object.fromEntries(
    Object.entries(columns).map(([name, column]) => [name, (column as { take(): unknown }).take()]),
  ) as Taken<T>;
}

/** True when the table can follow the delivery itself: it was sent, deferred or bounced, and no more. */
export function isPlainDelivery(event: DeliveryEvent, daemon: string): boolean {
  if (event.status === 'deferred' || event.status === 'bounced') return true;
  if (event.status !== 'sent') return false;
  return statusOfDelivery(event, daemon) !== 'discarded';
}
