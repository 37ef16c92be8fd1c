import type { CompiledProgram } from "./compile.js";
import { runProgram } from "./execute.js";
import { scenarioOf, skewedLatency, unitLatency, type Scenario } from "./scenario.js";

/**
 * Whether the program itself behaves in one way or another with the latencies of its calls: something that it started and does not wait
 * for changes, or prints beside, what the rest of it uses.
 */
export async function isRacing(program: CompiledProgram, given: Partial<Scenario>): Promise<boolean> {
  const run = async (latency: Scenario["latency"]): Promise<{ keys: readonly string[]; seen: string }> => {
    const { calls, outcome, console, visible } = await runProgram(
      program,
      scenarioOf({ steady: true, ...given, latency }),
    );
    const lines = console.map(({ text }) => text);
    return {
      keys: calls.map(({ key }) => key),
      seen: JSON.stringify([outcome.kind, outcome.text, visible, lines]),
    };
  };
  const usual = await run(unitLatency);
  const others = [
    ...[1, 2, 3].map(skewedLatency),
    ...usual.keys.map((slow) => (key: string) => (key === slow ? 1e5 : 1)),
  ];
  for (const latency of others) if ((await run(latency)).seen !== usual.seen) return true;
  return false;
}
