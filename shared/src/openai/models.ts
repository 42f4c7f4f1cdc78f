import type { NodeModel } from "../status.ts";

/** One entry of `GET /v1/models`; all four fields are required by clients. */
export interface OpenAiModel {
  readonly id: string;
  readonly object: "model";
  /** Unix seconds. */
  readonly created: number;
  readonly owned_by: string;
}

export interface OpenAiModelList {
  readonly object: "list";
  readonly data: readonly OpenAiModel[];
}

/** A node's model as OpenAI shows it. */
export function toOpenAiModel(model: NodeModel): OpenAiModel {
  return { id: model.id, object: "model", created: model.created, owned_by: model.ownedBy };
}
