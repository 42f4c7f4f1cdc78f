import { ERROR_CODES } from "@dyllm/shared";
import {
  chatCompletionChunkSchema,
  chatCompletionRequest,
  chatCompletionSchema,
  completionRequest,
  fimRequest,
  openAiModelListSchema,
  openAiModelSchema,
  responseEvent,
  responseObject,
  responsesRequest,
  textCompletionChunkSchema,
  textCompletionSchema,
} from "@dyllm/shared/openai";
import { z } from "zod";
import { FIELD_DESCRIPTIONS } from "./descriptions.ts";

/** A JSON schema, as far as this server looks into it. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
}

/** One operation of the API. */
export interface Operation {
  readonly summary: string;
  readonly description?: string;
  readonly operationId: string;
  readonly parameters?: readonly unknown[];
  readonly requestBody?: unknown;
  readonly responses: Readonly<Record<string, unknown>>;
}

export interface OpenApiDocument {
  readonly openapi: "3.1.0";
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly servers: readonly { readonly url: string }[];
  readonly security: readonly unknown[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly securitySchemes: unknown;
    readonly schemas: Readonly<Record<string, JsonSchema>>;
  };
}

/** Version of the API's description. */
const API_VERSION = "1.0.0";

const errorBody = z.strictObject({
  error: z.strictObject({
    message: z.string(),
    type: z.enum(["invalid_request_error", "server_error", "rate_limit_error"]),
    /** The parameter at fault, as the caller named it. */
    param: z.string().nullable(),
    code: z.enum(ERROR_CODES),
  }),
});

/** The schemas that check requests and describe answers, by their names in the document. */
const SCHEMAS = {
  ChatCompletionRequest: chatCompletionRequest,
  ChatCompletion: chatCompletionSchema,
  ChatCompletionChunk: chatCompletionChunkSchema,
  CompletionRequest: completionRequest,
  FimRequest: fimRequest,
  Completion: textCompletionSchema,
  CompletionChunk: textCompletionChunkSchema,
  ResponsesRequest: responsesRequest,
  Response: responseObject,
  ResponseEvent: responseEvent,
  Model: openAiModelSchema,
  ModelList: openAiModelListSchema,
  Error: errorBody,
} as const satisfies Record<string, z.ZodType>;

type SchemaName = keyof typeof SCHEMAS;

let made: OpenApiDocument | null = null;

/** The description of the API in OpenAPI 3.1, made from the schemas that validate. Made once. */
export function openApiDocument(): OpenApiDocument {
  made ??= {
    openapi: "3.1.0",
    info: {
      title: "dyllm-gateway",
      version: API_VERSION,
      description: "Masked-diffusion language models over the OpenAI API.",
    },
    servers: [{ url: "/" }],
    security: [{ key: [] }],
    paths: paths(),
    components: {
      securitySchemes: { key: { type: "http", scheme: "bearer" } },
      schemas: Object.fromEntries(
        Object.entries(SCHEMAS).map(([name, schema]) => [name, jsonSchema(schema, name.endsWith("Request"))]),
      ),
    },
  };
  return made;
}

function paths(): OpenApiDocument["paths"] {
  return {
    "/v1/chat/completions": {
      post: generating("createChatCompletion", "Answers a conversation", [
        "ChatCompletionRequest",
        "ChatCompletion",
        "ChatCompletionChunk",
      ]),
    },
    "/v1/completions": {
      post: generating("createCompletion", "Continues text, or fills its gaps", [
        "CompletionRequest",
        "Completion",
        "CompletionChunk",
      ]),
    },
    "/v1/fim/completions": {
      post: generating("createFimCompletion", "Writes what stands between a prompt and a suffix", [
        "FimRequest",
        "Completion",
        "CompletionChunk",
      ]),
    },
    "/v1/responses": {
      post: generating("createResponse", "Answers text or messages, without a store", [
        "ResponsesRequest",
        "Response",
        "ResponseEvent",
      ]),
    },
    "/v1/models": {
      get: {
        summary: "Lists the models that can be reached",
        operationId: "listModels",
        responses: { 200: answer("The models", "ModelList"), default: failure() },
      },
    },
    "/v1/models/{id}": {
      get: {
        summary: "Describes a model",
        operationId: "retrieveModel",
        parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
        responses: { 200: answer("The model", "Model"), default: failure() },
      },
    },
  };
}

function generating(
  operationId: string,
  summary: string,
  [request, whole, event]: readonly [SchemaName, SchemaName, SchemaName],
): Operation {
  return {
    summary,
    operationId,
    requestBody: { required: true, content: { "application/json": { schema: reference(request) } } },
    responses: {
      200: {
        description: "The answer; with `stream`, server-sent events, each with this schema in its data.",
        content: {
          "application/json": { schema: reference(whole) },
          "text/event-stream": { schema: reference(event) },
        },
      },
      default: failure(),
    },
  };
}

function answer(description: string, name: SchemaName): unknown {
  return { description, content: { "application/json": { schema: reference(name) } } };
}

function failure(): unknown {
  return answer("What went wrong, and at which parameter", "Error");
}

function reference(name: SchemaName): unknown {
  return { $ref: `#/components/schemas/${name}` };
}

/** @param described whether its fields are those of a request, which have descriptions */
function jsonSchema(schema: z.ZodType, described: boolean): JsonSchema {
  const made = z.toJSONSchema(schema, {
    target: "draft-2020-12",
    // Checks beyond JSON schema, and what cannot be said at all, are left to the server.
    unrepresentable: "any",
    override: ({ jsonSchema }) => {
      for (const [name, property] of Object.entries(described ? (jsonSchema.properties ?? {}) : {})) {
        const description = FIELD_DESCRIPTIONS[name];
        if (description !== undefined && typeof property === "object" && property.description === undefined) {
          property.description = description;
        }
      }
    },
  });
  const { $schema: _, ...rest } = made;
  return rest as JsonSchema;
}
