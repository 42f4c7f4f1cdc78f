/** Tables of the SQL family: text columns with their vocabulary, and number columns. Every table also has an `id`. */
import { CITIES, COLORS, JOBS, NAMES, THINGS } from "./words.ts";

export interface SqlTable {
  readonly name: string;
  readonly text: Readonly<Record<string, readonly string[]>>;
  readonly numbers: readonly string[];
}

const STATUS = ["open", "closed", "new", "late", "paid"] as const;
const TEAMS = ["north", "south", "east", "west"] as const;
const FOODS = ["soup", "pasta", "salad", "pizza", "cake", "rice"] as const;
const MODELS = ["alpha", "beta", "gamma", "delta", "omega"] as const;

export const SQL_TABLES: readonly SqlTable[] = [
  { name: "users", text: { name: NAMES, city: CITIES, job: JOBS }, numbers: ["age", "points"] },
  { name: "orders", text: { item: THINGS, status: STATUS, city: CITIES }, numbers: ["amount", "price"] },
  { name: "products", text: { item: THINGS, color: COLORS }, numbers: ["price", "stock", "weight"] },
  { name: "employees", text: { name: NAMES, job: JOBS, city: CITIES }, numbers: ["salary", "age"] },
  { name: "students", text: { name: NAMES, city: CITIES }, numbers: ["age", "score", "grade"] },
  { name: "cars", text: { model: MODELS, color: COLORS }, numbers: ["price", "speed", "doors"] },
  { name: "players", text: { name: NAMES, team: TEAMS }, numbers: ["goals", "points", "age"] },
  { name: "invoices", text: { name: NAMES, status: STATUS }, numbers: ["amount", "tax"] },
  { name: "tickets", text: { name: NAMES, status: STATUS, team: TEAMS }, numbers: ["hours", "priority"] },
  { name: "rooms", text: { city: CITIES, color: COLORS }, numbers: ["size", "beds", "price"] },
  { name: "flights", text: { city: CITIES, status: STATUS }, numbers: ["hours", "seats", "price"] },
  { name: "meals", text: { food: FOODS, city: CITIES }, numbers: ["price", "calories"] },
  { name: "machines", text: { model: MODELS, status: STATUS, city: CITIES }, numbers: ["speed", "hours"] },
  { name: "drivers", text: { name: NAMES, city: CITIES, team: TEAMS }, numbers: ["age", "trips"] },
  { name: "sales", text: { item: THINGS, city: CITIES, team: TEAMS }, numbers: ["amount", "price"] },
  { name: "shops", text: { city: CITIES, food: FOODS }, numbers: ["size", "staff"] },
  { name: "courses", text: { name: NAMES, city: CITIES }, numbers: ["hours", "seats"] },
  { name: "devices", text: { model: MODELS, color: COLORS, status: STATUS }, numbers: ["price", "age"] },
  { name: "lamps", text: { color: COLORS, city: CITIES }, numbers: ["price", "height"] },
  { name: "pets", text: { name: NAMES, color: COLORS, city: CITIES }, numbers: ["age", "weight"] },
];

/** Pairs for a join: `child.key` points at `parent.id`. */
export const SQL_JOINS: readonly { readonly child: string; readonly key: string; readonly parent: string }[] = [
  { child: "orders", key: "user_id", parent: "users" },
  { child: "orders", key: "product_id", parent: "products" },
  { child: "invoices", key: "user_id", parent: "users" },
  { child: "tickets", key: "user_id", parent: "users" },
  { child: "sales", key: "shop_id", parent: "shops" },
  { child: "sales", key: "product_id", parent: "products" },
  { child: "meals", key: "shop_id", parent: "shops" },
  { child: "pets", key: "user_id", parent: "users" },
  { child: "cars", key: "driver_id", parent: "drivers" },
];
