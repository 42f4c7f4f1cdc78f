import { Hono } from "hono";
import { requireKey } from "./auth/middleware.ts";
import type { AppEnv } from "./context.ts";
import { observe } from "./observe/middleware.ts";
import { chatCompletions } from "./routes/chat-completions.ts";
import { allowOrigins } from "./routes/cors.ts";
import { errorResponse } from "./routes/error-response.ts";
import { getModel, listModels } from "./routes/models.ts";
import { onlyMethods, unknownUrl } from "./routes/not-found.ts";

/** The gateway's routes and middleware, in order. */
export const app = new Hono<AppEnv>();

app.onError(errorResponse);
app.notFound((c) => errorResponse(unknownUrl(c.req.method), c));

app.use("*", observe);
app.use("/v1/*", allowOrigins);

app.get("/healthz", (c) => c.json({ status: "ok" }));
app.all("/healthz", onlyMethods("GET"));

app.get("/v1/models", requireKey, listModels);
app.all("/v1/models", onlyMethods("GET"));
app.get("/v1/models/:id{.+}", requireKey, getModel);
app.all("/v1/models/:id{.+}", onlyMethods("GET"));

app.post("/v1/chat/completions", requireKey, chatCompletions);
app.all("/v1/chat/completions", onlyMethods("POST"));
