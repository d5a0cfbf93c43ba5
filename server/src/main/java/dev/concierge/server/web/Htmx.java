package dev.concierge.server.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Our conventions with htmx 2: a request of it carries {@code HX-Request} and is answered by the part that changed; an answer that leads
 * elsewhere says so by {@code HX-Redirect}, because a 303 would be followed inside the page. The header proves nothing about who asks.
 */
public final class Htmx {
    private Htmx() {}

    /** Whether a part is wanted. A page restored from the browser's history is wanted whole. */
    public static boolean wantsPart(HttpServletRequest request) {
        return "true".equals(request.getHeader("HX-Request"))
                && !"true".equals(request.getHeader("HX-History-Restore-Request"));
    }

    /** Makes the browser go to an address, of ours or of a provider, when the answer reaches it. */
    public static void redirect(HttpServletResponse response, String address) {
        response.setHeader("HX-Redirect", address);
    }
}
