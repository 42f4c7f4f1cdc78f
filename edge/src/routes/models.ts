import type { NodeModel } from "@dyllm/shared";
import { type OpenAiModelList, toOpenAiModel } from "@dyllm/shared/openai";
import { configOf } from "../config.ts";
import type { AppContext } from "../context.ts";
import { modelNotFound } from "../nodes/choose.ts";

/** `GET /v1/models`: what the nodes that can be reached serve, as far as the key may use it. */
export async function listModels(c: AppContext): Promise<Response> {
  const models = await allowedModels(c);
  return c.json({ object: "list", data: models.map(toOpenAiModel) } satisfies OpenAiModelList);
}

/** `GET /v1/models/{id}`; the id may contain slashes, encoded or not. */
export async function getModel(c: AppContext): Promise<Response> {
  const id = c.req.param("id");
  const models = await allowedModels(c);
  const model = models.find((candidate) => candidate.id === id);
  if (model === undefined) {
    throw modelNotFound();
  }
  return c.json(toOpenAiModel(model));
}

async function allowedModels(c: AppContext): Promise<readonly NodeModel[]> {
  const { models: allowed } = c.get("principal").policy.scopes;
  const models = await configOf(c.env).pool.models();
  return allowed === null ? models : models.filter((model) => allowed.includes(model.id));
}
