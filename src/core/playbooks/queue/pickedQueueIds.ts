/** Waiting mail picked from a list travels as one fact, queue IDs separated by commas. */
export function pickedQueueIds(picked: string): readonly string[] {
  return [...new Set(picked.split(',').map((item) => item.trim()))].filter((item) => item !== '');
}
