/** The Worker's entry: the gateway and its Durable Objects. */
import { app } from "./app.ts";

export { AuditLog } from "./admin/audit-log.ts";
export { KeyDirectory } from "./admin/key-directory.ts";
export { ApiKeyObject } from "./auth/api-key-object.ts";
export { NodeDirectory } from "./links/node-directory.ts";
export { NodeLink } from "./links/node-link.ts";
export { MetricsObject } from "./observe/metrics-object.ts";
export default app;
