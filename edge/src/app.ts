import { Hono } from "hono";
import { requireAdmin } from "./admin/require-admin.ts";
import { addAdminRoutes } from "./admin/routes.ts";
import { requireKey } from "./auth/middleware.ts";
import type { AppEnv } from "./context.ts";
import { addNodeAdminRoutes } from "./links/admin-nodes.ts";
import { addNodeRoutes } from "./links/routes.ts";
import { observe } from "./observe/middleware.ts";
import { apiReference, openApiJson } from "./routes/api-description.ts";
import { chatCompletions } from "./routes/chat-completions.ts";
import { completions, fimCompletions } from "./routes/completions.ts";
import { allowOrigins } from "./routes/cors.ts";
import { errorResponse } from "./routes/error-response.ts";
import { metrics } from "./routes/metrics.ts";
import { getModel, listModels } from "./routes/models.ts";
import { onlyMethods, unknownUrl } from "./routes/not-found.ts";
import { PAGE_PATHS, page } from "./routes/page.ts";
import { responses } from "./routes/responses.ts";

/** The gateway's routes and middleware, in order. */
export const app = new Hono<AppEnv>();

app.onError(errorResponse);
app.notFound((c) => errorResponse(unknownUrl(c.req.method), c));

app.use("*", observe);
app.use("/v1/*", allowOrigins);

for (const path of PAGE_PATHS) {
  app.get(path, page);
  app.all(path, onlyMethods("GET"));
}

app.get("/openapi.json", openApiJson);
app.all("/openapi.json", onlyMethods("GET"));
app.get("/docs/api", apiReference);
app.all("/docs/api", onlyMethods("GET"));

app.get("/healthz", (c) => c.json({ status: "ok" }));
app.all("/healthz", onlyMethods("GET"));

app.get("/metrics", requireAdmin, metrics);
app.all("/metrics", onlyMethods("GET"));

app.get("/v1/models", requireKey, listModels);
app.all("/v1/models", onlyMethods("GET"));
app.get("/v1/models/:id{.+}", requireKey, getModel);
app.all("/v1/models/:id{.+}", onlyMethods("GET"));

app.post("/v1/chat/completions", requireKey, chatCompletions);
app.all("/v1/chat/completions", onlyMethods("POST"));
app.post("/v1/completions", requireKey, completions);
app.all("/v1/completions", onlyMethods("POST"));
app.post("/v1/fim/completions", requireKey, fimCompletions);
app.all("/v1/fim/completions", onlyMethods("POST"));
app.post("/v1/responses", requireKey, responses);
app.all("/v1/responses", onlyMethods("POST"));

addAdminRoutes(app);
addNodeAdminRoutes(app);
addNodeRoutes(app);
