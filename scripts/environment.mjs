/**
 * The environment without some of its variables.
 * @param {NodeJS.ProcessEnv} env
 * @param {...string} names
 * @returns {Record<string, string>}
 */
export function environmentWithout(env, ...names) {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      value === undefined || names.includes(name) ? [] : [[name, value]],
    ),
  );
}
