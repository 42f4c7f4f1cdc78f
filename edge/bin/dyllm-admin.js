#!/usr/bin/env node
// The sources are TypeScript and run as they are: tsx strips the types, there is no build step.
import { register } from "tsx/esm/api";

// The directory the command is called in has no say in how these sources are read.
register({ tsconfig: false });

const { main } = await import("../../tools/admin/cli.ts");
process.exitCode = await main(process.argv.slice(2), process.env);
