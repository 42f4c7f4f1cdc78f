/** The Worker's entry: the gateway and its Durable Objects. */
import { app } from "./app.ts";

export { ApiKeyObject } from "./auth/api-key-object.ts";
export default app;
