/** The least a Worker can do between a client and a node: pass the call on and the answer back. */
export default {
  fetch(request, env) {
    const { pathname } = new URL(request.url);
    return pathname === "/healthz"
      ? new Response("ok")
      : fetch(`${env.UPSTREAM}${pathname}`, { method: request.method, headers: request.headers, body: request.body });
  },
};
