package dev.concierge.sandbox;

/** Where an authorization request may be answered to. */
public sealed interface Redirect {
    /** There, whatever comes of it. */
    record To(String uri) implements Redirect {}

    /** The redirect URI is none of the client's, and the provider says so at one that is. */
    record Mismatch(String registered, String error, String description) implements Redirect {}

    /** Nowhere: the person sees a page (RFC 6749 section 4.1.2.1). */
    record Nowhere(int status, String error, String explanation) implements Redirect {}
}
