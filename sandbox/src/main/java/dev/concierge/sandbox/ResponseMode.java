package dev.concierge.sandbox;

/** How the answer to an authorization request travels back: OAuth 2.0 Multiple Response Types, and Form Post Response Mode. */
public enum ResponseMode {
    QUERY,
    FRAGMENT,
    /** A page whose form posts the parameters; it needs a press of its button where there is no script. */
    FORM_POST
}
