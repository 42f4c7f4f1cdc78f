/** The Worker's bundle contains the chat page, so that must be built before the Worker can be loaded. */
import { buildPage } from "../../tools/page/build.ts";

export default async function setup(): Promise<void> {
  await buildPage();
}
