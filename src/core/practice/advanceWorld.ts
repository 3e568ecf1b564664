import { writeMaps } from './deliveryMaps.ts';
import { attemptDelivery, log, logCore } from './mailFlow.ts';
import { nextInteger } from './seededRandom.ts';
import { technicalDomain, type PracticeWorld } from './world.ts';

/** BlueMind writes the maps a moment after it was asked, and not more often than every ten seconds (DirtyMapEvent). */
const MAPS_WORK_MS = 3000;
const MAPS_PAUSE_MS = 10_000;

/** Has the world's own work done up to `now`: mail tried again when it is due, maps written. Time never runs backwards. */
export function advanceWorld(world: PracticeWorld, now: number): void {
  for (;;) {
    const due = world.queue
      .filter(({ state, nextAttemptAt }) => state !== 'hold' && nextAttemptAt <= now)
      .sort((a, b) => a.nextAttemptAt - b.nextAttemptAt)[0];
    const mapsDue = world.mapsDueAt !== null && world.mapsDueAt <= now ? world.mapsDueAt : null;
    if (mapsDue !== null && (due === undefined || mapsDue <= due.nextAttemptAt)) rewriteMaps(world, mapsDue);
    else if (due !== undefined) attemptDelivery(world, due, due.nextAttemptAt);
    else break;
  }
  world.now = Math.max(world.now, now);
}

/** What `maintenance repair` and the console's button do: they say that the maps are dirty, and end. */
export function askForMaps(world: PracticeWorld): void {
  world.mapsDueAt ??= Math.max(world.now, world.maps.writtenAt + MAPS_PAUSE_MS - MAPS_WORK_MS) + MAPS_WORK_MS;
}

function rewriteMaps(world: PracticeWorld, at: number): void {
  const logger = 'n.b.b.p.i.m.e.DirtyMapEvent';
  const milliseconds = nextInteger(world, 700, 1400);
  logCore(world, at - milliseconds, logger, 'Updating postfix maps');
  if (world.trouble === 'maps-not-written') {
    // One domain that cannot be written keeps all the others from being written (DirtyMapEvent).
    const text = `Fail to update postfix maps: No relay host defined for domain uid: ${technicalDomain}`;
    logCore(world, at, logger, text, 'ERROR');
    logCore(world, at, logger, `Postfix maps updated (${String(milliseconds)} ms)`);
    world.mapsDueAt = null;
    return;
  }
  // stat(1) tells whole seconds, and the file is moved into place at the end.
  world.maps = writeMaps(world.entries, Math.floor(at / 1000) * 1000);
  logCore(world, at, logger, `Postfix maps updated (${String(milliseconds)} ms)`);
  log(
    world,
    at,
    `postfix/postfix-script[${String(nextInteger(world, 20_000, 31_999))}]: refreshing the Postfix mail system`,
  );
  log(world, at + 20, 'postfix/master[1281]: reload -- version 3.5.25, configuration /etc/postfix');
  world.mapsDueAt = null;
}
