/** A complaint of picocli about the arguments: usage on stderr, exit 2. */
export class BmCliUsageError extends Error {}

/** BlueMind's own CliException: its message alone on stderr, exit 1. */
export class BmCliError extends Error {}

export interface BmCliArguments {
  readonly positional: readonly string[];
  readonly options: ReadonlyMap<string, string>;
}

/** `--opt value` and `--opt=value`; leaf commands know no short options and not even `--help`. */
export function readBmCliArguments(
  args: readonly string[],
  withValue: readonly string[],
  flags: readonly string[],
): BmCliArguments {
  const positional: string[] = [];
  const options = new Map<string, string>();
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? '';
    if (!arg.startsWith('-')) {
      positional.push(arg);
      continue;
    }
    const mark = arg.indexOf('=');
    const name = mark < 0 ? arg : arg.slice(0, mark);
    if (flags.includes(name)) options.set(name, 'true');
    else if (!withValue.includes(name)) throw new BmCliUsageError(`Unknown option: '${arg}'`);
    else {
      const value = mark < 0 ? args[(index += 1)] : arg.slice(mark + 1);
      if (value === undefined) throw new BmCliUsageError(`Missing required parameter for option '${name}'`);
      options.set(name, value);
    }
  }
  return { positional, options };
}

export function requiredOption({ options }: BmCliArguments, name: string): string {
  const value = options.get(name);
  if (value === undefined) throw new BmCliUsageError(`Missing required option: '${name}=<${name.slice(2)}>'`);
  return value;
}

export function onlyTarget({ positional }: BmCliArguments): string {
  const [target, extra] = positional;
  if (target === undefined) throw new BmCliUsageError("Missing required parameter: '<target>'");
  if (extra !== undefined) throw new BmCliUsageError(`Unmatched argument at index 1: '${extra}'`);
  return target;
}

export function wholeNumber(text: string, name: string): number {
  if (!/^-?\d{1,15}$/.test(text))
    throw new BmCliUsageError(`Invalid value for option '${name}': '${text}' is not a long`);
  return Number(text);
}
