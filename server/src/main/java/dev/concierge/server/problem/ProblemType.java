package dev.concierge.server.problem;

/**
 * Every problem an answer can name (RFC 9457). The slug is the last part of the {@code type} address, whose page explains it.
 * A line here is all that a new problem needs.
 */
public enum ProblemType {
    BAD_REQUEST(
            "bad-request",
            400,
            "The request cannot be read",
            "Something in the request has the wrong form. The detail says what and where."),
    INVALID_INPUT(
            "invalid-input",
            400,
            "Some values cannot be taken",
            "The request was understood, but a value in it is missing or not allowed. Nothing was changed."),
    UNAUTHENTICATED(
            "unauthenticated",
            401,
            "Sign in first",
            "The call carries no API key or session that works. Keys go into the Authorization header only."),
    FORBIDDEN(
            "forbidden",
            403,
            "You may not do this",
            "The caller is known, but its role or the scopes of its key do not cover this."),
    FORGED(
            "forged",
            403,
            "This did not come from our page",
            "The form's one-time check did not match. Load the page again and repeat."),
    NOT_FOUND("not-found", 404, "There is nothing here", "It does not exist, or it is not yours; we do not say which."),
    METHOD_NOT_ALLOWED(
            "method-not-allowed",
            405,
            "This address does not take that method",
            "The Allow header lists what it takes."),
    NOT_ACCEPTABLE(
            "not-acceptable",
            406,
            "We cannot answer in that form",
            "The Accept header asks for a form we do not have."),
    CONFLICT(
            "conflict",
            409,
            "It has changed meanwhile",
            "Someone else, or another tab, changed it first. Load it again."),
    NEEDS_RECONNECT(
            "needs-reconnect",
            409,
            "The person must connect again",
            "The provider ended our access. Only the person can give it again, at the address in the detail."),
    SCOPE_CEILING(
            "scope-ceiling",
            403,
            "That permission is above the role",
            "Each role has a ceiling for what may be asked at a provider."),
    IDEMPOTENCY_KEY_REUSED(
            "idempotency-key-reused",
            422,
            "That key belongs to another request",
            "The Idempotency-Key came before with another address or body. Nothing was done; take a new key for a new request."),
    IDEMPOTENCY_IN_PROGRESS(
            "idempotency-in-progress",
            409,
            "The first one is still under way",
            "A request with this Idempotency-Key has not ended yet. Retry-After says when to ask again."),
    TOO_LARGE("too-large", 413, "That is too much at once", "The request is larger than we take."),
    UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", 415, "We do not read that form", "Send JSON."),
    MISDIRECTED("misdirected", 421, "Wrong house", "The Host header names a place that this server does not serve."),
    TOO_MANY_REQUESTS(
            "too-many-requests",
            429,
            "Slow down",
            "Too many tries in a short time. Retry-After says when to try again."),
    FLOW_REFUSED(
            "flow-refused",
            400,
            "This sign-in step cannot be used",
            "It was used before, is older than ten minutes, or was begun in another browser. Nothing was changed; begin again."),
    PROVIDER_DENIED(
            "provider-denied",
            409,
            "You said no at the provider",
            "Nothing was connected. You can begin again whenever you like."),
    PROVIDER_REFUSED(
            "provider-refused",
            502,
            "The provider refused",
            "The provider answered with an error of its own, named in the detail."),
    NOTHING_TO_CONNECT(
            "nothing-to-connect",
            409,
            "There is nothing to connect",
            "The account at the provider holds nothing of the kind that is connected there, or does not show it. Nothing was changed."),
    MISCONFIGURED(
            "misconfigured",
            502,
            "The operator must act",
            "The provider does not accept our registration. Connections are safe and wait."),
    PROVIDER_UNAVAILABLE(
            "provider-unavailable",
            503,
            "The provider does not answer",
            "We keep trying. Retry-After says when to ask again."),
    UNAVAILABLE(
            "unavailable",
            503,
            "We are busy",
            "The server is at its limit, or its database is away. Retry-After says when to ask again."),
    INTERNAL(
            "internal",
            500,
            "Something broke on our side",
            "Nothing was changed. Give the request id to your administrator.");

    private final String slug;
    private final int status;
    private final String title;
    private final String explanation;

    ProblemType(String slug, int status, String title, String explanation) {
        this.slug = slug;
        this.status = status;
        this.title = title;
        this.explanation = explanation;
    }

    /** The last part of the type's address, {@code /problems/{slug}}. */
    public String slug() {
        return slug;
    }

    /** The HTTP status (RFC 9110 section 15). */
    public int status() {
        return status;
    }

    /** One short sentence, the same for every occurrence. */
    public String title() {
        return title;
    }

    /** What the page of this type says: what happened and what to do. */
    public String explanation() {
        return explanation;
    }
}
