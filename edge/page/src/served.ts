import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { fetchModels } from "./api/models.ts";
import { type Problem, problemOf, toProblem } from "./api/problem.ts";
import { apiKey, setApiKey } from "./session.ts";
import { models, setModels } from "./settings.ts";

/** While there is no model to choose, the gateway is asked again after this, in ms. */
const RETRY_MS = 3_000;

/** Why no model can be chosen; null when one can, and while that is not known yet. */
export const noModel = signal<Problem | null>(null);

/** Learns what is served once there is a key, also after a reload, and asks again until there is something. */
export function useServedModels(): void {
  const key = apiKey.value;
  useEffect(() => {
    if (key === null) {
      noModel.value = null;
      return;
    }
    let over = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const learn = async (): Promise<void> => {
      const problem = await problemOfLearning(key);
      if (over) {
        return;
      }
      if (problem?.code === "invalid_api_key") {
        setApiKey(null, problem);
        return;
      }
      // What was learnt before is as good as ever: only a page that has nothing to offer asks on.
      noModel.value = models.value.length > 0 ? null : problem;
      if (noModel.value !== null) {
        timer = setTimeout(() => void learn(), RETRY_MS);
      }
    };
    void learn();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [key]);
}

async function problemOfLearning(key: string): Promise<Problem | null> {
  try {
    const ids = await fetchModels(key);
    setModels(ids);
    return ids.length > 0 ? null : problemOf("no_model", null);
  } catch (thrown) {
    return toProblem(thrown, "unreachable");
  }
}
