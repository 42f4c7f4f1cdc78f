/** Name and version of this program, as status and `--version` show it. */
export const SOFTWARE = "dyllm-node/0.1.0";
