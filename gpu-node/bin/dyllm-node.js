#!/usr/bin/env node
// The sources are TypeScript and run as they are, with tsx stripping the types. `npm run build:node` writes plain JavaScript for service.
import { register } from "tsx/esm/api";

// The directory the command is called in has no say in how these sources are read.
register({ tsconfig: false });

await import("../src/main.ts");
