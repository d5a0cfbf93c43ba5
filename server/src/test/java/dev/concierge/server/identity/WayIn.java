package dev.concierge.server.identity;

/** Every way in there is, for the table in {@code docs/ways-in.md}. */
enum WayIn {
    PASSWORD("Password, on the page"),
    PROGRAM("Password, by a program"),
    GOOGLE("Google"),
    GITHUB("GitHub"),
    MICROSOFT("Microsoft"),
    OIDC("Another OpenID provider"),
    PASSKEY("Passkey"),
    LINK("One-time link by mail"),
    SESSION("Open session"),
    REFRESH_TOKEN("Refresh token"),
    ACCESS_TOKEN("Access token"),
    API_KEY("API key"),
    SERVICE_KEY("API key of a service account");

    private final String words;

    WayIn(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    boolean isProvider() {
        return this == GOOGLE || this == GITHUB || this == MICROSOFT || this == OIDC;
    }

    /** By what the provider goes in addresses. */
    String provider() {
        return this == OIDC ? "acme" : name().toLowerCase(java.util.Locale.ROOT);
    }
}
