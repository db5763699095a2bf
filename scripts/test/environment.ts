// What a test process gets to see of the environment that the runner was started in.

/** Slow starts, colours in compared output, and somebody else's repository or preload. */
const REMOVED = new Set(["NODE_EXTRA_CA_CERTS", "NODE_OPTIONS", "FORCE_COLOR", "UVU_DEFER"]);

/**
 * The runner's environment without what would change a test. The temporary directory is the run's
 * own, so that nothing is left behind, and files of one run can share what is dear to build.
 */
export function testEnvironment(env: NodeJS.ProcessEnv, temporary: string): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(
    ([name]) => !REMOVED.has(name) && !name.startsWith("GIT_"),
  );
  return {
    ...Object.fromEntries(kept),
    TMPDIR: temporary,
    TAGPROOF_TEST_SHARED: temporary,
  };
}
