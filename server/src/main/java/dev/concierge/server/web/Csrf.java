package dev.concierge.server.web;

/**
 * What a form sends so that only our pages can change something.
 *
 * @param parameter name of the hidden field
 * @param header name of the header, for htmx
 * @param token the masked value, new on every page
 */
public record Csrf(String parameter, String header, String token) {
    /** For pages of requests that passed no security chain: they have no form that changes anything. */
    static final Csrf NONE = new Csrf("_csrf", "X-CSRF-TOKEN", "");

    /** The attribute that gives the token to every htmx request of the page, as JSON. */
    public String headers() {
        return "{\"" + header + "\":\"" + token + "\"}";
    }

    @Override
    public String toString() {
        return "Csrf[" + parameter + "]";
    }
}
