/** The thread that read logs broke down: memory ran out, or a fault of ours. Nothing of what was read is kept. */
export class ReadingStopped extends Error {
  override readonly name = 'ReadingStopped';
}
