import { render } from "preact";
import { App } from "./app.tsx";
import "../styles/page.css";

const host = document.getElementById("page");
if (host !== null) {
  host.replaceChildren();
  render(<App />, host);
}
