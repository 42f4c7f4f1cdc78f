import { callJson } from "./http.ts";
import { list, record, text } from "./read.ts";

/** Ids of the models that are served. Throws ProblemError, also when the key is not accepted. */
export async function fetchModels(key: string): Promise<readonly string[]> {
  const body = record(await callJson("/v1/models", { key }));
  return list(body.data).flatMap((model) => text(record(model).id) ?? []);
}
