#!/usr/bin/env node
import { main } from "../dist/src/edges/cli.js";
process.exitCode = await main(process.argv.slice(2));
