import onnxProto from "onnx-proto";

const { onnx } = onnxProto;

/** ONNX element types the denoiser graph uses. */
export type ElementType = "float32" | "float16" | "bfloat16" | "int64" | "int32" | "int8" | "bool";

/** A dimension: a number, or the name of one that is known only when the graph runs. */
export type Dimension = number | string;

type Attribute =
  | { readonly kind: "int"; readonly value: number }
  | { readonly kind: "float"; readonly value: number }
  | { readonly kind: "ints"; readonly value: readonly number[] }
  | { readonly kind: "graph"; readonly value: GraphBuilder };

export type Attributes = Readonly<Record<string, Attribute>>;

export const int = (value: number): Attribute => ({ kind: "int", value });
export const float = (value: number): Attribute => ({ kind: "float", value });
export const ints = (...value: number[]): Attribute => ({ kind: "ints", value });
export const graph = (value: GraphBuilder): Attribute => ({ kind: "graph", value });

/** Opset 17: `axes` is an attribute of ReduceMax, ReduceMean and ReduceSumSquare but an input of ReduceSum, Squeeze and Unsqueeze. */
const OPSET = 17;
const IR_VERSION = 8;
const CONTRIB = "com.microsoft";
/** Operators outside the default domain. */
const CONTRIB_OPS: ReadonlySet<string> = new Set([
  "FusedMatMul",
  "QuickGelu",
  "RotaryEmbedding",
  "MultiHeadAttention",
  "DynamicQuantizeMatMul",
]);

const ELEMENT = {
  float32: onnx.TensorProto.DataType.FLOAT,
  float16: onnx.TensorProto.DataType.FLOAT16,
  bfloat16: onnx.TensorProto.DataType.BFLOAT16,
  int64: onnx.TensorProto.DataType.INT64,
  int32: onnx.TensorProto.DataType.INT32,
  int8: onnx.TensorProto.DataType.INT8,
  bool: onnx.TensorProto.DataType.BOOL,
} as const satisfies Record<ElementType, number>;

/** Where the data of an {@link GraphBuilder.external} tensor is, if not handed over beside the model. */
export type TensorSource =
  /** In the model itself. */
  | { readonly kind: "inline"; readonly data: Float32Array<ArrayBuffer> }
  /** In a file, by its path from the folder the session is given; widened to float32 once, when the session is built. */
  | {
      readonly kind: "file";
      readonly path: string;
      /** Of the first byte. */
      readonly offset: number;
      readonly bytes: number;
      readonly type: "float32" | "float16" | "bfloat16";
    };

/** Collects nodes, constants, inputs and outputs of one ONNX graph (or of one branch of an `If`). */
export class GraphBuilder {
  readonly #name: string;
  readonly #sources: ReadonlyMap<string, TensorSource>;
  readonly #externals = new Set<string>();
  readonly #nodes: InstanceType<typeof onnx.NodeProto>[] = [];
  readonly #initializers: InstanceType<typeof onnx.TensorProto>[] = [];
  readonly #inputs: InstanceType<typeof onnx.ValueInfoProto>[] = [];
  readonly #outputs: InstanceType<typeof onnx.ValueInfoProto>[] = [];
  #counter = 0;

  /**
   * @param name prefixes every value made here: names must be unique over the whole model, branches included
   * @param sources where external tensors are, by location
   */
  constructor(name: string, sources: ReadonlyMap<string, TensorSource> = new Map()) {
    this.#name = name;
    this.#sources = sources;
  }

  /** Declares an input of the model and returns its name. */
  input(name: string, type: ElementType, shape: readonly Dimension[]): string {
    this.#inputs.push(valueInfo(name, type, shape));
    return name;
  }

  /** Declares an existing value as output. */
  output(name: string, type: ElementType, shape: readonly Dimension[]): void {
    this.#outputs.push(valueInfo(name, type, shape));
  }

  /** A small int64 constant: `[n]`, or a scalar when given a number. */
  ints(value: number | readonly number[]): string {
    const list = typeof value === "number" ? [value] : value;
    const raw = new Uint8Array(BigInt64Array.from(list, BigInt).buffer);
    return this.#constant("int64", typeof value === "number" ? [] : [list.length], raw);
  }

  /** A small float constant of the given shape. */
  floats(shape: readonly number[], data: Float32Array<ArrayBuffer>): string {
    return this.#constant("float32", shape, bytesOf(data));
  }

  #constant(type: ElementType, shape: readonly number[], rawData: Uint8Array): string {
    const name = this.#fresh("const");
    this.#initializers.push(initializer(name, type, shape, { rawData }));
    return name;
  }

  /**
   * A tensor whose data comes from its source; where it has none, the caller hands it over beside the model, under the file
   * name `location`. Returns its name.
   */
  external(location: string, shape: readonly number[], type: "float32" | "int8" = "float32"): string {
    if (this.#externals.has(location)) {
      return location; // a tied head is the embedding
    }
    this.#externals.add(location);
    const source = this.#sources.get(location);
    switch (source?.kind) {
      case undefined: {
        const bytes = shape.reduce((product, size) => product * size, type === "int8" ? 1 : 4);
        this.#file(location, type, shape, { location, offset: 0, length: bytes });
        break;
      }
      case "inline":
        this.#initializers.push(initializer(location, type, shape, { rawData: bytesOf(source.data) }));
        break;
      case "file": {
        const stored = source.type === type ? location : `${location}.stored`;
        this.#file(stored, source.type, shape, { location: source.path, offset: source.offset, length: source.bytes });
        if (stored !== location) {
          this.op("Cast", [stored], { to: int(ELEMENT[type]) }, location);
        }
        break;
      }
      default:
        throw new Error(`unknown source ${source satisfies never}`);
    }
    return location;
  }

  #file(
    name: string,
    type: ElementType,
    shape: readonly number[],
    place: { readonly location: string; readonly offset: number; readonly length: number },
  ): void {
    const externalData = Object.entries(place).map(([key, value]) => ({ key, value: String(value) }));
    const dataLocation = onnx.TensorProto.DataLocation.EXTERNAL;
    this.#initializers.push(initializer(name, type, shape, { dataLocation, externalData }));
  }

  /** Adds a node with one output and returns the output's name, which is `name` where one is given. */
  op(opType: string, inputs: readonly string[], attributes: Attributes = {}, name = this.#fresh(opType)): string {
    this.ops(opType, inputs, attributes, [name]);
    return name;
  }

  /** Adds a node with several outputs, all named by the caller. */
  ops(opType: string, inputs: readonly string[], attributes: Attributes, names: readonly string[]): void {
    this.#nodes.push(
      new onnx.NodeProto({
        name: `${names[0]}:${opType}`,
        opType,
        domain: CONTRIB_OPS.has(opType) ? CONTRIB : "",
        input: [...inputs],
        output: [...names],
        attribute: Object.entries(attributes).map(([key, attribute]) => encodeAttribute(key, attribute)),
      }),
    );
  }

  /** The model as ONNX protobuf bytes; the tensors of {@link external} are not in it. */
  encode(): Uint8Array {
    const model = new onnx.ModelProto({
      irVersion: IR_VERSION,
      opsetImport: [
        { domain: "", version: OPSET },
        { domain: CONTRIB, version: 1 },
      ],
      graph: this.toProto(),
    });
    // Copied: protobufjs may hand out a view of a pooled buffer, and the runtime reads from the start of its buffer.
    return Uint8Array.from(onnx.ModelProto.encode(model).finish());
  }

  /** The graph as a protobuf object, for use as a branch. */
  toProto(): InstanceType<typeof onnx.GraphProto> {
    return new onnx.GraphProto({
      name: this.#name,
      node: this.#nodes,
      initializer: this.#initializers,
      input: this.#inputs,
      output: this.#outputs,
    });
  }

  #fresh(kind: string): string {
    return `${this.#name}/${kind}_${this.#counter++}`;
  }
}

function initializer(
  name: string,
  type: ElementType,
  shape: readonly number[],
  data: ConstructorParameters<typeof onnx.TensorProto>[0],
): InstanceType<typeof onnx.TensorProto> {
  return new onnx.TensorProto({ name, dataType: ELEMENT[type], dims: [...shape], ...data });
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function valueInfo(
  name: string,
  type: ElementType,
  shape: readonly Dimension[],
): InstanceType<typeof onnx.ValueInfoProto> {
  const dim = shape.map((size) => (typeof size === "number" ? { dimValue: size } : { dimParam: size }));
  return new onnx.ValueInfoProto({ name, type: { tensorType: { elemType: ELEMENT[type], shape: { dim } } } });
}

function encodeAttribute(name: string, attribute: Attribute): InstanceType<typeof onnx.AttributeProto> {
  const { AttributeType } = onnx.AttributeProto;
  switch (attribute.kind) {
    case "int":
      return new onnx.AttributeProto({ name, type: AttributeType.INT, i: attribute.value });
    case "float":
      return new onnx.AttributeProto({ name, type: AttributeType.FLOAT, f: attribute.value });
    case "ints":
      return new onnx.AttributeProto({ name, type: AttributeType.INTS, ints: [...attribute.value] });
    case "graph":
      return new onnx.AttributeProto({ name, type: AttributeType.GRAPH, g: attribute.value.toProto() });
    default:
      throw new Error(`unknown attribute ${attribute satisfies never}`);
  }
}
