/** Which tool listed a message: Cyrus counts by IMAP UID, bm-cli by BlueMind's item ids. */
export type RestoreTool = 'cyrus' | 'bm-cli';

/** Messages picked from a list, with the tool whose numbers they are: the same number names another mail to the other. */
export interface PickedMessages {
  readonly tool: RestoreTool;
  readonly numbers: readonly number[];
}

const PICK = /^(cyrus|bm-cli):(\d{1,10}(?:,\d{1,10})*)$/;

/** As the fact `pickedMessages` holds it, e.g. `cyrus:46908,46910`; '' for none. */
export function writePicked({ tool, numbers }: PickedMessages): string {
  return numbers.length === 0 ? '' : `${tool}:${numbers.join(',')}`;
}

/** Reads it back; null when nothing was picked, or when the text is not a pick. Numbers are 32 bits and not 0. */
export function readPicked(text: string | undefined): PickedMessages | null {
  const [, tool, list] = PICK.exec(text ?? '') ?? [];
  if (tool === undefined || list === undefined) return null;
  const numbers = [...new Set(list.split(',').map(Number))];
  const sound = numbers.every((number) => number >= 1 && number <= 4_294_967_295);
  return sound ? { tool: tool as RestoreTool, numbers } : null;
}
