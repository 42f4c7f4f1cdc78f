/** Streams the weights of the directory it is given and prints, as JSON, what they took: bytes together, and of memory. */
import { readConfig } from "../config.ts";
import { streamWeights } from "../load-weights.ts";

const directory = process.argv[2] ?? "";
const config = await readConfig(directory);
const before = process.resourceUsage().maxRSS * 1024;
let bytes = 0;
let tensors = 0;
let checksum = 0;
for await (const { data } of streamWeights(directory, config)) {
  bytes += data.byteLength;
  tensors++;
  checksum += data[data.length - 1] ?? 0; // the data has really been read
}
const grown = process.resourceUsage().maxRSS * 1024 - before;
process.stdout.write(JSON.stringify({ bytes, tensors, grown, checksum }));
